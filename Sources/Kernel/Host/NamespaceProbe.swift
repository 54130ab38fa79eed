/// Finds out what this process may make, by making it.
package enum NamespaceProbe {
  /// Whether a child can be cloned with these flags; it ends at once.
  package static func canClone(_ flags: UInt64) -> Bool {
    var plan = LaunchPlan()
    plan.cloneFlags = flags | CloneFlag.vm | CloneFlag.vfork
    plan.steps = [Step(.exitGroup, [.number(0)])]
    guard let child = try? plan.launch(presets: []) else { return false }
    return child.waitForEnd().code == 0
  }
}
