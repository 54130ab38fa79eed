import Kernel
import Language
import Sandbox

/// The options of `mount`: attributes of the mount, and settings of the file system.
struct MountOptions {
  private var readOnly = false
  private var noExecute = false
  private var size: Argument?
  private var mode: Argument?
  let words: [Bytes]

  /// Any option that some file system takes.
  static let value = ValueKind(
    .choices([
      ("ro", "read-only"), ("nosuid", "no set-user-ID programs; always"),
      ("nodev", "no device nodes"), ("noexec", "no programs"),
      ("size=", "how much it holds at most: 16M"), ("mode=", "who may enter: 1777"),
    ])
  ) { (word) throws(Diagnostic) in
    _ = try MountOptions([word], for: .tmpfs)
  }

  init(_ options: [Argument], for kind: NewMount.Kind) throws(Diagnostic) {
    words = options.map(\.bytes)
    for word in options {
      switch word.text {
      case "ro" where kind != .dev: readOnly = true
      case "noexec": noExecute = true
      // What always holds may be said all the same.
      case "nosuid": break
      case "nodev" where kind != .dev && kind != .devpts: break
      case let text where text.hasPrefix("size="): size = try Self.size(word, kind)
      case let text where text.hasPrefix("mode="): mode = try Self.mode(word, kind)
      default: throw Self.unknown(word, kind)
      }
    }
  }

  func attributes(for kind: NewMount.Kind) -> UInt64 {
    var attributes = MountAttribute.noSetUserID
    if kind != .devpts { attributes |= MountAttribute.noDevices }
    if kind != .tmpfs || noExecute { attributes |= MountAttribute.noExecute }
    if readOnly { attributes |= MountAttribute.readOnly }
    return attributes
  }

  func values(for kind: NewMount.Kind) -> [(name: String, value: Bytes?)] {
    var values: [(name: String, value: Bytes?)] = []
    if kind == .devpts {
      values.append(("ptmxmode", Bytes("0666".utf8)))
      if mode == nil { values.append(("mode", Bytes("0620".utf8))) }
    }
    if let size { values.append(("size", size.bytes)) }
    if let mode { values.append(("mode", mode.bytes)) }
    return values
  }

  private static func size(_ word: Argument, _ kind: NewMount.Kind) throws(Diagnostic) -> Argument {
    let value = word.part(5..<word.bytes.count)
    guard kind == .tmpfs else { throw unknown(word, kind) }
    // 0 would mean "no limit" to tmpfs, the opposite of what it says.
    _ = try Quantity.size(value, "a size", in: 1...Int.max)
    return value
  }

  private static func mode(_ word: Argument, _ kind: NewMount.Kind) throws(Diagnostic) -> Argument {
    let value = word.part(5..<word.bytes.count)
    guard kind == .tmpfs || kind == .devpts else { throw unknown(word, kind) }
    guard (1...5).contains(value.bytes.count),
      value.bytes.allSatisfy({ (0x30...0x37).contains($0) }),
      let mode = UInt64(value.text, radix: 8), mode <= 0o7777
    else { throw Quantity.malformed(value, "a mode", "octal digits from 0 to 7777") }
    return value
  }

  /// Whether a file system has an option, given without its value.
  static func accepts(_ word: String, for kind: NewMount.Kind) -> Bool {
    known(for: kind).contains { $0 == word || word.hasSuffix("=") && $0.hasPrefix(word) }
  }

  private static func known(for kind: NewMount.Kind) -> [String] {
    switch kind {
    case .tmpfs: ["ro", "nosuid", "nodev", "noexec", "size=SIZE", "mode=OCTAL"]
    case .devpts: ["ro", "nosuid", "noexec", "mode=OCTAL"]
    case .dev: ["nosuid", "noexec"]
    default: ["ro", "nosuid", "nodev", "noexec"]
    }
  }

  private static func unknown(_ word: Argument, _ kind: NewMount.Kind) -> Diagnostic {
    let known = known(for: kind)
    let error = Diagnostic(
      .unknownWord, "\(kind.rawValue) has no option `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: known))
    return error.note("it has \(known.joined(separator: " "))")
  }
}
