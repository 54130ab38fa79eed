import Kernel
import Language

/// What the terminal and the environment say about showing things.
struct TerminalFacts {
  private let color: ColorSetting
  private let environment: [Bytes]
  let width: Int
  let isUnicode: Bool

  init(color: ColorSetting) {
    self.color = color
    environment = ProcessEnvironment.entries
    width = Self.width(environment)
    isUnicode = Self.isUnicode(environment)
  }

  /// Whether a stream gets colours: see NO_COLOR, TERM=dumb, and whether it is a terminal.
  func colors(_ stream: FileDescriptor) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let value = Self.value("NO_COLOR", environment), !value.isEmpty { return false }
    let terminal = Self.value("TERM", environment) ?? ""
    return !terminal.isEmpty && terminal != "dumb" && Descriptors.isTerminal(stream)
  }

  /// Standard output is a terminal whose cursor can be moved.
  var canRedraw: Bool {
    let terminal = Self.value("TERM", environment) ?? ""
    return !terminal.isEmpty && terminal != "dumb" && Descriptors.isTerminal(.standardOutput)
  }

  private static func value(_ name: String, _ environment: [Bytes]) -> String? {
    let prefix = Bytes((name + "=").utf8)
    return environment.last { $0.starts(with: prefix) }
      .map { String(decoding: $0.dropFirst(prefix.count), as: UTF8.self) }
  }

  /// Of the terminal, else COLUMNS, else 80.
  private static func width(_ environment: [Bytes]) -> Int {
    if let width = WindowSize.current?.columns, width > 0 { return width }
    if let columns = value("COLUMNS", environment).flatMap({ Int($0) }), columns > 0 {
      return columns
    }
    return 80
  }

  /// By the locale's name: LC_ALL, LC_CTYPE, LANG, the first that is set. See locale(7).
  private static func isUnicode(_ environment: [Bytes]) -> Bool {
    if value("TERM", environment) == "dumb" { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { value($0, environment) }.first { !$0.isEmpty }
    let codeset = (locale ?? "").split(separator: ".").last ?? ""
    return codeset.lowercased().hasPrefix("utf-8") || codeset.lowercased().hasPrefix("utf8")
  }
}
