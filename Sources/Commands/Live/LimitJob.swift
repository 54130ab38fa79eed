import ControlGroups
import Kernel
import Language
import Sandbox
import Session

/// `limit --job`: changes a limit of what runs.
enum LimitJob {
  static func change(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try session.runningJob(arguments.option("--job"), for: arguments.command)
    guard let held = job.limitGroup else {
      throw Diagnostic(
        .controlGroupRefused, "job %\(job.number) has no control group", at: arguments.span,
        label: "it was launched without a limit"
      ).fix("launch it with a limit of the same kind, a high one for example")
    }
    var limits = job.context[LimitSet.self] ?? LimitSet()
    let before = limits
    let words = arguments.words.map(\.bytes)
    switch try LimitValue.parse(arguments) {
    case .set(let request, let key):
      let entry = LimitSet.Entry(
        limit: request, key: key, words: Array(words.dropFirst(2)), origin: arguments.span)
      limits.set(entry)
      try set(entry, of: try HostLimits(limits.entries, session.host), held, arguments, session)
    case .lift(let keys):
      limits.lift(keys)
      let lifted = before.entries.filter { entry in
        !limits.entries.contains { $0.key == entry.key }
      }
      let all = try HostLimits(before.entries, session.host).all
      for limit in all where lifted.contains(where: { $0.key == limit.entry.key }) {
        try apply(Limit(limit.limit.resource, nil), all, held, arguments, session)
      }
    }
    job.context[LimitSet.self] = limits.isEmpty ? nil : limits
    return 0
  }

  private static func set(
    _ entry: LimitSet.Entry, of limits: HostLimits, _ held: HeldGroup, _ arguments: Arguments,
    _ session: Session
  ) throws(Diagnostic) {
    guard let limit = limits.all.first(where: { $0.entry.storedKey == entry.storedKey }) else {
      throw Diagnostic(
        .contradiction, "`\(entry.text)` is no limit of a group", at: arguments.span,
        label: "a running job keeps what it has")
    }
    try apply(limit.limit, limits.all, held, arguments, session)
    held.forget(entry.storedKey)
    for write in limit.writes { held.keep(held.group.stored(write), of: write, entry.storedKey) }
  }

  private static func apply(
    _ limit: Limit, _ all: [HostLimits.Entry], _ held: HeldGroup, _ arguments: Arguments,
    _ session: Session
  ) throws(Diagnostic) {
    let controller = limit.resource.controller ?? limit.resource.rawValue
    guard held.group.has(controller) else {
      throw Diagnostic(
        .controlGroupRefused, "the job's group is without the controller \(controller)",
        at: arguments.span, label: "it was launched without a limit of this kind"
      ).fix("launch it with one, a high one for example")
    }
    let others = all.map(\.limit).filter { $0.resource != limit.resource }
    do throws(KernelError) {
      try held.group.set(limit, beside: others)
    } catch {
      let write = all.first { $0.limit.resource == limit.resource }?.writes.first
      throw session.refusal(error, of: [controller], write: write, at: arguments.span)
    }
  }
}
