import Glibc

/// The built program, run as a user would run it.
package enum Cloche {
  /// Where it is: $CLOCHE, else the one beside the test bundle.
  package static let path: String = {
    if let given = getenv("CLOCHE") { return String(cString: given) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(
      decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/cloche"
  }()

  /// Runs it with arguments, and waits.
  package static func run(
    _ arguments: String..., input: String? = nil, environment: [String: String] = [:],
    asNobody: Bool = false, folder: String? = nil
  ) -> Finished {
    run(
      arguments, input: input, environment: environment, asNobody: asNobody, folder: folder)
  }

  package static func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:],
    asNobody: Bool = false, folder: String? = nil
  ) -> Finished {
    Finished.running(
      words(arguments, asNobody: asNobody), input: input, environment: environment, folder: folder)
  }

  /// The command line that runs it with arguments.
  package static func words(_ arguments: [String], asNobody: Bool) -> [String] {
    let command =
      asNobody
      ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", path] : [path]
    return command + arguments
  }

  /// Runs commands as `-c` does.
  package static func commands(
    _ commands: String, arguments: [String] = [], environment: [String: String] = [:],
    asNobody: Bool = false, folder: String? = nil
  ) -> Finished {
    run(
      ["-c", commands] + arguments, environment: environment, asNobody: asNobody, folder: folder)
  }
}

extension Cloche {
  /// Runs commands in a process whose signals are all as they should be: posix_spawn(3) leaves two
  /// of the C library's own ignored, and then every launch has steps that reset them.
  package static func undisturbed(_ commands: String, options: [String] = []) -> Finished {
    run(["-c", "exec $@", "--", path] + options + ["-c", commands])
  }
}

/// How a program ended and what it said.
package struct Finished: Sendable {
  /// As a shell has it: 128 and the signal for one that was killed.
  package let status: Int32
  package let pid: Int32
  /// The signal that killed it, or nil.
  package let signal: Int32?
  package let output: [UInt8]
  package let error: [UInt8]

  package var out: String { String(decoding: output, as: UTF8.self) }
  package var err: String { String(decoding: error, as: UTF8.self) }

  /// Runs a program found along PATH.
  ///
  /// - Parameters:
  ///   - input: what it reads; nil for /dev/null.
  ///   - environment: variables in addition to PATH, HOME and a quiet terminal.
  ///   - folder: where it runs; nil for where the tests do.
  package static func running(
    _ words: [String], input: String? = nil, environment: [String: String] = [:],
    folder: String? = nil
  ) -> Finished {
    let standard = Spawning.environment.merging(environment) { _, new in new }
    let words = (folder.map { ["env", "-C", $0] } ?? []) + words
    let output = TemporaryFile()
    let error = TemporaryFile()
    let given = input.map { TemporaryFile(Array($0.utf8)) }

    let (pid, failure) = Spawning.start(
      words, environment: standard,
      files: [
        (given?.path ?? "/dev/null", O_RDONLY), (output.path, O_WRONLY | O_APPEND),
        (error.path, O_WRONLY | O_APPEND),
      ])
    guard failure == 0 else {
      return Finished(
        status: 127, pid: 0, signal: nil, output: [],
        error: Array("could not start \(words[0]): \(failure)".utf8))
    }
    var ended: Int32 = 0
    while waitpid(pid, &ended, 0) == -1, errno == EINTR {}
    let code = ended & 0x7f == 0 ? ended >> 8 & 0xff : 128 + (ended & 0x7f)
    return Finished(
      status: code, pid: pid, signal: ended & 0x7f == 0 ? nil : ended & 0x7f,
      output: output.content,
      error: error.content)
  }
}
