import CommandsSupport
import Foundation
import TestSupport
import Testing

/// `plan` is the truth: what strace(1) sees the children do is what the plan lists, in order.
@Suite(.enabled(if: Machine.hasStrace, "strace is not installed"))
struct PlanTruthTests {
  struct Case: CustomTestStringConvertible {
    let context: String
    var needsRoot = false
    var testDescription: String { context.isEmpty ? "nothing" : context }
  }

  /// One call with what can be compared: constants and strings. Numbers of descriptors are not the
  /// plan's to know.
  struct Call: Equatable, CustomStringConvertible {
    let name: String
    let constants: Set<String>
    let strings: [String]
    var description: String { "\(name) \(constants.sorted()) \(strings)" }
  }

  @Test(arguments: [
    Case(context: ""),
    Case(context: "rlimit nofile 64; umask 027; cd /tmp; tty none"),
    Case(context: "ns user uts; hostname a; domainname b"),
    Case(context: "ns user net"),
    Case(context: "ns user pid"),
    Case(context: "ns user pid; init off"),
    Case(context: "ns user cgroup time"),
    Case(context: "ns user mnt; mount tmpfs /tmp size=1M mode=700; bind /usr /mnt ro"),
    Case(context: "ns user pid uts ipc mnt; root host; mount proc /proc; cd /tmp"),
    Case(context: "ns user pid mnt; root ROOTFS ro; mount proc /proc; mount dev /dev"),
    Case(context: "ns user; root ROOTFS chroot"),
    Case(context: "ns user; map uid 0:100000:1000; map gid 0:100000:1000; as 5:6", needsRoot: true),
    Case(context: "as 65534:65534,65533", needsRoot: true),
    Case(context: "cap none; cap keep chown; as 65534", needsRoot: true),
    Case(context: "ns user; cap drop all"),
    Case(context: "seccomp default; ns user pid; cap none; cap keep chown"),
    Case(context: "tty own"),
    Case(context: "tty own; init off"),
    Case(context: "tty own; ns user pid"),
    Case(context: "tty own; as 65534", needsRoot: true),
    Case(
      context: "tty own; ns user pid mnt; root host; mount dev /dev; mount devpts /dev/pts"),
    Case(context: "ns pid; limit pids 30; limit memory 64M", needsRoot: true),
  ]) func theChildrenDoWhatThePlanSays(_ given: Case) throws {
    if given.needsRoot, !Machine.isRoot {
      try Test.cancel("only root can map ranges, be somebody else, or limit")
    }
    var context = given.context
    if context.contains("ROOTFS") {
      guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
      context = context.replacing("ROOTFS", with: rootfs)
    }
    try compare(context)
  }

  /// So for every setting that there is, without being written down.
  @Test(
    .enabled(if: Machine.isRoot && Machine.hasUserNamespaces, "examples are root's"),
    arguments: ExampleSettings.all)
  func asThePlanOfEachExampleSays(_ example: ExampleSettings) throws {
    if example.script.contains("limit "), !Machine.canLimit {
      try Test.cancel("no control groups can be made here")
    }
    try compare(example.script)
  }

  private func compare(_ context: String) throws {
    let planned = try plannedCalls("\(context)\nplan --json /bin/true")
    let made = try tracedCalls("\(context)\nexec /bin/true")
    #expect(made.count == planned.count)
    for (number, (made, planned)) in zip(made, planned).enumerated() {
      #expect(made == planned, "call \(number + 1)")
    }
  }

  /// Of a box that stays up, and of a program that joins it.
  @Test(arguments: [
    "ns user uts; hostname a",
    "ns user mnt uts pid cgroup time net ipc; root host; mount proc /proc",
    "ns user mnt; cd /tmp", "ns user uts; root ROOTFS chroot",
  ]) func boxesToo(_ given: String) throws {
    guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
    let context = given.replacing("ROOTFS", with: rootfs)
    let made = try processes(of: "\(context)\nup\nexec /bin/true")
    let up = try plannedCalls("\(context)\nplan --json up")
    let holder = try #require(made.first)
    #expect(up.last?.name == "execveat")
    #expect(Self.seen(Self.upToInit(holder)) == Self.seen(up))
    let join = try plannedCalls("\(context)\nup\nplan --json /bin/true")
    #expect(Self.seen(Self.launch(by: Array(made.dropFirst()))) == Self.seen(join))
  }

  /// What strace can tell of a box: a user's cannot read the memory of a process that hides itself, see
  /// PR_SET_DUMPABLE(2const), so that only the names of the calls are left.
  private static func seen(_ calls: [Call]) -> [Call] {
    if Machine.isRoot { return calls }
    let hides = calls.firstIndex { $0.constants.contains("PR_SET_DUMPABLE") } ?? calls.endIndex
    return calls.enumerated().map { number, call in
      number <= hides ? call : Call(name: call.name, constants: [], strings: [])
    }
  }

  private func plannedCalls(_ script: String) throws -> [Call] {
    let run = Cloche.commands(script)
    try #require(run.status == 0, "\(run.err)")
    let json = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
    let steps = try #require(json?["steps"] as? [[String: Any]])
    return steps.compactMap { step in
      guard let who = step["who"] as? String, who != "parent", let call = step["call"] as? String,
        let text = step["text"] as? String
      else { return nil }
      return Self.call(call, arguments: text)
    }
  }

  private func tracedCalls(_ script: String) throws -> [Call] {
    Self.launch(by: try processes(of: script))
  }

  /// What each child did, in the order in which they came.
  private func processes(of script: String) throws -> [[Call]] {
    let trace = TemporaryFile()
    let run = Finished.running([
      "strace", "-f", "-s", "4096", "-qq", "-e", "signal=none", "-o", trace.path, Cloche.path, "-c",
      script,
    ])
    try #require(run.status == 0, "\(run.err)")
    let text = String(decoding: trace.content, as: UTF8.self)
    return Self.children(of: text)
  }

  private static func children(of trace: String) -> [[Call]] {
    var order: [String] = []
    var calls: [String: [Call]] = [:]
    var unfinished: [String: String] = [:]
    for line in trace.split(separator: "\n") {
      guard let gap = line.firstIndex(of: " ") else { continue }
      let process = String(line[..<gap])
      var text = String(line[gap...].drop { $0 == " " })
      if text.hasPrefix("<... ") {
        let rest = text.split(separator: ">", maxSplits: 1).last.map(String.init) ?? ""
        text = (unfinished.removeValue(forKey: process) ?? "") + rest
      } else if text.hasSuffix("<unfinished ...>") {
        unfinished[process] = String(text.dropLast("<unfinished ...>".count))
        continue
      }
      guard let open = text.firstIndex(of: "("), !text.hasPrefix("+++") else { continue }
      // A signal that does nothing comes between only under a tracer: it is called once more.
      if text.contains("= ? ERESTART") { continue }
      if !order.contains(process) { order.append(process) }
      calls[process, default: []].append(
        call(String(text[..<open]), arguments: String(text[open...])))
    }
    return order.dropFirst().map { calls[$0] ?? [] }
  }

  /// The calls of the children up to execve, then those that the init makes once the program runs.
  private static func launch(by children: [[Call]]) -> [Call] {
    guard let first = children.first else { return [] }
    if children.count == 1 { return upToExecve(first) }
    // The first child became the init with its clone3: what follows there comes last in a plan.
    let clone = first.lastIndex { $0.name == "clone3" } ?? first.count - 1
    return Array(first[...clone]) + upToExecve(children[1])
      + upToInit(Array(first[(clone + 1)...]))
  }

  /// What a process does until it becomes the program of the init.
  private static func upToInit(_ calls: [Call]) -> [Call] {
    Array(calls.prefix((calls.firstIndex { $0.name == "execveat" } ?? calls.count - 1) + 1))
  }

  private static func upToExecve(_ calls: [Call]) -> [Call] {
    Array(calls.prefix((calls.firstIndex { $0.name == "execve" } ?? calls.count - 1) + 1))
  }

  /// What has one spelling in both: names of constants, and quoted strings. A flag of value 0 is
  /// spelled by strace only.
  private static func call(_ name: String, arguments: String) -> Call {
    let ignored: Set<String> = [
      "O_RDONLY", "IPPROTO_IP", "SUID_DUMP_DISABLE", "SUID_DUMP_USER",
    ]
    let constant = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/
    var strings: [String] = []
    var rest = arguments[...]
    // The strings first: they may hold anything.
    var outside = ""
    while let open = rest.firstIndex(of: "\"") {
      outside += rest[..<open]
      let behind = rest[rest.index(after: open)...]
      guard let close = behind.firstIndex(of: "\"") else { break }
      strings.append(String(behind[..<close]))
      rest = behind[behind.index(after: close)...]
    }
    outside += rest
    // Behind the arguments strace has the result and a word about it.
    if let end = outside.range(of: ") = ") { outside = String(outside[..<end.lowerBound]) }
    let constants = Set(outside.matches(of: constant).map { String($0.output) })
    // A structure that only one of the two can spell out.
    let opaque = [
      "write", "read", "ioctl", "rt_sigaction", "prlimit64", "setgroups", "rt_sigprocmask",
      "fstatfs", "sendmsg", "capset",
    ]
    let comparable = name == "write" ? strings.filter { !$0.contains("\\") } : strings
    return Call(
      name: name, constants: opaque.contains(name) ? [] : constants.subtracting(ignored),
      strings: opaque.contains(name) && name != "write" ? [] : comparable)
  }
}
