import Language
import Sandbox

/// What a check remembers, so that a million commands cost little and a broken rule is told once.
struct LaunchChecks {
  /// By the index of the command; filled in when one is first met.
  private var shapes: [Shape??] = []
  private var told: [(message: String, span: SourceSpan?)] = []

  /// A command with which nothing can be wrong but the number of its arguments, and which changes no
  /// context.
  struct Shape {
    let counts: ClosedRange<Int>
    let launches: Bool
    /// What begins with a dash may be one.
    let hasOptions: Bool
  }

  /// Nil where more can be wrong.
  mutating func shape(of index: Int, in table: CommandTable) -> Shape? {
    if shapes.isEmpty { shapes = Array(repeating: nil, count: table.commands.count) }
    if let known = shapes[index] { return known }
    var found: Shape?
    if case .acting(let type) = table.commands[index], [.none, .launches].contains(type.effect) {
      found = type.syntax.onlyCounts.map {
        Shape(
          counts: $0, launches: type.effect == .launches, hasOptions: !type.syntax.options.isEmpty)
      }
    }
    shapes[index] = .some(found)
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
