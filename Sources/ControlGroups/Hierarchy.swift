/// A hierarchy of control groups, as it is mounted.
package struct Hierarchy: Sendable, Equatable {
  /// 1 or 2.
  let version: Int
  /// Where it is mounted.
  let mount: String
  /// The part of it that the mount shows: `/` for all of it.
  let root: String
  /// The first of its controllers, by which /proc/self/cgroup lists it; not looked at for version 2.
  let controller: String

  /// The absolute path of a group, which is relative to the mount.
  func path(_ group: String) -> String { group == "/" ? mount : mount + group }
}
