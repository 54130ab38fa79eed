import Glibc
import TestSupport
import Testing

/// How cloche comes up in places that were not made for it, and what a crash leaves.
@Suite struct BeginningTests {
  private var isStatic: Bool {
    Finished.running(["sh", "-c", "! ldd \"$1\"", "sh", Cloche.path]).status == 0
  }

  private func shell(_ script: String, _ arguments: String...) -> Finished {
    Finished.running(["bash", "-c", script, "bash", Cloche.path] + arguments)
  }

  /// Ignored, the kernel would reap by itself, and nobody would learn how a program has ended.
  @Test func ignoredEndsOfChildren() {
    let run = Finished.running(
      ["env", "--ignore-signal=CHLD", Cloche.path, "-c", "try exec false; echo $?"])
    #expect(run.out == "1\n")
    #expect(run.status == 0)
  }

  /// The words of the command line are the kernel's, and need no descriptor.
  @Test(arguments: [4, 5, 6, 8]) func fewDescriptors(_ count: Int) {
    let run = shell("ulimit -n $2; exec \"$1\" -c 'echo said'", "\(count)")
    #expect(run.out == "said\n", "\(run.err)")
  }

  @Test func tooLittle() throws {
    guard isStatic else { try Test.cancel("a dynamic build does not get as far as this") }
    let memory = shell("ulimit -v 20000; exec \"$1\" --version")
    #expect(memory.status == 125)
    #expect(memory.err.hasPrefix("cloche: too little memory to start: "), "\(memory.err)")
    let stack = shell("ulimit -s 64; exec \"$1\" --version")
    #expect(stack.status == 125)
    #expect(stack.err.hasPrefix("cloche: too little stack to start: "), "\(stack.err)")
    // What the sentences advise.
    #expect(shell("ulimit -s 1024; exec \"$1\" --version").status == 0)
  }

  /// A process substitution of the shell that has become cloche is its child, and none of its business.
  @Test func childrenThatWereThereBefore() {
    let run = shell(
      "exec \"$1\" -c 'init off; exec echo seen' > >(read -r line; sleep 0.1; echo \"got $line\")")
    #expect(run.status == 0)
    // The reader writes when cloche has ended, perhaps, and ends then itself.
    let waited = shell(
      """
      rm -f "$2.pipe"; mkfifo "$2.pipe"
      cat "$2.pipe" > "$2.out" & cat=$!
      (exec "$1" -c 'init off; exec sh -c "exec sleep 0.01"; exec echo seen') > >(cat > "$2.pipe")
      wait $cat; cat "$2.out"; rm -f "$2.pipe" "$2.out"
      """, TemporaryFile().path)
    #expect(waited.out == "seen\n", "\(waited.err)")
  }

  /// Every signal that ends a process by default lets cloche clean up first.
  @Test(arguments: [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGIO, SIGPWR, 34, 64])
  func cleansUp(_ signal: Int32) throws {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      "exec sh -c 'echo $$ > pid; kill -\(signal) $1; exec sleep 1000' sh ${host:pid}; echo never",
      folder: folder.path)
    #expect(run.signal == signal)
    let pid = try #require(Int32((Files.text("\(folder.path)/pid") ?? "").filter(\.isNumber)))
    #expect(kill(pid, 0) == -1 && errno == ESRCH)
  }

  /// It says so, and its parent sees the truth.
  @Test(arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT]) func crashes(_ signal: Int32) {
    let run = Cloche.commands("exec sh -c 'kill -\(signal) $1; sleep 1000' sh ${host:pid}")
    #expect(run.signal == signal)
    #expect(run.err == "cloche: this is a fault of cloche itself; please report it\n")
  }

  /// A file that may not grow is a failed write, and no end.
  @Test func aFullQuota() {
    let file = TemporaryFile()
    let run = shell(
      "ulimit -f 8; exec \"$1\" -c 'save --force $1; echo on' -- \"$2\"", file.path)
    #expect(run.out == "on\n", "\(run.err)")
    // Programs begin with the signal as it is by default.
    let program = shell("ulimit -f 8; exec \"$1\" -c 'exec sh -c \"kill -XFSZ \\$\\$\"'")
    #expect(program.status == 128 + SIGXFSZ)
  }

  /// The runtime would run it, as whoever started cloche. A copy of the program stands in a folder of its
  /// own, with the planted one beside it.
  @Test func nothingIsRunByACrash() throws {
    let folder = TemporaryFolder()
    let mark = "\(folder.path)/mark"
    let made = shell(
      """
      mkdir "$2/bin" && cat "$1" > "$2/bin/cloche" && chmod +x "$2/bin/cloche"
      for place in bin libexec libexec/swift libexec/swift/linux; do
        mkdir -p "$2/$place"
        printf '#!/bin/sh\\ntouch %s\\n' "$3" > "$2/$place/swift-backtrace"
        chmod +x "$2/$place/swift-backtrace"
      done
      SWIFT_BACKTRACE=enable=yes,color=no "$2/bin/cloche" -c 'exec kill -SEGV ${host:pid}'
      """, folder.path, mark)
    #expect(made.err.contains("this is a fault of cloche itself"), "\(made.err)")
    #expect(access(mark, F_OK) != 0)
  }

  /// What the beginning needed of the environment is not passed on.
  @Test func theEnvironmentIsAsItWas() {
    let run = Cloche.commands("env keep all; exec env")
    #expect(!run.out.contains("SWIFT_BACKTRACE"))
    let given = Cloche.run(
      "-c", "env keep all; exec env", environment: ["SWIFT_BACKTRACE": "enable=no"])
    #expect(given.out.contains("SWIFT_BACKTRACE=enable=no\n"))
  }

  @Test(.enabled(if: Machine.isRoot, "only root can chroot")) func withoutProc() throws {
    guard isStatic else {
      try Test.cancel("a dynamic build needs its libraries in there")
    }
    let folder = TemporaryFolder()
    let run = shell(
      """
      mkdir "$2/bin" && cat "$1" > "$2/bin/cloche" && chmod +x "$2/bin/cloche"
      chroot "$2" /bin/cloche --version && chroot "$2" /bin/cloche -c 'echo fine'
      """, folder.path)
    #expect(run.out.hasSuffix("fine\n"), "\(run.err)")
  }
}
