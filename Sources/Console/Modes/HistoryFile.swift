import Kernel
import Language

/// The history between sessions: one entry a line, a newline within an entry as `\n`, a backslash
/// as `\\`. Appended under a lock, so that sessions side by side lose nothing.
struct HistoryFile {
  let path: FilePath

  /// Where it is: `$XDG_STATE_HOME/cloche/history`, else below `~/.local/state`. Nil without a home,
  /// or with one that does not exist: it is not for cloche to make that.
  init?(environment: (String) -> Bytes?) {
    if environment("XDG_STATE_HOME") == nil {
      guard let home = environment("HOME"), HostFiles.kind(of: home) == .directory else {
        return nil
      }
    }
    guard let folder = XDG.folder("XDG_STATE_HOME", ".local/state", environment) else { return nil }
    path = FilePath(bytes: folder + Bytes("/cloche/history".utf8))
  }

  /// The entries, the oldest first; at most the last ten thousand.
  func read() throws(KernelError) -> [Bytes] {
    let bytes: Bytes
    do throws(KernelError) {
      bytes = try PrivateFile.read(path, limit: 1 << 28)
    } catch {
      if error.errno == .noSuchFileOrDirectory { return [] }
      throw error
    }
    return bytes.split(separator: UInt8(ascii: "\n")).suffix(10_000).map { Self.decoded($0) }
  }

  /// Adds an entry. The folder is made when it is missing, the file readable for its owner only.
  func append(_ entry: Bytes) throws(KernelError) {
    try PrivateFile.append(Self.encoded(entry) + [UInt8(ascii: "\n")], to: path)
  }

  static func encoded(_ entry: Bytes) -> Bytes {
    var line: Bytes = []
    for byte in entry {
      switch byte {
      case UInt8(ascii: "\n"): line += Bytes("\\n".utf8)
      case UInt8(ascii: "\\"): line += Bytes("\\\\".utf8)
      default: line.append(byte)
      }
    }
    return line
  }

  static func decoded(_ line: ArraySlice<UInt8>) -> Bytes {
    var entry: Bytes = []
    var isEscaped = false
    for byte in line {
      if isEscaped {
        entry.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        entry.append(byte)
      }
    }
    return entry
  }
}

/// Folders of the XDG base directory specification.
enum XDG {
  /// The folder that a variable names, if absolute, else one below the home.
  static func folder(
    _ variable: String, _ standard: String, _ environment: (String) -> Bytes?
  ) -> Bytes? {
    if let folder = environment(variable), folder.first == UInt8(ascii: "/") { return folder }
    guard let home = environment("HOME"), home.first == UInt8(ascii: "/") else { return nil }
    return home + Bytes("/\(standard)".utf8)
  }
}
