import Kernel
import Sandbox
import Testing

/// The order of a launch, for every kind of context.
@Suite struct OrderTests {
  @Test(arguments: Contexts.all)
  func phasesComeInTheirOrder(script: String) throws {
    let plan = try Building.plan(script, as: .root)
    let phases = plan.sources.prefix(plan.launch.steps.count).map(\.phase)
    #expect(phases == phases.sorted())
    #expect(plan.sources.count == plan.launch.steps.count + plan.launch.initSteps.count)
  }

  @Test(arguments: Contexts.all)
  func theInitGoesFirstAndTheProgramIsTheChildAfterTheSpawn(script: String) throws {
    let plan = try Building.plan(script, as: .root)
    let actors = plan.sources.prefix(plan.launch.steps.count).map(\.actor)
    let spawn = plan.launch.steps.firstIndex { $0.kind == .spawn }
    guard let spawn else {
      #expect(actors.allSatisfy { $0 == .child })
      #expect(plan.launch.initSteps.isEmpty)
      return
    }
    #expect(actors[...spawn].allSatisfy { $0 == .`init` })
    #expect(actors[(spawn + 1)...].allSatisfy { $0 == .child })
    #expect(plan.sources.suffix(plan.launch.initSteps.count).allSatisfy { $0.actor == .`init` })
  }

  /// The text of each step, the children's only.
  private func steps(_ script: String, as host: Host = .root) throws -> [String] {
    // Up to the execve: what the init does for itself happens beside that.
    let launch = try Building.plan(script, as: host).launch
    return launch.steps.map { launch.text(of: $0) }
  }

  /// Every step with one of the first texts comes before every one with one of the others.
  private func expect(
    _ first: [String], before others: [String], in steps: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    func places(_ texts: [String]) -> [Int] {
      steps.indices.filter { index in texts.contains { steps[index].contains($0) } }
    }
    let (earlier, later) = (places(first), places(others))
    #expect(!earlier.isEmpty && !later.isEmpty, sourceLocation: sourceLocation)
    for a in earlier {
      for b in later { #expect(a < b, "\(steps[a]), \(steps[b])", sourceLocation: sourceLocation) }
    }
  }

  @Test func everything() throws {
    let steps = try steps(Contexts.everything)
    let mounting = ["fsopen", "open_tree", "move_mount"]
    // The gate: the child closes its copy of cloche's end first, else it never sees cloche die.
    #expect(steps[0] == "close(parent_channel)")
    #expect(steps[1] == "read(channel, buffer, 1)")
    expect(["read(channel"], before: ["unshare", "mount(NULL", "setres"], in: steps)
    expect(["unshare(CLONE_NEWCGROUP"], before: ["mount(NULL"] + mounting, in: steps)
    // Private before the first mount.
    expect(["mount(NULL, \"/\""], before: mounting + ["pivot_root"], in: steps)
    expect(mounting, before: ["pivot_root"], in: steps)
    expect(["pivot_root"], before: ["umount2"], in: steps)
    expect(["umount2"], before: ["sethostname", "setdomainname", "clone3"], in: steps)
    expect(["sethostname", "setdomainname"], before: ["clone3"], in: steps)
    // The program's own.
    expect(["clone3"], before: ["setsid", "folder = ", "prlimit64", "execve"], in: steps)
    expect(["folder = "], before: ["prlimit64"], in: steps)
    // Raising a limit needs a capability that the ids take away.
    expect(["prlimit64"], before: ["setgroups", "setresgid(2", "setresuid(1"], in: steps)
    expect(["PR_CAPBSET_DROP"], before: ["setgroups", "setresuid(1"], in: steps)
    expect(["setresuid(1"], before: ["capset"], in: steps)
    expect(["capset"], before: ["PR_CAP_AMBIENT", "fchdir(folder)"], in: steps)
    expect(["setgroups(1"], before: ["setresgid(2"], in: steps)
    expect(["setresgid(2"], before: ["setresuid(1"], in: steps)
    expect(["setresuid(1"], before: ["fchdir(folder)", "NO_NEW_PRIVS"], in: steps)
    expect(["NO_NEW_PRIVS"], before: ["rt_sigprocmask"], in: steps)
    expect(["rt_sigprocmask"], before: ["write(channel"], in: steps)
    expect(["write(channel"], before: ["seccomp"], in: steps)
    expect(["seccomp"], before: ["execve"], in: steps)
  }

  @Test func theMapComesBeforeWhatNeedsItsCapabilities() throws {
    let steps = try steps("ns all\nroot host\nhostname mocker", as: .user)
    expect(["gid_map", "write(file3"], before: ["PDEATHSIG", "unshare", "ioctl"], in: steps)
    expect(["setgroups"], before: ["gid_map"], in: steps)
    expect(["fstatfs"], before: ["uid_map", "gid_map", "setgroups"], in: steps)
  }

  @Test func theDeathSignalComesBehindTheIDsWhichWouldClearIt() throws {
    let steps = try steps("as 5:6,7\ninit off")
    expect(["setresuid"], before: ["PDEATHSIG"], in: steps)
  }

  @Test(arguments: Contexts.all)
  func nothingIsOpenedBehindTheResourceLimits(script: String) throws {
    let plan = try Building.plan("rlimit nofile 0\n" + script, as: .root)
    let limit = try #require(plan.launch.steps.firstIndex { $0.call == .prlimit64 })
    let giving: [SystemCall] = [
      .openat, .openat2, .openTree, .fsopen, .fsmount, .socket, .dup3, .clone3, .mkdirat,
    ]
    for step in plan.launch.steps[limit...] {
      #expect(!giving.contains(step.call), "\(plan.launch.text(of: step))")
    }
  }

  @Test(arguments: Contexts.all)
  func everyLaunchEndsAlike(script: String) throws {
    let plan = try Building.plan(script, as: .root)
    var steps = plan.launch.steps
    // Only a filter of system calls stands behind all that it could forbid.
    let place = steps.count - 2
    if steps[place].call == .seccomp { steps.remove(at: place) }
    let end: [SystemCall] =
      plan.usesInit ? [.write, .read, .execve] : [.rtSigprocmask, .write, .execve]
    #expect(steps.suffix(3).map(\.call) == end)
    #expect(steps.last?.kind == .execute)
    #expect(steps.count { $0.call == .closeRange } == 1)
  }

  /// Mounts keep the order in which they were written, and so do the lines of one command; of the rest
  /// no order is told.
  @Test(arguments: Contexts.all)
  func theOrderOfTheOtherCommandsDoesNotMatter(script: String) throws {
    let lines = script.split(separator: "\n").map(String.init)
    let mounts = ["mount ", "bind ", "root host"]
    func isMount(_ line: String) -> Bool { mounts.contains { line.hasPrefix($0) } }
    func command(_ line: String) -> Substring { line.prefix { $0 != " " } }
    let others = lines.filter { !isMount($0) }
    var commands: [Substring] = []
    for line in others where !commands.contains(command(line)) { commands.append(command(line)) }
    let reversed =
      commands.reversed().flatMap { name in others.filter { command($0) == name } }
      + lines.filter(isMount)
    func texts(_ lines: [String]) throws -> [String] {
      let plan = try Building.plan(lines.joined(separator: "\n"), as: .root)
      // Settings of one phase are made in the order in which they were set.
      return plan.lines.map { PlanText.withoutHost($0.text) }.sorted()
    }
    #expect(try texts(reversed) == texts(lines))
  }
}
