import Kernel
import Language
import Sandbox

/// A box that is up: its first process, which holds what was made for it.
package final class RunningBox {
  package let name: String
  /// The first process, with the control group of the box among what it holds.
  package let holder: Job
  /// By which its namespaces are joined; owned.
  private let namespaces: [(kind: NamespaceKind, descriptor: FileDescriptor)]
  /// The working directory of cloche when the box was made.
  private let folder: Bytes

  init(
    name: String, holder: Job, namespaces: [(kind: NamespaceKind, descriptor: FileDescriptor)],
    folder: Bytes
  ) {
    self.name = name
    self.holder = holder
    self.namespaces = namespaces
    self.folder = folder
  }

  deinit { for (_, descriptor) in namespaces { try? descriptor.close() } }

  /// As seen by cloche.
  package var pid: Int32 { holder.child.pid }

  /// What the plans need to know that join it.
  var place: RunningPlace {
    RunningPlace(
      kinds: namespaces.map(\.kind),
      entrance: holder.groups.all.first?.entrance, folder: folder)
  }

  /// The descriptors, for the cells of those plans.
  var values: [(name: String, value: Int64)] {
    namespaces.map { (RunningPlace.cellName(of: $0.kind), Int64($0.descriptor.rawValue)) }
  }
}
