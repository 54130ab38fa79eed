/// What cloches that were killed have left.
extension GroupManager {
  /// The groups of dead cloches that this user may remove, as paths. Nothing is changed.
  package static var leftovers: [String] { hierarchies.flatMap { GroupBase.leftovers(in: $0) } }

  /// Removes them, with what runs in them.
  package static func removeLeftovers() {
    for hierarchy in hierarchies { GroupBase.sweep(hierarchy) }
  }

  private static var hierarchies: [Hierarchy] {
    guard case .success(let library) = LibCgroup.shared else { return [] }
    var mounts: Set<String> = []
    // What is frozen on v1 can be killed only when it is thawed.
    let freezersFirst =
      library.controllers.filter { $0.controller == "freezer" }
      + library.controllers.filter { $0.controller != "freezer" }
    return freezersFirst.filter { mounts.insert($0.mount).inserted }.map { Hierarchy($0) }
  }
}
