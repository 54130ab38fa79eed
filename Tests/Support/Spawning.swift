import Glibc

/// Starting programs as a shell would: with no signal blocked or ignored, and a quiet environment.
enum Spawning {
  /// What a program of the tests finds in its environment unless a test says otherwise.
  static let environment = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root", "LANG": "C.UTF-8", "TERM": "dumb",
  ]

  /// Starts a program found along PATH; its process id, or the error.
  ///
  /// - Parameters:
  ///   - files: what is opened as descriptors 0, 1 and 2, in this order.
  ///   - isLeader: in a session of its own; a terminal among the files becomes its own.
  static func start(
    _ words: [String], environment: [String: String], files: [(path: String, flags: Int32)],
    isLeader: Bool = false
  ) -> (pid: pid_t, error: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, file) in files.enumerated() {
      posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file.path, file.flags, 0)
    }

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
    // POSIX_SPAWN_SETSID, which is no constant that Swift sees. See posix_spawn(3).
    let session: Int16 = isLeader ? 0x80 : 0
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | session)

    var pid: pid_t = 0
    let error = withStrings(words) { arguments in
      withStrings(environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }) { environment in
        posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
      }
    }
    return (pid, error)
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
  }
}
