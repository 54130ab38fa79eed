import Language
import Sandbox

/// A place in a script that is being run. The interpreter keeps a list of them instead of calling
/// itself, so that no script can exhaust the stack.
struct Frame {
  enum Kind {
    /// Statements, one after another.
    case sequence
    /// One command whose failure is taken note of, or turned round, or whose output is kept.
    case tried
    case inverted
    case captured
    /// The condition of an `if`; the node is where to go on.
    case condition(node: Int)
    case forLoop(variable: Bytes, values: ArraySlice<Bytes>)
    case repeatLoop(remaining: Int)
    /// Of a definition.
    case call
    /// What it puts back at its end, `LiveBoxes` knows.
    case scope
    case file(arguments: [Bytes], scriptName: Bytes)
  }

  let kind: Kind
  let script: Script
  /// The next node, and the one behind the last.
  var position: Int
  let end: Int
  /// Where a loop's body begins.
  let start: Int
  /// The command that it was entered by; nil where nobody asks.
  let origin: SourceSpan?

  init(
    _ kind: Kind, _ script: Script, _ range: Range<Int>, origin: SourceSpan? = nil
  ) {
    self.kind = kind
    self.script = script
    position = range.lowerBound
    start = range.lowerBound
    end = range.upperBound
    self.origin = origin
  }

  /// The same at its end: a loop's frame begins with the question whether there is a round.
  var atEnd: Frame {
    var copy = self
    copy.position = end
    return copy
  }
}
