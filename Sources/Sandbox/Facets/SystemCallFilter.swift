import Kernel
import Language
import Seccomp
import Synchronization

/// Which system calls the program may make. See seccomp(2).
package struct SystemCallFilter: Facet {
  /// What a rule does about a call, as it is typed.
  package enum Verb: String, CaseIterable, Sendable {
    case deny, allow, log
  }

  struct Rule {
    let call: String
    let verb: Verb
    /// What happens to a denied call.
    let action: FilterAction
    let origin: SourceSpan?

    func isLike(_ other: Rule) -> Bool { verb == other.verb && action == other.action }
  }

  private(set) var usesDefault = false
  private var defaultOrigin: SourceSpan?
  private(set) var rules: [Rule] = []
  /// What happens to calls that are not allowed, where some are.
  private(set) var otherwise: FilterAction?
  private var offOrigin: SourceSpan?
  private var made = MadeProgram()

  /// Without a filter.
  package init(offBy origin: SourceSpan? = nil) { offOrigin = origin }

  /// Refuses the calls that a sandbox has no use for, but for what rules say.
  package mutating func useDefault(origin: SourceSpan?) {
    (usesDefault, defaultOrigin) = (true, origin)
    made = MadeProgram()
  }

  /// Says what happens to a call; a later rule replaces an earlier one.
  ///
  /// - Parameter action: what happens to a denied call, or to the others where this one is allowed.
  package mutating func add(
    _ verb: Verb, _ call: String, _ action: FilterAction?, origin: SourceSpan?
  ) {
    rules.removeAll { $0.call == call }
    let denying = verb == .deny ? action ?? .standard : .standard
    rules.append(Rule(call: call, verb: verb, action: denying, origin: origin))
    if verb == .allow, let action { otherwise = action }
    made = MadeProgram()
  }

  var isOff: Bool { !usesDefault && rules.isEmpty }

  /// Calls are refused unless they are allowed.
  var isAllowList: Bool { !usesDefault && rules.contains { $0.verb == .allow } }

  package var settings: [Setting] {
    guard !isOff else {
      return [
        Setting(
          "seccomp", "seccomp", "off", origin: offOrigin,
          meaning: "all system calls are let through")
      ]
    }
    let standard =
      usesDefault ? [Setting("seccomp default", "seccomp", "default", origin: defaultOrigin)] : []
    return standard
      + rules.map { Setting("seccomp \($0.call)", words([$0]).map { Bytes($0.utf8) }, $0.origin) }
  }

  package var commands: [[Bytes]] {
    guard !isOff else { return settings.map(\.words) }
    var groups: [[Rule]] = []
    for rule in rules {
      if let last = groups.last?.last, last.isLike(rule) {
        groups[groups.count - 1].append(rule)
      } else {
        groups.append([rule])
      }
    }
    let standard = usesDefault ? [["seccomp", "default"]] : []
    return (standard + groups.map(words)).map { $0.map { Bytes($0.utf8) } }
  }

  private func words(_ group: [Rule]) -> [String] {
    guard let first = group.first, let last = group.last else { return [] }
    let action: FilterAction =
      switch first.verb {
      case .deny: first.action
      case .allow: otherwise ?? .standard
      case .log: .standard
      }
    // Behind others `kill` would be an action.
    let isAmbiguous = last.call == "kill" && group.count > 1 && first.verb != .log
    let isSaid = action != .standard || isAmbiguous
    return ["seccomp", first.verb.rawValue] + group.map(\.call) + (isSaid ? [action.word] : [])
  }

  package var promptLabel: String? { isOff ? nil : "seccomp" }

  package var phases: [Phase] { isOff ? [] : [.systemCallFilter] }

  private var newestOrigin: SourceSpan? { rules.last?.origin ?? defaultOrigin }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    if context[NoNewPrivileges.self]?.isOn == false {
      guard try Capabilities.canAdministrate(in: context, on: plan.host) else {
        throw needsNoNewPrivileges(context[NoNewPrivileges.self])
      }
    }
    let program: FilterProgram
    do throws(FilterError) {
      program = try made.program(compiled)
    } catch {
      throw Diagnostic(
        .filterRefused, "the filter could not be made: \(error.errno.explained)", at: newestOrigin)
    }
    let instructions = Operand.Structure(
      "sock_filter", [Operand.Member(summary, size: program.bytes.count, .data(program.bytes))])
    // struct sock_fprog: 16 bits of length, and padding up to the pointer.
    let filter = Operand.Structure(
      "sock_fprog",
      [
        Operand.Member("len", .number(program.count)),
        Operand.Member("filter", .structure(instructions)),
      ])
    plan.asked(by: newestOrigin, causes: FilterCauses.explain) {
      $0.call(
        .seccomp, .constant(FilterMode.setFilter, FilterMode.names), .number(0),
        .structure(filter))
    }
  }

  /// What the filter does, short enough for a plan.
  private var summary: String {
    var parts = usesDefault ? ["default"] : []
    for verb in Verb.allCases {
      let calls = rules.filter { $0.verb == verb }.map(\.call)
      guard !calls.isEmpty else { continue }
      let shown = calls.prefix(4).joined(separator: " ")
      parts.append("\(verb.rawValue) \(shown)" + (calls.count > 4 ? " and \(calls.count - 4)" : ""))
    }
    return parts.joined(separator: ", ")
  }

  package func violations(in context: Context) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if let rule = rules.first(where: { $0.call == "execve" && $0.verb == .deny }) {
      found.append(
        Diagnostic(
          .contradiction, "`execve` is denied", at: rule.origin,
          label: "the program could not be started"
        ).why("the filter is there before the program, whose execve is the last call of a launch")
          .fix("`seccomp log execve`, or deny `execveat` and the calls that make processes"))
    }
    if usesDefault, otherwise != nil,
      let rule = rules.last(where: { $0.verb == .allow })
    {
      found.append(
        Diagnostic(
          .contradiction, "`allow` with an action beside `seccomp default`", at: rule.origin,
          label: "`default` already decides what happens to every other call"
        ).why("`default` lets all through that it does not list; `allow` takes calls off the list")
          .fix("`seccomp off` first, or leave the action out"))
    }
    if !isOff, let privileges = context[NoNewPrivileges.self], !privileges.isOn,
      !Capabilities.left(in: context).contains(.systemAdmin)
    {
      found.append(needsNoNewPrivileges(privileges))
    }
    return found
  }

  private func needsNoNewPrivileges(_ privileges: NoNewPrivileges?) -> Diagnostic {
    Diagnostic(
      .contradiction, "`seccomp` without `no-new-privs`", at: privileges?.origin ?? newestOrigin,
      label: "the kernel would refuse the filter"
    ).why(
      "a filter could make a set-user-ID program do harm, so that only CAP_SYS_ADMIN may set one"
    ).fix("`no-new-privs on`, or a program with sys_admin")
  }
}

/// The compiled filter, kept for the next launch: making it takes longer than all else of one.
private final class MadeProgram: Sendable {
  private let kept = Mutex<FilterProgram?>(nil)

  func program(
    _ make: () throws(FilterError) -> FilterProgram
  ) throws(FilterError) -> FilterProgram {
    if let program = kept.withLock({ $0 }) { return program }
    let program = try make()
    kept.withLock { $0 = program }
    return program
  }
}

extension FilterAction {
  /// For a call that is refused without a word about how.
  static var standard: FilterAction { .refuse(.notPermitted) }

  /// As written in a script.
  fileprivate var word: String {
    switch self {
    case .refuse(let errno): "errno=\(errno.name)"
    case .kill: "kill"
    case .allow, .log: ""
    }
  }
}
