import Language
import Limits
import Presentation
import Sandbox
import Session

/// The limits that were asked for, beside what the kernel stored.
struct LimitList {
  private let session: Session
  private let entries: [LimitSet.Entry]
  private let stored: [String: String]

  /// Of a job, else of the context: what is stored is then that of the box where it is up, else of
  /// the last job.
  init(of job: Job?, in session: Session) {
    self.session = session
    let context = job?.context ?? session.context
    entries = context[LimitSet.self]?.entries ?? []
    let group = (job ?? session.liveBoxes.current?.holder)?.groups.all.first
    stored = group?.storedLimits ?? session.supervisor.lastRecord?.storedLimits ?? [:]
  }

  func show(isJSON: Bool) {
    if isJSON { return session.output.writeLine(json.text) }
    guard !entries.isEmpty else {
      return session.output.writeLine("no limits; `limit pids 20` sets one")
    }
    let table = Table(.fitting(entries.map(\.text), atLeast: 18, gap: 1))
    for entry in entries {
      let known = stored[entry.storedKey].map { "stored: \($0)" }
      let inside = entry.resource == .net ? "made inside, in no group" : nil
      session.output.writeLine(
        table.row(entry.text, text: known ?? inside ?? "not run yet"))
    }
  }

  private var json: JSON {
    .array(
      entries.map { entry in
        .object([
          ("resource", .string(entry.resource.rawValue)),
          ("limit", .array(entry.words.map { .bytes($0) })),
          ("stored", stored[entry.storedKey].map { .string($0) } ?? .null),
        ])
      })
  }
}
