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
    case call(name: String)
    /// What it puts back at its end, and the process that held that box before, where it was up.
    case scope(boxes: (index: Int, box: BoxStore.Box), holder: Int32?)
    case file(arguments: [Bytes], scriptName: Bytes)
  }

  let kind: Kind
  let script: Script
  /// The next node, and the one behind the last.
  var position: Int
  let end: Int
  /// Where a loop's body begins.
  let start: Int
  /// The call or the inclusion, for the chain of a diagnostic.
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
}
