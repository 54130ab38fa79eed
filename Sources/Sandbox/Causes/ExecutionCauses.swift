import Kernel
import Language

/// Why the program did not start. See execve(2).
enum ExecutionCauses {
  static let explain: Causes = { refusal in
    let kind = refusal.fileMode & 0o170000
    switch refusal.errno {
    case .noSuchFileOrDirectory, .notDirectory:
      return kind == 0 ? Explanation(.programNotFound) : missingInterpreter(refusal.detail)
    case .permissionDenied:
      if kind == 0o040000 {
        return Explanation(
          .programNotExecutable, why: "it is a folder (checked inside)",
          fix: "name a program in it")
      }
      if refusal.fileMode != 0, refusal.fileMode & 0o111 == 0 {
        return Explanation(
          .programNotExecutable,
          why: "its mode has no x (checked inside: \(octal(refusal.fileMode & 0o7777)))",
          fix: "chmod +x, or `exec sh FILE`")
      }
      return Explanation(
        .programNotExecutable,
        why: "it may not be executed by this user, or its mount is noexec")
    case .execFormatError:
      return Explanation(
        .programNotExecutable,
        why: refusal.detail.isEmpty
          ? "the file is empty" : "it is no program for this machine, and has no #! line",
        fix: "`exec sh FILE` for a shell script")
    case .noMemory:
      return Explanation(
        .programNotExecutable, why: "there was not enough memory to load it",
        fix: "a higher `limit memory` or `rlimit as`, where one is set (`show`)")
    case .argListTooLong:
      return Explanation(
        .programNotExecutable,
        why: "its arguments and environment are too long together, or `rlimit stack` is too low "
          + "for them: the kernel gives them a quarter of the stack",
        fix: "fewer or shorter ones")
    default: return Explanation(.programNotExecutable)
    }
  }

  private static func octal(_ mode: UInt32) -> String { "0" + String(mode, radix: 8) }

  /// The file is there, so what is not there is what it names as its interpreter.
  private static func missingInterpreter(_ head: Bytes) -> Explanation {
    guard let name = interpreter(head) else {
      return Explanation(
        .programNotExecutable, why: "the file is there, but not the interpreter that it names")
    }
    return Explanation(
      .programNotExecutable,
      why: "the file is there, but its interpreter \(name.displayed) is not (checked inside)",
      fix: head.starts(with: "#!".utf8)
        ? "install it in the root, or mend the first line"
        : "the root needs this program's libraries, or take a static program")
  }

  /// From `#! PATH`, or the PT_INTERP of an ELF file; nil where the head does not tell.
  static func interpreter(_ head: Bytes) -> Bytes? {
    if head.starts(with: "#!".utf8) {
      let line = head.dropFirst(2).prefix { $0 != 0x0a }.drop { $0 == 0x20 || $0 == 0x09 }
      let path = line.prefix { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }
      return path.isEmpty ? nil : Bytes(path)
    }
    // The interpreter's path is the only absolute one near the start that names a loader.
    guard head.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else { return nil }
    return head.split(separator: 0).map(Bytes.init).first { $0.starts(with: "/lib".utf8) }
  }
}
