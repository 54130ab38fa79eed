/// What cloches that were killed have left.
extension GroupManager {
  /// The groups of dead cloches that this user may remove, as paths. Nothing is changed.
  package static var leftovers: [String] {
    guard case .success(let library) = LibCgroup.shared else { return [] }
    let own = OwnGroups(library)
    return library.hierarchies.flatMap { GroupBase.leftovers(in: $0, own) }
  }

  /// Removes them, with what runs in them.
  package static func removeLeftovers() {
    guard case .success(let library) = LibCgroup.shared else { return }
    removeLeftovers(library, OwnGroups(library))
  }

  static func removeLeftovers(_ library: LibCgroup, _ own: OwnGroups) {
    for hierarchy in library.hierarchies { GroupBase.sweep(hierarchy, own) }
  }
}

extension LibCgroup {
  /// Each once, that of the freezer of v1 first: what is frozen there can be killed only when it is
  /// thawed.
  fileprivate var hierarchies: [Hierarchy] {
    var mounts: Set<String> = []
    let freezersFirst =
      controllers.filter { $0.controller == "freezer" }
      + controllers.filter { $0.controller != "freezer" }
    return freezersFirst.map(\.hierarchy).filter { mounts.insert($0.mount).inserted }
  }
}
