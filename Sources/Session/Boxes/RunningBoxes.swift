import Kernel

/// The boxes that are up, by name and in the order in which they came up.
///
/// There may be a thousand of them, each held by a process that shares this memory as long as nobody
/// writes to it: what is done at every turn only looks at numbers, and touches no box.
struct RunningBoxes {
  private var boxes: [String: RunningBox] = [:]
  private var names: [String] = []
  /// Each tells when its box has ended.
  private(set) var descriptors: [Int32] = []
  /// Of the processes that hold them.
  private(set) var pids: [Int32] = []

  var all: [RunningBox] { names.compactMap { boxes[$0] } }

  subscript(name: String) -> RunningBox? { boxes[name] }

  /// The box of one of the descriptors.
  func box(at index: Int) -> RunningBox? { boxes[names[index]] }

  mutating func add(_ box: RunningBox) {
    boxes[box.name] = box
    names.append(box.name)
    descriptors.append(box.holder.process.child.processDescriptor.rawValue)
    pids.append(box.pid)
  }

  mutating func remove(_ box: RunningBox) {
    guard let index = names.firstIndex(of: box.name) else { return }
    boxes[box.name] = nil
    names.remove(at: index)
    descriptors.remove(at: index)
    pids.remove(at: index)
  }
}
