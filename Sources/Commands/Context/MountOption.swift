import Language
import Sandbox

/// An option of `mount`.
enum MountOption {
  case readOnly
  case noSetUserID
  case noDevices
  case noExecute
  /// The value of tmpfs(5).
  case size(Bytes)
  case mode(Bytes)

  /// Any option that some file system takes: tmpfs takes all.
  static let value = ValueKind<MountOption>(
    .choices([
      ("ro", "read-only"), ("nosuid", "no set-user-ID programs; always"),
      ("nodev", "no device nodes"), ("noexec", "no programs"),
      ("size=", "how much it holds at most: 16M"), ("mode=", "who may enter: 1777"),
    ])
  ) { (word) throws(Diagnostic) in
    switch word.text {
    case "ro": return .readOnly
    case "nosuid": return .noSetUserID
    case "nodev": return .noDevices
    case "noexec": return .noExecute
    case let text where text.hasPrefix("size="):
      let value = word.part(5..<word.bytes.count)
      // 0 would mean "no limit" to tmpfs, the opposite of what it says.
      _ = try Quantity.size(value, "a size", in: 1...Int.max)
      return .size(value.bytes)
    case let text where text.hasPrefix("mode="):
      let value = word.part(5..<word.bytes.count)
      guard (1...5).contains(value.bytes.count),
        value.bytes.allSatisfy({ (0x30...0x37).contains($0) }),
        let mode = UInt64(value.text, radix: 8), mode <= 0o7777
      else { throw Quantity.malformed(value, "a mode", "octal digits from 0 to 7777") }
      return .mode(value.bytes)
    default: throw unknown(word, to: .tmpfs)
    }
  }

  /// Whether a file system has the option.
  func isKnown(to kind: NewMount.Kind) -> Bool {
    switch self {
    // What always holds may be said all the same.
    case .noSetUserID, .noExecute: true
    case .readOnly: kind != .dev
    case .noDevices: kind != .dev && kind != .devpts
    case .size: kind == .tmpfs
    case .mode: kind == .tmpfs || kind == .devpts
    }
  }

  /// Whether a file system has an option, given without its value.
  static func accepts(_ word: String, for kind: NewMount.Kind) -> Bool {
    names(for: kind).contains { $0 == word || word.hasSuffix("=") && $0.hasPrefix(word) }
  }

  private static func names(for kind: NewMount.Kind) -> [String] {
    switch kind {
    case .tmpfs: ["ro", "nosuid", "nodev", "noexec", "size=SIZE", "mode=OCTAL"]
    case .devpts: ["ro", "nosuid", "noexec", "mode=OCTAL"]
    case .dev: ["nosuid", "noexec"]
    default: ["ro", "nosuid", "nodev", "noexec"]
    }
  }

  static func unknown(_ word: Argument, to kind: NewMount.Kind) -> Diagnostic {
    let known = names(for: kind)
    let error = Diagnostic(
      .unknownWord, "\(kind.rawValue) has no option `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: known))
    return error.note("it has \(known.joined(separator: " "))")
  }
}
