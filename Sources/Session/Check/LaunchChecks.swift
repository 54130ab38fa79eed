import Language
import Sandbox

/// What a check remembers, so that a million commands cost little and a broken rule is told once.
struct LaunchChecks {
  /// By the index of the command; filled in when one is first met.
  private var counts: [ClosedRange<Int>??] = []
  private var told: [(message: String, span: SourceSpan?)] = []

  /// How many arguments a command takes, where nothing else can be wrong with it and it changes no
  /// context.
  mutating func counts(of index: Int, in table: CommandTable) -> ClosedRange<Int>? {
    if counts.isEmpty { counts = Array(repeating: nil, count: table.commands.count) }
    if let known = counts[index] { return known }
    var found: ClosedRange<Int>?
    if case .acting(let type) = table.commands[index], type.effect == .none {
      found = type.syntax.onlyCounts
    }
    counts[index] = .some(found)
    return found
  }

  mutating func newViolations(of context: Context) -> [Diagnostic] {
    context.violations.filter { violation in
      if told.contains(where: { $0.message == violation.message && $0.span == violation.span }) {
        return false
      }
      told.append((violation.message, violation.span))
      return true
    }
  }
}
