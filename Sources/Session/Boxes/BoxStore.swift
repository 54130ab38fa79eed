import Language
import Sandbox

/// The contexts of a session, by name, each with what `undo` and `redo` need.
package final class BoxStore {
  package struct Box: Sendable {
    package let name: String
    package internal(set) var context = Context()
    /// Contexts before each change, the latest last.
    var past: [Context] = []
    /// Contexts that were undone, the latest last.
    var future: [Context] = []
  }

  package private(set) var boxes: [Box]
  private var index = 0
  /// The context of the last launch.
  private var launchedContext: Context?

  init() { boxes = [Box(name: "main")] }

  package var current: Box { boxes[index] }

  /// The context of the current box.
  var context: Context { boxes[index].context }

  package var names: [String] { boxes.map(\.name) }

  /// Goes to a box, which is made when there is none of the name. True when it is new.
  @discardableResult
  package func select(_ name: String) -> Bool {
    if let found = boxes.firstIndex(where: { $0.name == name }) {
      index = found
      return false
    }
    boxes.append(Box(name: name))
    index = boxes.count - 1
    return true
  }

  /// A new context for the current box; the present one can be had back by `undo`.
  func change(to context: Context) {
    boxes[index].past.append(boxes[index].context)
    boxes[index].future = []
    boxes[index].context = context
  }

  /// What `undo` would go back to; nil where there are not that many changes.
  package func contextBefore(_ count: Int) -> Context? {
    count <= current.past.count ? current.past[current.past.count - count] : nil
  }

  /// What `redo` would bring back.
  package var undoneContext: Context? { current.future.last }

  /// Goes back by some changes; false when there are not that many.
  package func undo(_ count: Int) -> Bool {
    guard count <= boxes[index].past.count else { return false }
    for _ in 0..<count {
      boxes[index].future.append(boxes[index].context)
      boxes[index].context = boxes[index].past.removeLast()
    }
    return true
  }

  /// Takes the last `undo` back; false when there is none.
  package func redo() -> Bool {
    guard let next = boxes[index].future.popLast() else { return false }
    boxes[index].past.append(boxes[index].context)
    boxes[index].context = next
    return true
  }

  package var undoCount: Int { current.past.count }

  /// Takes note that the current context is launched.
  func noteLaunch() { launchedContext = context }

  /// Takes note that another context is in effect where this one was launched.
  func noteInEffect(_ context: Context) { launchedContext = context }

  /// The settings differ from those of the last launch.
  package var hasChangedSinceRun: Bool {
    guard let launchedContext else { return false }
    return !launchedContext.isSame(as: context)
  }

  /// What a `scope` puts back at its end.
  var snapshot: (index: Int, box: Box) { (index, current) }

  func restore(_ snapshot: (index: Int, box: Box)) {
    index = snapshot.index
    boxes[index] = snapshot.box
  }
}
