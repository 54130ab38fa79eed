import ControlGroups
import Sandbox

/// What a `limit` command asks for, by its form. What its values may be depends on the resource, so
/// they are still words.
package enum LimitWish: Sendable {
  case plain(Resource, Argument)
  case rates(Argument, [Argument])
  case noDevices
  case allDevices
  case device(isBlock: Bool, numbers: Argument, access: Argument)
  case pages(size: Argument, count: Argument)
  /// Nil for what the group above has.
  case notifyOnRelease(Bool?)
}
