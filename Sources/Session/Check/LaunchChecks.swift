import Language
import Sandbox

/// What a check remembers, so that a million commands cost little and a broken rule is told once.
struct LaunchChecks {
  private var counts: [Int: ClosedRange<Int>?] = [:]
  private var told: Set<Violation> = []

  private struct Violation: Hashable {
    let code: ErrorCode
    let span: SourceSpan?
  }

  /// How many arguments a command takes, where nothing else can be wrong with it and it changes no
  /// context.
  mutating func counts(of index: Int, in table: CommandTable) -> ClosedRange<Int>? {
    if let known = counts[index] { return known }
    var found: ClosedRange<Int>?
    if case .acting(let type) = table.commands[index], type.effect == .none {
      found = type.syntax.onlyCounts
    }
    counts[index] = .some(found)
    return found
  }

  mutating func newViolations(of context: Context) -> [Diagnostic] {
    context.violations.filter {
      told.insert(Violation(code: $0.code, span: $0.span)).inserted
    }
  }
}
