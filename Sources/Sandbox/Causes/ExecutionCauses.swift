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
      // A filter forbids the look at it.
      if kind == 0, refusal.context[SystemCallFilter.self]?.isOff ?? true {
        return Explanation(
          .programNotExecutable,
          why: "a folder on the way to it may not be entered (checked inside)",
          fix: "`as` somebody who may, or chmod a+x the folder")
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
          ? "the file is empty" : "it is not a program for this machine, and has no #! line",
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
    let line = head.prefix { $0 != 0x0a }
    if head.starts(with: "#!".utf8), line.count < head.count, line.last == 0x0d {
      return Explanation(
        .programNotExecutable,
        why: "the file has Windows line ends: the kernel takes the carriage return (\\r) behind "
          + "\(name.displayed) for a part of the interpreter's name (checked inside)",
        fix: "sed -i 's/\\r$//' FILE")
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

// What it reports, for `help`.
extension ErrorCode {
  static var ofExecution: [ErrorCode] { [.programNotFound, .programNotExecutable] }

  package static var programNotFound: ErrorCode {
    ErrorCode(
      402, title: "there is no such program",
      story: """
        A name with a slash is taken as it is. Any other is tried in each folder of PATH, by an \
        execve for each: nothing is looked up beforehand, as it could change before it is used. This \
        happens at the very end of the launch, when the root has been switched, so only what lies in \
        the root can be found, and PATH is that of the inside. Relative entries of PATH are left out: \
        they would run whatever lies in the working directory.

        The note lists the places. If the program is on the host, `bind` it with its libraries, or \
        take `root host`. The status is 127, as shells have it (execve(2), environ(7)).

            ns user mnt
            root host
            exec sh -c 'echo $PATH'
        """)
  }

  package static var programNotExecutable: ErrorCode {
    ErrorCode(
      403, title: "the program is there, but cannot be executed",
      story: """
        The kernel found a file and would not run it; the status is 126 (execve(2)). EACCES: no x in \
        its mode, a folder, or a mount with noexec. ENOENT, though the file is there: its interpreter \
        is not, which is the path behind `#!`, or the dynamic loader that an ELF file names. In a \
        small root that is the usual case: a program without its libraries. ENOEXEC: no program for \
        this machine, or a script without a `#!` line; a shell would run that by itself, execve does \
        not. E2BIG and ENOMEM: too many or too long arguments, or a memory limit that leaves no room \
        to begin in.

        What the message calls checked inside was looked at by the child at the moment of the \
        refusal. `file` and `readelf -l` show the interpreter of a program:

            ! sh -c 'readelf -l /bin/sh | grep interpreter'
        """)
  }
}
