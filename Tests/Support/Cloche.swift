import Glibc

/// The built program, run as a user would run it.
public enum Cloche {
  /// Where it is: $CLOCHE, else the one beside the test bundle.
  public static let path: String = {
    if let given = getenv("CLOCHE") { return String(cString: given) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(
      decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/cloche"
  }()

  /// Runs it with arguments, and waits.
  public static func run(
    _ arguments: String..., input: String? = nil, environment: [String: String] = [:],
    asNobody: Bool = false, folder: String? = nil
  ) -> Finished {
    run(
      arguments, input: input, environment: environment, asNobody: asNobody, folder: folder)
  }

  public static func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:],
    asNobody: Bool = false, folder: String? = nil
  ) -> Finished {
    Finished.running(
      words(arguments, asNobody: asNobody), input: input, environment: environment, folder: folder)
  }

  /// The command line that runs it with arguments.
  public static func words(_ arguments: [String], asNobody: Bool) -> [String] {
    let command =
      asNobody
      ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", path] : [path]
    return command + arguments
  }

  /// Runs commands as `-c` does.
  public static func commands(
    _ commands: String, arguments: [String] = [], environment: [String: String] = [:],
    asNobody: Bool = false
  ) -> Finished {
    run(["-c", commands] + arguments, environment: environment, asNobody: asNobody)
  }
}

/// How a program ended and what it said.
public struct Finished: Sendable {
  /// As a shell has it: 128 and the signal for one that was killed.
  public let status: Int32
  public let pid: Int32
  /// The signal that killed it, or nil.
  public let signal: Int32?
  public let output: [UInt8]
  public let error: [UInt8]

  public var out: String { String(decoding: output, as: UTF8.self) }
  public var err: String { String(decoding: error, as: UTF8.self) }

  /// Runs a program found along PATH.
  ///
  /// - Parameters:
  ///   - input: what it reads; nil for /dev/null.
  ///   - environment: variables in addition to PATH, HOME and a quiet terminal.
  ///   - folder: where it runs; nil for where the tests do.
  public static func running(
    _ words: [String], input: String? = nil, environment: [String: String] = [:],
    folder: String? = nil
  ) -> Finished {
    let words = (folder.map { ["env", "-C", $0] } ?? []) + words
    let output = TemporaryFile()
    let error = TemporaryFile()
    let given = input.map { TemporaryFile(Array($0.utf8)) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, given?.path ?? "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_APPEND, 0)
    posix_spawn_file_actions_addopen(&actions, 2, error.path, O_WRONLY | O_APPEND, 0)

    let pid: pid_t
    do {
      pid = try spawn(words, environment: environment, actions: &actions)
    } catch {
      return Finished(
        status: 127, pid: 0, signal: nil, output: [],
        error: Array("could not start \(words[0]): \(error)".utf8))
    }
    var ended: Int32 = 0
    while waitpid(pid, &ended, 0) == -1, errno == EINTR {}
    let code = ended & 0x7f == 0 ? ended >> 8 & 0xff : 128 + (ended & 0x7f)
    return Finished(
      status: code, pid: pid, signal: ended & 0x7f == 0 ? nil : ended & 0x7f,
      output: output.content,
      error: error.content)
  }

  /// Starts a program found along PATH; its pid.
  ///
  /// - Parameters:
  ///   - environment: variables in addition to PATH, HOME and a quiet terminal.
  ///   - inSession: in a session of its own, which the next terminal that it opens belongs to.
  public static func spawn(
    _ words: [String], environment: [String: String] = [:],
    actions: inout posix_spawn_file_actions_t, inSession: Bool = false
  ) throws(StartError) -> pid_t {
    var standard = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
    standard["HOME"] = "/root"
    standard["LANG"] = "C.UTF-8"
    standard["TERM"] = "dumb"
    standard.merge(environment) { _, new in new }

    // The threads that run tests block signals; a user's shell does not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        | (inSession ? newSession : 0))

    var pid: pid_t = 0
    let status = withStrings(words) { arguments in
      withStrings(standard.map { "\($0)=\($1)" }) { environment in
        posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
      }
    }
    guard status == 0 else { throw StartError(errno: status) }
    return pid
  }

  /// POSIX_SPAWN_SETSID, which spawn.h shows to GNU C only.
  private static let newSession: Int16 = 0x80

  public struct StartError: Error { public let errno: Int32 }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
  }
}
