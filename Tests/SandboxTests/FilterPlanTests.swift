import Kernel
import Language
import Sandbox
import Testing

/// `seccomp`: the step, what the filter in it decides, and what is refused beforehand.
@Suite struct FilterPlanTests {
  @Test func theFilterComesLast() throws {
    for host in [Host.user, Host.root] {
      let plan = try Building.plan(
        "ns user pid mnt\nroot host\nseccomp default\ncap drop all", as: host)
      let steps = plan.launch.steps.map(\.call)
      #expect(steps.suffix(2) == [.seccomp, .execve])
      #expect(steps.count { $0 == .seccomp } == 1)
    }
  }

  @Test func itsText() throws {
    let steps = try Building.plan("seccomp default\nseccomp log mkdir\nseccomp deny bind listen")
      .lines.filter { $0.call == "seccomp" }
    #expect(steps.count == 1)
    let text = steps.first?.text.replacing(/len=[0-9]+/, with: "len=N")
    #expect(
      text == """
        seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=N, filter={default, deny bind listen, log mkdir}})
        """)
    let long = try Building.plan("seccomp allow read close mmap brk getpid kill").lines
    #expect(long.contains { $0.text.contains("filter={allow read close mmap brk and 1}") })
  }

  @Test(arguments: ["", "seccomp off", "seccomp default\nseccomp off", "no-new-privs off"])
  func withoutAFilterThereIsNoStep(script: String) throws {
    #expect(try !Building.plan(script).launch.steps.contains { $0.call == .seccomp })
  }

  /// What the filter of a script says about a call, as C has it.
  private func verdict(
    _ script: String, _ number: UInt32, _ arguments: [UInt64] = [], architecture: UInt32? = nil
  ) throws -> String {
    let plan = try Building.plan(script)
    let step = try #require(plan.launch.steps.first { $0.call == .seccomp })
    let program = try #require(FilterMachine(step))
    return try program.run(number, arguments, architecture: architecture)
  }

  #if arch(x86_64)
    @Test(arguments: [
      ("seccomp deny mkdir", 83, "errno 1"), ("seccomp deny mkdir", 0, "allow"),
      ("seccomp deny mkdir errno=ENOSYS", 83, "errno 38"),
      ("seccomp deny mkdir rmdir kill", 84, "kill"), ("seccomp log mkdir", 83, "log"),
      // A list: what is not on it is refused.
      ("seccomp allow read", 0, "allow"), ("seccomp allow read", 83, "errno 1"),
      ("seccomp allow read", 59, "allow"), ("seccomp allow read", 231, "allow"),
      ("seccomp allow read errno=EACCES", 83, "errno 13"),
      ("seccomp allow read kill", 83, "kill"), ("seccomp allow read close kill", 0, "allow"),
      ("seccomp allow read kill\nseccomp log mkdir\nseccomp deny rmdir", 83, "log"),
      ("seccomp deny rmdir\nseccomp allow read kill", 84, "errno 1"),
      ("seccomp allow read kill\nseccomp deny write", 1, "errno 1"),
      // The list of `default`, with changes.
      ("seccomp default", 165, "errno 1"), ("seccomp default", 0, "allow"),
      ("seccomp default", 435, "errno 38"), ("seccomp default", 272, "errno 1"),
      ("seccomp allow mount\nseccomp default", 165, "allow"),
      ("seccomp default\nseccomp allow mount", 166, "errno 1"),
      ("seccomp default\nseccomp deny mount kill", 165, "kill"),
      ("seccomp default\nseccomp log mount", 165, "log"),
      // The last word about a call.
      ("seccomp deny mkdir\nseccomp allow mkdir\nseccomp default", 83, "allow"),
      ("seccomp deny mkdir kill\nseccomp deny mkdir", 83, "errno 1"),
      ("seccomp log mkdir kill", 62, "log"), ("seccomp deny kill", 62, "errno 1"),
      ("seccomp deny kill mkdir", 62, "errno 1"), ("seccomp deny mkdir kill", 62, "allow"),
    ])
    func whatItDecides(script: String, number: UInt32, is expected: String) throws {
      #expect(try verdict(script, number) == expected)
    }

    @Test(arguments: ["seccomp default", "seccomp deny mkdir", "seccomp allow read kill"])
    func newerAndForeignCalls(script: String) throws {
      #expect(try verdict(script, 1000) == "errno 38")
      #expect(try verdict(script, 0x3fff_ffff) == "errno 38")
      // x32, i386 and another machine's.
      #expect(try verdict(script, 0x4000_0000) == "kill")
      #expect(try verdict(script, 20, architecture: 0x4000_0003) == "kill")
      #expect(try verdict(script, 0, architecture: 0xc000_00b7) == "kill")
    }

    @Test func argumentsOfTheDefaultList() throws {
      let newUser: UInt64 = 0x1000_0000
      #expect(try verdict("seccomp default", 56, [newUser | 17]) == "errno 1")
      #expect(try verdict("seccomp default", 56, [0x0002_0000]) == "errno 1")
      // CLONE_VM and CLONE_VFORK, as of posix_spawn, and the flags of a thread.
      #expect(try verdict("seccomp default", 56, [0x4100 | 17]) == "allow")
      #expect(try verdict("seccomp default", 56, [0x3d_0f00]) == "allow")
      for request: UInt64 in [0x5412, 0x541c, 0x1_0000_5412, 0xffff_ffff_0000_541c] {
        #expect(try verdict("seccomp default", 16, [0, request]) == "errno 1")
      }
      #expect(try verdict("seccomp default", 16, [0x5412, 0x5413]) == "allow")
      #expect(try verdict("seccomp default\nseccomp allow ioctl", 16, [0, 0x5412]) == "allow")
    }
  #endif

  @Test func whatCanNotBe() throws {
    try expectViolations(
      "seccomp deny execve",
      are: """
        E0451 `execve` is denied
        at: seccomp deny execve
        label: the program could not be started
        why: the filter is there before the program, whose execve is the last call of a launch
        fix: `seccomp log execve`, or deny `execveat` and the calls that make processes
        """)
    try expectViolations(
      "seccomp default\nseccomp allow mount kill",
      are: """
        E0451 `allow` with an action beside `seccomp default`
        at: seccomp allow mount kill
        label: `default` already decides what happens to every other call
        why: `default` lets all through that it does not list; `allow` takes calls off the list
        fix: `seccomp off` first, or leave the action out
        """)
    try expectViolations("seccomp default\nseccomp allow mount", are: "")
    try expectViolations("seccomp allow mount kill", are: "")
  }

  private static let refusedFilter = """
    E0451 `seccomp` without `no-new-privs`
    at: no-new-privs off
    label: the kernel would refuse the filter
    why: a filter could make a set-user-ID program do harm, so that only CAP_SYS_ADMIN may set one
    fix: `no-new-privs on`, or a program with sys_admin
    """

  @Test func itNeedsNoNewPrivilegesOrSysAdmin() throws {
    try expectViolations("seccomp default\nno-new-privs off\ncap drop all", are: Self.refusedFilter)
    try expectViolations("seccomp default\nno-new-privs off\ncap keep sys_admin", are: "")
    try expectRefusal("seccomp default\nno-new-privs off", is: Self.refusedFilter)
    try expectRefusal("seccomp default\nno-new-privs off\nas 5", as: .root, is: Self.refusedFilter)
    for script in ["", "ns user\n", "ns user\nmap self\n", "as 5\ncap keep sys_admin\n"] {
      #expect(
        Building.refusal(script + "seccomp default\nno-new-privs off", as: .root) == nil,
        "\(script)")
    }
    #expect(Building.refusal("ns user\nseccomp default\nno-new-privs off") == nil)
    #expect(Building.refusal("no-new-privs off") == nil)
  }

  @Test func badWords() throws {
    try expectRefusal(
      "seccomp deny socketcall",
      is: """
        E0206 this machine has no system call `socketcall`
        at: socketcall
        label: others have it
        """)
    let unknown = try #require(Building.refusal("seccomp deny moutn"))
    #expect(unknown.code == .unknownWord && unknown.label == "did you mean `mount`?")
    try expectRefusal(
      "seccomp deny mount errno=EPERN",
      is: """
        E0204 unknown error `EPERN`
        at: EPERN
        label: did you mean `EPERM`?
        note: errno(3) lists them: EPERM, EACCES, ENOSYS, ENOENT...
        """)
    for (script, code) in [
      ("seccomp log mount errno=EPERM", ErrorCode.unexpectedArgument),
      ("seccomp deny errno=EPERM mount", .unexpectedArgument), ("seccomp deny", .missingArgument),
      ("seccomp", .missingArgument), ("seccomp deny mount errno=", .badValue),
      ("seccomp default mount", .unexpectedArgument), ("seccomp maybe mount", .unknownWord),
      ("seccomp deny 83", .unknownWord), ("seccomp deny ''", .unknownWord),
      ("seccomp deny kill kill errno=EPERM kill", .unexpectedArgument),
    ] { #expect(Building.refusal(script)?.code == code, "\(script)") }
  }

  @Test func theCommandsThatRebuildIt() throws {
    func commands(_ script: String) throws -> [String] {
      try Building.context(script).facets.flatMap(\.commands)
        .map { ScriptText.line($0).displayed }
    }
    #expect(
      try commands("seccomp deny mkdir\nseccomp default\nseccomp deny rmdir\nseccomp log mount")
        == [
          "seccomp default", "seccomp deny mkdir rmdir", "seccomp log mount",
        ])
    #expect(
      try commands("seccomp deny tkill\nseccomp deny kill") == [
        "seccomp deny tkill kill errno=EPERM"
      ])
    #expect(try commands("seccomp log tkill kill") == ["seccomp log tkill kill"])
    #expect(try commands("seccomp default\nseccomp off") == ["seccomp off"])
    #expect(try commands("seccomp off\nseccomp deny mkdir") == ["seccomp deny mkdir"])
  }

  @Test func thePromptSaysIt() throws {
    #expect(try Building.context("seccomp default").facets.compactMap(\.promptLabel) == ["seccomp"])
    #expect(try Building.context("seccomp off").facets.compactMap(\.promptLabel).isEmpty)
  }

  @Test func everyCallOfTheDefaultListIsThere() {
    for group in DeniedByDefault.all {
      #expect(!group.reason.isEmpty && !group.calls.isEmpty)
      #if arch(x86_64)
        for call in group.calls {
          #expect(Building.refusal("seccomp deny \(call)") == nil, "\(call)")
        }
      #endif
    }
  }
}
