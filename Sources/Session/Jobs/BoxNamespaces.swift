import Kernel
import Sandbox

/// The namespaces of a box, opened while nobody else is in them: later its first process cannot be
/// looked at.
struct BoxNamespaces {
  /// As far as they could be looked at, by kind.
  private(set) var identities: [NamespaceKind: String] = [:]
  /// Those that the box does not share with the host. The descriptors are handed on to the
  /// `RunningBox`, which closes them.
  private(set) var opened: Result<[(kind: NamespaceKind, descriptor: FileDescriptor)], KernelError>

  /// Opens those of the process that holds a box.
  init(of process: Int32, _ context: Context) {
    var descriptors: [(kind: NamespaceKind, descriptor: FileDescriptor)] = []
    do throws(KernelError) {
      for kind in NamespaceKind.allCases {
        identities[kind] = Namespaces.identityForChildren(of: kind, process: process)
        guard context.has(kind) else { continue }
        descriptors.append((kind, try Namespaces.open(kind, of: process)))
      }
      opened = .success(descriptors)
    } catch {
      for (_, descriptor) in descriptors { try? descriptor.close() }
      opened = .failure(error)
    }
  }
}
