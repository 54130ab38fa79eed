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
  /// The group of what is in it, by its id inside.
  case group(Bytes)
  /// Whose processes are seen. See proc(5).
  case hiddenProcesses(Bytes)
  /// Processes alone, without what is the machine's.
  case processesOnly
  /// Of proc and sysfs: with what belongs to the whole machine.
  case full

  /// Any option that some file system takes: tmpfs takes all.
  static let value = ValueKind<MountOption>(
    .choices([
      ("ro", "read-only"), ("nosuid", "no set-user-ID programs; always"),
      ("nodev", "no device nodes"), ("noexec", "no programs"),
      ("full", "proc and sysfs: what is the machine's can be written by its root"),
      ("size=", "how much it holds at most: 16M"), ("mode=", "who may enter: 1777"),
      ("gid=", "the group of what is in it"),
      ("hidepid=", "proc: whose processes are seen"), ("subset=pid", "proc: processes only"),
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
    case let text where text.hasPrefix("gid="):
      let value = word.part(4..<word.bytes.count)
      _ = try Quantity.count(value, "a group id", in: 0...4_294_967_294)
      return .group(value.bytes)
    case let text where text.hasPrefix("hidepid="):
      let value = word.part(8..<word.bytes.count)
      guard hidings.contains(value.text) else {
        throw Diagnostic(
          .badValue, "`\(value.displayed)` is not a value of hidepid", at: value.span,
          label: "expected one of: \(hidings.joined(separator: ", "))")
      }
      return .hiddenProcesses(value.bytes)
    case "subset=pid": return .processesOnly
    case "full": return .full
    default:
      throw Diagnostic(
        .unknownWord, "there is no mount option `\(word.displayed)`", at: word.span,
        label: Suggestion.label(for: word.text, among: all)
      ).note("there are \(all.joined(separator: " "))")
    }
  }

  private static let hidings = [
    "0", "1", "2", "4", "off", "noaccess", "invisible", "ptraceable",
  ]

  /// Whether a file system has the option.
  func isKnown(to kind: NewMount.Kind) -> Bool {
    switch self {
    // What always holds may be said all the same.
    case .noSetUserID, .noExecute: true
    case .readOnly: kind != .dev
    case .noDevices: kind != .dev && kind != .devpts
    case .size: kind == .tmpfs
    case .mode: kind == .tmpfs || kind == .devpts
    case .group: kind == .tmpfs || kind == .devpts || kind == .proc
    case .hiddenProcesses, .processesOnly: kind == .proc
    case .full: kind == .proc || kind == .sysfs
    }
  }

  /// Whether a file system has an option, given without its value.
  static func accepts(_ word: String, for kind: NewMount.Kind) -> Bool {
    names(for: kind).contains { $0 == word || word.hasSuffix("=") && $0.hasPrefix(word) }
  }

  /// What some file system has.
  private static let all: [String] = NewMount.Kind.allCases.reduce(into: []) { all, kind in
    all += names(for: kind).filter { !all.contains($0) }
  }

  private static func names(for kind: NewMount.Kind) -> [String] {
    switch kind {
    case .tmpfs: ["ro", "nosuid", "nodev", "noexec", "size=SIZE", "mode=OCTAL", "gid=GID"]
    case .devpts: ["ro", "nosuid", "noexec", "mode=OCTAL", "gid=GID"]
    case .dev: ["nosuid", "noexec"]
    case .proc:
      ["ro", "nosuid", "nodev", "noexec", "full", "subset=pid", "hidepid=WHO", "gid=GID"]
    case .sysfs: ["ro", "nosuid", "nodev", "noexec", "full"]
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
