import TestSupport
import Testing

/// What the looking commands print.
@Suite struct LookingTests {
  private static let seed = "ns uts pid mnt user\nhostname mocker\nmount proc /proc\n"

  @Test(.enabled(if: Machine.isRoot, "the id map and the environment are root's"))
  func show() {
    let run = Cloche.undisturbed(Self.seed + "show")
    #expect(run.err.isEmpty)
    #expect(
      run.out == """
        box main
        |- set
        |  |- ns uts                                                                -c:1
        |  |- ns pid                                                                -c:1
        |  |- ns mnt                                                                -c:1
        |  |- ns user                                                               -c:1
        |  |- hostname mocker                                                       -c:2
        |  `- mount proc /proc                                                      -c:3
        |- default
        |  |- keyring new                                   a session keyring of its own
        |  |- map root                                                   0 inside is you
        |  |- setgroups(2) is allowed inside
        |  |- tty none                                      a session without a terminal
        |  |- init on                                         forwards signals and reaps
        |  |- no-new-privs on                          set-user-ID programs gain nothing
        |  |- seccomp off                               all system calls are let through
        |  |- cap container                  for `mount proc /proc`; `cap all` gives all
        |  |- /proc/sys and the like cannot be written, since you are root
        |  |- mounts are private: none is seen outside
        |  |- the working directory is looked up behind the mounts, else it is /
        |  |- descriptors above 2 are closed
        |  |- no capability is inheritable
        |  |- the program dies with cloche
        |  `- no signal is ignored or blocked
        `- environment
           |- HOME=/root
           |- LANG=C.UTF-8
           |- PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
           |- TERM=dumb
           `- USER=root

        """)
    expectFits(run.out)
  }

  @Test func showOfNothing() {
    let run = Cloche.commands("show")
    #expect(
      run.out.hasPrefix(
        "box main\n|- set\n|  `- nothing yet: `ns uts pid mnt user` is a good beginning\n|- default\n"
      ))
    let unicode = Cloche.run("-c", "show", environment: ["TERM": "xterm"]).out
    #expect(unicode.hasPrefix("box main\n├─ set\n│  └─ nothing yet"))
    #expect(
      Cloche.run("-c", "show", environment: ["TERM": "xterm", "LANG": "C"]).out
        == run.out
        .replacing("LANG=C.UTF-8", with: "LANG=C").replacing("TERM=dumb", with: "TERM=xterm"))
  }

  /// Remarks stand at the right edge, wherever that is.
  @Test(arguments: [60, 100, 132]) func asWideAsTheTerminal(_ columns: Int) {
    let run = Cloche.run("-c", "show", environment: ["COLUMNS": "\(columns)"])
    let remark = run.out.split(separator: "\n").first {
      $0.hasSuffix("a session without a terminal")
    }
    #expect(remark?.count == columns)
    guard Machine.hasProgram("script") else { return }
    let terminal = Finished.running([
      "script", "-qec", "stty cols \(columns); '\(Cloche.path)' -c show", "/dev/null",
    ])
    #expect(
      terminal.out.split(separator: "\r\n").contains {
        $0.hasSuffix("relayed by cloche") && $0.count == columns
      })
  }

  @Test(.enabled(if: Machine.isRoot, "the id map is root's"))
  func plan() {
    // How many capabilities there are to drop is the kernel's to say.
    let run = Cloche.undisturbed(Self.seed + "cap all; cd /tmp\nplan /bin/sh")
    #expect(run.err.isEmpty)
    #expect(
      run.out == """
         1 parent memfd_create("cloche-init", ...), written and sealed: the init's
                      program
         2 parent clone3({flags=CLONE_VM|CLONE_CHILD_CLEARTID|CLONE_NEWNS|
                      CLONE_NEWUTS|CLONE_NEWUSER|CLONE_NEWPID|CLONE_PIDFD|
                      CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88)                -c:1
         3 parent write /proc/CHILD/uid_map "0 0 1"                                 -c:1
         4 parent write /proc/CHILD/gid_map "0 0 1"                                 -c:1
         5 parent send(channel, "\\1", 1)
         6 init   close(parent_channel)
         7 init   read(channel, buffer, 1)
         8 init   prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
         9 init   mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL)
        10 init   root = openat(AT_FDCWD, "/", O_PATH|O_DIRECTORY|O_CLOEXEC, 0)
        11 init   tree = open_tree(AT_FDCWD, "/dev/null",
                      OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)                            -c:3
        12 init   tree2 = open_tree(AT_FDCWD, "/dev/null",
                      OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)                            -c:3
        13 init   tree3 = open_tree(AT_FDCWD, "/dev/null",
                      OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)                            -c:3
        14 init   tree4 = open_tree(AT_FDCWD, "/dev/null",
                      OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)                            -c:3
        15 init   tree5 = open_tree(AT_FDCWD, "/dev/null",
                      OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)                            -c:3
        16 init   fs = fsopen("proc", FSOPEN_CLOEXEC)                               -c:3
        17 init   fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0)                  -c:3
        18 init   mount = fsmount(fs, FSMOUNT_CLOEXEC,
                      MOUNT_ATTR_NOSUID|MOUNT_ATTR_NODEV|MOUNT_ATTR_NOEXEC)         -c:3
        19 init   target = openat2(root, "proc", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC,
                      resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|
                      RESOLVE_IN_ROOT}, 24)                                         -c:3
        20 init   move_mount(mount, "", target, "",
                      MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)              -c:3
        21 init   tree6 = open_tree(mount, "sys", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
                                                                                    -c:3
        22 init   mount_setattr(tree6, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        23 init   move_mount(tree6, "", mount, "sys", MOVE_MOUNT_F_EMPTY_PATH)      -c:3
        24 init   tree7 = open_tree(mount, "sysrq-trigger",
                      OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)                            -c:3
        25 init   mount_setattr(tree7, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        26 init   move_mount(tree7, "", mount, "sysrq-trigger", MOVE_MOUNT_F_EMPTY_PATH)
                                                                                    -c:3
        27 init   tree8 = open_tree(mount, "irq", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
                                                                                    -c:3
        28 init   mount_setattr(tree8, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        29 init   move_mount(tree8, "", mount, "irq", MOVE_MOUNT_F_EMPTY_PATH)      -c:3
        30 init   tree9 = open_tree(mount, "bus", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
                                                                                    -c:3
        31 init   mount_setattr(tree9, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        32 init   move_mount(tree9, "", mount, "bus", MOVE_MOUNT_F_EMPTY_PATH)      -c:3
        33 init   tree10 = open_tree(mount, "fs", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
                                                                                    -c:3
        34 init   mount_setattr(tree10, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        35 init   move_mount(tree10, "", mount, "fs", MOVE_MOUNT_F_EMPTY_PATH)      -c:3
        36 init   tree11 = open_tree(mount, "acpi", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
                                                                                    -c:3
        37 init   mount_setattr(tree11, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        38 init   move_mount(tree11, "", mount, "acpi", MOVE_MOUNT_F_EMPTY_PATH)    -c:3
        39 init   tree12 = open_tree(mount, "scsi", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)
                                                                                    -c:3
        40 init   mount_setattr(tree12, "", AT_EMPTY_PATH, {attr_set=MOUNT_ATTR_RDONLY},
                      32)                                                           -c:3
        41 init   move_mount(tree12, "", mount, "scsi", MOVE_MOUNT_F_EMPTY_PATH)    -c:3
        42 init   move_mount(tree, "", mount, "kcore", MOVE_MOUNT_F_EMPTY_PATH)     -c:3
        43 init   move_mount(tree2, "", mount, "keys", MOVE_MOUNT_F_EMPTY_PATH)     -c:3
        44 init   move_mount(tree3, "", mount, "latency_stats", MOVE_MOUNT_F_EMPTY_PATH)
                                                                                    -c:3
        45 init   move_mount(tree4, "", mount, "sched_debug", MOVE_MOUNT_F_EMPTY_PATH)
                                                                                    -c:3
        46 init   move_mount(tree5, "", mount, "timer_list", MOVE_MOUNT_F_EMPTY_PATH)
                                                                                    -c:3
        47 init   chdir("/")
        48 init   sethostname("mocker", 6)                                          -c:2
        49 init   socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link)
        50 init   program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack,
                      stack_size=65536}, 88)
        51 child  close(link)
        52 child  setsid()
        53 child  folder = openat2(AT_FDCWD, "tmp", {flags=O_PATH|O_DIRECTORY|O_CLOEXEC,
                      resolve=RESOLVE_NO_MAGICLINKS|RESOLVE_IN_ROOT}, 24)           -c:4
        54 child  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC)
        55 child  setgroups(0, NULL)
        56 child  fchdir(folder)                                                    -c:4
        57 child  keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
        58 child  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        59 child  rt_sigprocmask(SIG_SETMASK, {}, NULL, 8)
        60 child  write(channel, {kind=2}, 20)
        61 child  read(link[1], buffer, 1)
        62 child  execve("/bin/sh", ["/bin/sh"], environment)                       -c:5
        63 init   setpgid(0, 0)
        64 init   fcntl(link, F_SETOWN, program)
        65 init   dup3(channel, 0, 0)
        66 init   dup3(link, 1, 0)
        67 init   close_range(2, ~0U, CLOSE_RANGE_CLOEXEC)
        68 init   capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20,
                      permitted=0x20, inheritable=0x20})
        69 init   prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        70 init   execveat(init, "", ["cloche-init", "group", "first"], [],
                      AT_EMPTY_PATH)

        """)
    expectFits(run.out)
  }

  /// The same calls, in the same order, in the plan and in the trace of what was run.
  @Test(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
  func thePlanIsWhatIsTraced() {
    let seed = "ns uts user; hostname mocker; "
    let planned = Cloche.run(
      ["-c", seed + "plan /bin/true"], environment: ["COLUMNS": "1000"]
    ).out.split(separator: "\n").map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }.filter { ["init", "child"].contains($0.split(separator: " ")[1]) }
    let traced = Cloche.run("-x", "-c", seed + "exec /bin/true").err.split(separator: "\n")
      .filter { $0.hasPrefix("  ") }.map { line in
        String(line.drop { $0 == " " }.replacing(#/ = [^=]*$/#, with: ""))
      }
    #expect(traced.count > 10)
    #expect(planned.map { $0.replacing(#/ -c:1$/#, with: "") } == traced)
  }

  /// Each command before it runs, then each step of a launch with its result and time.
  @Test func theTrace() {
    let run = Cloche.undisturbed(
      "let x = 1; try exec no-such-program $x; exec /bin/true", options: ["-x"])
    let text = run.err.replacing(/<\d+ us>/, with: "<T>")
      .replacing(/stack_size=65536}, 88\) = \d+/, with: "stack_size=65536}, 88) = PID")
      .replacing(/setsid\(\) = \d+/, with: "setsid() = PID")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first == "+ let x = 1")
    #expect(lines.dropFirst().first == "+ exec no-such-program 1")
    #expect(
      lines.contains(
        #"  17 child execve("/usr/local/sbin/no-such-program", ["no-such-program", "1"], environment) = ENOENT <T>"#
      ), "\(text)")
    let last = lines.lastIndex(of: "+ exec /bin/true").map { Array(lines[($0 + 1)...]) } ?? []
    var steps = [
      #"init close(parent_channel) = 0 <T>"#,
      #"init prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) = 0 <T>"#,
      #"init prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) = 0 <T>"#,
      #"init children = openat(AT_FDCWD, "/proc/thread-self/children", O_CLOEXEC, 0) = 4 <T>"#,
      #"init socketpair(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC, 0, &link) = 0 <T>"#,
      #"init program = clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=stack, stack_size=65536}, 88) = PID <T>"#,
      #"child close(link) = 0 <T>"#,
      #"child setsid() = PID <T>"#,
      #"child close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) = 0 <T>"#,
      #"child prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) = 0 <T>"#,
      #"child prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) = 0 <T>"#,
      #"child rt_sigprocmask(SIG_SETMASK, {}, NULL, 8) = 0 <T>"#,
      #"child write(channel, {kind=2}, 20) = 20 <T>"#,
      #"child read(link[1], buffer, 1) = 1 <T>"#,
      #"child execve("/bin/true", ["/bin/true"], environment) = ?"#,
      #"init setpgid(0, 0) = 0 <T>"#,
      #"init fcntl(link, F_SETOWN, program) = 0 <T>"#,
      #"init dup3(channel, 0, 0) = 0 <T>"#,
      #"init dup3(link, 1, 0) = 1 <T>"#,
      #"init dup3(children, 2, 0) = 2 <T>"#,
      #"init close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) = 0 <T>"#,
      #"init prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) = 0 <T>"#,
      #"init execveat(init, "", ["cloche-init", "group"], [], AT_EMPTY_PATH) = ?"#,
    ]
    // Only root's init has capabilities to give up.
    let drop =
      #"init capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x20, permitted=0x20, inheritable=0x20}) = 0 <T>"#
    if Machine.isRoot { steps.insert(drop, at: steps.count - 2) }
    // The steps before these are cloche's own.
    #expect(last == steps.enumerated().map { "  \($0.offset + 3) \($0.element)" }, "\(text)")
  }

  // MARK: - JSON

  @Test func theReaderIsStrict() throws {
    for wrong in [
      "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1.", ".5", "+1", "'a'",
      "\"\n\"", "\"\\x\"", "\"\\ud800\"", "nul", "[1 2]", "{} {}", "\"a", "{a:1}", "1e", "--1",
      "[\"\\u12g4\"]",
    ] { #expect(throws: StrictJSON.Malformed.self, "\(wrong)") { try StrictJSON(wrong) } }
    #expect(throws: StrictJSON.Malformed.self) { try StrictJSON([0x22, 0xff, 0x22]) }
    let right = try StrictJSON(#" {"a":[1,-2.5e+3,true,null,"\u00fc\ud83d\ude00\n\/"],"b":{}} "#)
    #expect(right.names == ["a", "b"])
    #expect(
      right["a"]?.elements == [
        .number("1"), .number("-2.5e+3"), .bool(true), .null, .string("ü😀\n/"),
      ])
  }

  @Test func showAsJSON() throws {
    let json = try StrictJSON(
      Cloche.commands("ns uts\nhostname mocker\nenv A=\"x\\ty\\e\\\"ü\"\nshow --json").output)
    #expect(json.names == ["box", "up", "set", "default", "environment"])
    #expect(json["up"] == .null)
    #expect(json["box"]?.text == "main")
    let rows = try #require(json["set"]?.elements)
    #expect(rows.first?.names == ["key", "words", "place"])
    #expect(rows.map { $0["place"]?.text } == ["-c:1", "-c:2", "-c:3"])
    #expect(rows[1]["words"]?.elements.compactMap(\.text) == ["hostname", "mocker"])
    #expect(rows[2]["words"]?.elements.last?.text == "A=x\ty\u{1b}\"ü")
    for row in json["default"]?.elements ?? [] {
      #expect(row.names.starts(with: ["key", "words"]))
      #expect(Set(row.names).isSubset(of: ["key", "words", "place", "meaning"]))
    }
    #expect(json["environment"]?.elements.contains(.string("A=x\ty\u{1b}\"ü")) == true)
  }

  @Test(arguments: ["", "limit pids 3; limit memory 1M", "ns user pid mnt; root host"])
  func planAsJSON(_ context: String) throws {
    let json = try StrictJSON(Cloche.commands("\(context)\nplan --json sh -c 'a b'").output)
    #expect(json.names == ["program", "steps"])
    #expect(json["program"]?.elements.compactMap(\.text) == ["sh", "-c", "a b"])
    let steps = try #require(json["steps"]?.elements)
    #expect(steps.map { $0["step"]?.whole } == Array(1...steps.count))
    for step in steps {
      #expect(step.names.starts(with: ["step", "who", "call", "arguments", "text"]))
      #expect(step.names.count == 5 || step.names.suffix(2) == ["place", "command"])
      #expect(["parent", "init", "child"].contains(step["who"]?.text ?? ""))
      #expect(step["text"]?.text?.isEmpty == false)
    }
    #expect(steps.contains { $0["call"]?.text == "execve" })
  }

  @Test func boxesAsJSON() throws {
    let script = "ns uts user; box two; ns pid; boxes"
    let json = try StrictJSON(Cloche.commands(script + " --json").output)
    #expect(
      json.elements.map(\.names) == [
        ["name", "current", "up", "settings"], ["name", "current", "up", "settings"],
      ])
    #expect(json.elements.map { $0["name"]?.text } == ["main", "two"])
    #expect(json.elements.map { $0["current"] } == [.bool(false), .bool(true)])
    #expect(Cloche.commands(script).out == "  main         uts user\n* two          pid\n")
    // A box with nothing in it is no reason for blanks.
    #expect(Cloche.commands("boxes").out == "* main\n")
  }

  // MARK: - Help

  @Test func theOverviewFitsOnAScreen() {
    let run = Cloche.commands("help")
    #expect(run.status == 0)
    expectFits(run.out, rows: 23)
  }

  /// All the commands, as the overview names them.
  private static let commands: [String] = {
    let overview = Cloche.run(["-c", "help"], environment: ["COLUMNS": "1000"]).out
    let lines = overview.split(separator: "\n").prefix { !$0.hasPrefix("topics") }
    return lines.flatMap { $0.dropFirst(17).split(separator: " ") }.map(String.init)
  }()

  @Test func helpOnEveryCommandFits() {
    #expect(Self.commands.count > 30)
    let script = Self.commands.map { "help \($0)" }.joined(separator: "\n")
    let run = Cloche.commands(script)
    #expect(run.status == 0, "\(run.err)")
    expectFits(run.out)
  }

  @Test func helpOnTopicsAndErrorsFits() {
    let run = Cloche.commands("help language; help quoting; help statuses; help E0412; help E0107")
    #expect(run.status == 0)
    expectFits(run.out)
    #expect(Cloche.commands("help nonsense").err.contains("no help on `nonsense`"))
  }

  @Test func aproposSearchesEverything() {
    let run = Cloche.commands("apropos cap_setuid")
    let names = run.out.split(separator: "\n").compactMap { line in
      line.first == " " ? nil : line.split(separator: " ").first.map(String.init)
    }
    #expect(names.contains("map"))
    #expect(names.contains("rootless"))
    #expect(names.contains("E0412"))
    expectFits(run.out)
    #expect(Cloche.commands("apropos CAP_SETUID").out == run.out)
    let nothing = Cloche.commands("apropos xyzzy")
    #expect(nothing.status == 1)
    #expect(nothing.err.contains("nothing is about `xyzzy`"))
  }

  @Test func explainOfAStep() {
    let run = Cloche.commands(
      "ns user uts\nhostname mocker\nexplain hostname\nexplain 2\nexplain 1")
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.contains("hostname NAME"))
    #expect(run.out.contains("asked for by `ns user uts`, -c:1"))
    #expect(run.out.contains("step 1 of "))
    expectFits(run.out)
    #expect(Cloche.commands("explain 999").err.contains("there is no step 999"))
    #expect(Cloche.commands("explain").status == 2)
  }

  @Test func theDoctorKnowsEveryFeature() throws {
    let text = Cloche.commands("doctor")
    #expect(text.status == 0 && text.out.contains("limit.pids") && text.out.contains("userns"))
    expectFits(text.out)
    let json = try StrictJSON(Cloche.commands("doctor --json").output)
    #expect(json.names == ["features", "leftovers"])
  }

}
