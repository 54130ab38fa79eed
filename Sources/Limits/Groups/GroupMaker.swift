import ControlGroups
import Kernel

/// What makes the control groups of a session: found when the first limit asks for it, put back at
/// the end.
package final class GroupMaker {
  private var found: GroupManager?

  package init() {}

  /// - Throws: why libcgroup cannot be used.
  func manager() throws(KernelError) -> GroupManager {
    if let found { return found }
    let manager = try GroupManager()
    found = manager
    return manager
  }

  /// Puts back what was changed for groups. Called when none is left.
  package func restore() throws(KernelError) {
    defer { found = nil }
    try found?.restore()
  }

  /// 1 or 2 where a controller is mounted, else nil.
  package static func version(of controller: String) -> Int? {
    GroupManager.version(of: controller)
  }

  /// The paths of the groups of dead cloches that this user may remove. Nothing is changed.
  package static var leftovers: [String] { GroupManager.leftovers }

  /// Removes them, with what runs in them.
  package static func removeLeftovers() { GroupManager.removeLeftovers() }
}
