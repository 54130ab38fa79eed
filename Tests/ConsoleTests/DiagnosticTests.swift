import TestSupport
import Testing

/// What diagnostics look like, by the letter.
@Suite struct DiagnosticTests {
  private func report(_ script: String, status: Int32? = 2) -> String {
    let folder = TemporaryFolder()
    folder.write("seed.cloche", script)
    let run = Cloche.run("seed.cloche", folder: folder.path)
    if let status { #expect(run.status == status) }
    return run.err
  }

  @Test func theExampleOfTheContract() {
    #expect(
      report("# one\n# two\n\nns user utc pid mnt\n") == """
        error[E0107]: unknown namespace `utc`
          --> seed.cloche:4:9
           |
         4 | ns user utc pid mnt
           |         ^^^ did you mean `uts`?
           = note: this kernel has: cgroup ipc mnt net pid time user uts

        """)
  }

  @Test func theGutterGrowsWithTheNumber() {
    #expect(
      report(String(repeating: "\n", count: 119) + "ns utc\n") == """
        error[E0107]: unknown namespace `utc`
            --> seed.cloche:120:4
             |
         120 | ns utc
             |    ^^^ did you mean `uts`?
             = note: this kernel has: cgroup ipc mnt net pid time user uts

        """)
  }

  /// Columns count characters, the caret stands where the terminal shows them.
  @Test(arguments: [
    ("echo \"日本語\" $nope", 12, "echo \"日本語\" $nope", 14, 5),
    ("\techo\t$nope", 7, "    echo    $nope", 12, 5),
    ("echo e\u{301}e\u{301} $nope", 11, "echo e\u{301}e\u{301} $nope", 8, 5),
    ("echo 🔔 $nope", 8, "echo 🔔 $nope", 8, 5),
    ("ns 日本", 4, "ns 日本", 3, 4),
    ("ns a\u{1}b", 4, "ns a\\u{1}b", 3, 7),
    ("\u{feff}ns utc", 4, "ns utc", 3, 3),
  ]) func theCaret(_ script: String, _ column: Int, _ shown: String, _ indent: Int, _ width: Int) {
    let lines = report(script + "\n", status: nil).split(separator: "\n").map(String.init)
    #expect(lines.count > 4)
    guard lines.count > 4 else { return }
    #expect(lines[1] == "  --> seed.cloche:1:\(column)")
    #expect(lines[3] == " 1 | \(shown)")
    let pointer = lines[4].dropFirst("   | ".count)
    #expect(pointer.prefix { $0 == " " }.count == indent)
    #expect(pointer.drop { $0 == " " }.prefix { $0 == "^" }.count == width)
  }

  @Test func theInclusionChain() {
    let folder = TemporaryFolder()
    folder.write("outer.cloche", "\nsource middle.cloche\n")
    folder.write("middle.cloche", "source inner.cloche\n")
    folder.write("inner.cloche", "echo x\nns utc\n")
    let run = Cloche.run("outer.cloche", folder: folder.path)
    #expect(
      run.err == """
        error[E0107]: unknown namespace `utc`
          --> inner.cloche:2:4
           |
         2 | ns utc
           |    ^^^ did you mean `uts`?
           = note: this kernel has: cgroup ipc mnt net pid time user uts
           = note: sourced at middle.cloche:1
           = note: sourced at outer.cloche:2

        """)
    #expect(run.status == 2)
    #expect(run.out.isEmpty)
  }

  @Test func theCallChain() {
    #expect(
      report("def inner { assert a is b }\ndef outer { inner }\nouter\n", status: 1) == """
        error[E0304]: assertion failed: a is b
          --> seed.cloche:1:13
           |
         1 | def inner { assert a is b }
           |             ^^^^^^^^^^^^^ does not hold
           = note: in `inner`, called at seed.cloche:2
           = note: in `outer`, called at seed.cloche:3

        """)
  }

  @Test func aRefusedStep() {
    // Only root's init has capabilities to give up.
    let count = Machine.isRoot ? 35 : 34
    let run = Cloche.undisturbed("root /nowhere chroot\ncap all; exec true")
    #expect(
      run.err.hasPrefix(
        """
        error[E0413]: the kernel refused step 7 of \(count), root = openat(AT_FDCWD, "/nowhere", \
        O_PATH|O_DIRECTORY|O_CLOEXEC, 0): ENOENT, No such file or directory
          --> -c:1:1
           |
         1 | root /nowhere chroot
           | ^^^^^^^^^^^^^^^^^^^^
           = why: there is no /nowhere

        """), "\(run.err)")
    #expect(run.status == 125)
  }

  @Test func aFailedProgramStopsTheScript() {
    #expect(
      report("exec sh -c 'exit 7'\necho no\n", status: 7) == """
        error[E0305]: the script stops here
          --> seed.cloche:1:1
           |
         1 | exec sh -c 'exit 7'
           | ^^^^^^^^^^^^^^^^^^^ ended with status 7
           = fix: `try` goes on and sets $?, `if` decides by it

        """)
  }

  @Test(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
  func aMountPointOnAReadOnlyMount() {
    for command in ["bind /usr /mnt/x", "mount tmpfs /mnt/x", "bind /etc/passwd /mnt/x"] {
      let text = report("ns user mnt\nmount tmpfs /mnt ro\n\(command)\nexec true\n", status: 125)
      #expect(text.contains("error[E0411]:") && text.contains("EROFS"), "\(text)")
      #expect(text.contains("  --> seed.cloche:3:1\n"))
      #expect(text.contains("= why: what is mounted above /mnt/x is read-only"))
      #expect(text.contains("= fix: leave `ro` out there\n"))
    }
  }

  // MARK: - Colours

  @Test func coloursWhenAskedFor() {
    let run = Cloche.run("--color", "always", "-c", "ns utc")
    #expect(
      run.err == """
        \u{1b}[1;31merror[E0107]\u{1b}[0m: \u{1b}[1munknown namespace `utc`\u{1b}[0m
          \u{1b}[34m-->\u{1b}[0m -c:1:4
           \u{1b}[34m|\u{1b}[0m
         \u{1b}[34m1\u{1b}[0m \u{1b}[34m|\u{1b}[0m ns utc
           \u{1b}[34m|\u{1b}[0m    \u{1b}[1;31m^^^ did you mean `uts`?\u{1b}[0m
           \u{1b}[34m=\u{1b}[0m \u{1b}[1;36mnote\u{1b}[0m: this kernel has: cgroup ipc mnt net pid time user uts

        """)
    // Without them it is the same text.
    let plain = Cloche.run("--color=never", "-c", "ns utc").err
    #expect(run.err.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    #expect(Cloche.run("--color", "always", "-c", "show").out.contains("\u{1b}["))
  }

  /// `auto` at a terminal, and what takes them away there.
  @Test(
    .enabled(if: Machine.hasProgram("script"), "script(1) is not installed"),
    arguments: [
      ("", "xterm", "", true), ("--color=auto", "xterm", "", true),
      ("", "xterm", "NO_COLOR=1", false), ("", "xterm", "NO_COLOR=", true),
      ("", "dumb", "", false), ("", "", "", false), ("--color=never", "xterm", "", false),
      ("--color=always", "dumb", "NO_COLOR=1", true),
    ])
  func coloursAtATerminal(
    _ option: String, _ terminal: String, _ variable: String, _ isColored: Bool
  ) {
    let command = "env TERM=\(terminal) \(variable) '\(Cloche.path)' \(option) -c 'ns utc'"
    let run = Finished.running(["script", "-qec", command, "/dev/null"])
    #expect(run.out.contains("unknown namespace"))
    #expect(run.out.contains("\u{1b}[") == isColored)
  }

  @Test(arguments: [40, 41, 60, 80]) func aLongLineIsCutToTheWidth(_ columns: Int) {
    for text in [
      "becho \(String(repeating: "日a", count: 60))", "echo \(String(repeating: "a ", count: 60))|",
    ] {
      let run = Cloche.run(["-c", text], environment: ["COLUMNS": "\(columns)"])
      let excerpt = run.err.split(separator: "\n").filter { $0.hasPrefix(" 1 | ") }
      #expect(excerpt.count == 1 && excerpt[0].contains("..."))
      for line in excerpt {
        let wide = line.unicodeScalars.count { $0.value > 0x2000 }
        let isFull = line.count + wide > columns - 3 || !line.hasSuffix("...")
        #expect(line.count + wide <= columns && isFull, "\(line)")
      }
    }
  }

  @Test func noColoursInAFile() {
    let run = Cloche.run("-c", "show; ns utc", environment: ["TERM": "xterm"])
    #expect(!run.error.contains(0x1b))
    #expect(!Cloche.run("-c", "show", environment: ["TERM": "xterm"]).output.contains(0x1b))
  }

  // MARK: - Notes

  @Test func whatIsReplacedIsSaid() {
    let folder = TemporaryFolder()
    func said(_ script: String) -> String {
      folder.write("s", script)
      let run = Cloche.run("s", folder: folder.path)
      #expect(run.status == 0)
      return run.err
    }
    #expect(
      said("hostname a\nhostname b\n") == "note: s:2: this replaces `hostname a` of s:1\n")
    #expect(said("hostname a\nhostname a\n").isEmpty)
    #expect(said("map root\nmap self\n") == "note: s:2: this replaces `map root` of s:1\n")
    #expect(
      said("map uid 0:5:1\nmap gid 0:6:1\nmap root\n")
        == "note: s:3: this replaces `map uid 0:5:1` of s:1\n"
        + "note: s:3: this replaces `map gid 0:6:1` of s:2\n")
    #expect(said("map uid 0:5:1\nmap gid 0:6:1\n").isEmpty)
    #expect(said("limit pids 3\nlimit memory 1M\n").isEmpty)
  }
}
