import Language
import Sandbox

/// The contexts of a session, by name, each with what `undo` and `redo` need.
package final class BoxStore {
  /// One of them.
  package struct Box: Sendable {
    /// Its name, as `box NAME` gave it; the first is `main`.
    package let name: String
    /// What has been built in it.
    package internal(set) var context = Context()
    /// Contexts before each change, the latest last.
    var past: [Change] = []
    /// Contexts that were undone, the latest last.
    var future: [Change] = []
  }

  /// What a change has left, or an undo.
  struct Change: Sendable {
    let context: Context
    /// The entry at the prompt that the change belongs to; nil for a script, where each is one.
    let entry: Int?
  }

  /// All of them, in the order in which they were made.
  package private(set) var boxes: [Box]
  private var index = 0
  /// The context of the last launch.
  private var launchedContext: Context?
  /// Counts what is entered at the prompt.
  private var entry: Int?

  init() { boxes = [Box(name: "main")] }

  /// The one that commands change.
  package var current: Box { boxes[index] }

  /// The context of the current box.
  var context: Context { boxes[index].context }

  /// The names of all of them, in the same order.
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

  /// Something was entered at the prompt: its changes are one for `undo`.
  package func beginEntry() { entry = (entry ?? 0) + 1 }

  /// A new context for the current box; the present one can be had back by `undo`.
  func change(to context: Context) {
    if entry == nil || boxes[index].past.last?.entry != entry {
      boxes[index].past.append(Change(context: boxes[index].context, entry: entry))
    }
    boxes[index].future = []
    boxes[index].context = context
  }

  /// What `undo` would go back to; nil where there are not that many changes.
  package func contextBefore(_ count: Int) -> Context? {
    count <= current.past.count ? current.past[current.past.count - count].context : nil
  }

  /// What `redo` would bring back.
  package var undoneContext: Context? { current.future.last?.context }

  /// Goes back by some changes; false when there are not that many.
  package func undo(_ count: Int) -> Bool {
    guard count <= boxes[index].past.count else { return false }
    for _ in 0..<count {
      let change = boxes[index].past.removeLast()
      boxes[index].future.append(Change(context: boxes[index].context, entry: change.entry))
      boxes[index].context = change.context
    }
    return true
  }

  /// Takes the last `undo` back; false when there is none.
  package func redo() -> Bool {
    guard let next = boxes[index].future.popLast() else { return false }
    boxes[index].past.append(Change(context: boxes[index].context, entry: next.entry))
    boxes[index].context = next.context
    return true
  }

  /// How many changes of the current box can be undone.
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
