/// Whether a program in a user namespace can change its groups. See user_namespaces(7), "setgroups".
package enum GroupsRule: Sendable {
  case allowed
  case denied
  /// No group is mapped: the kernel refuses setgroups(2) as long as that is so.
  case unmapped

  /// As `show` lists it.
  var setting: Setting {
    let meaning =
      switch self {
      case .allowed: "setgroups(2) is allowed inside"
      case .denied: "setgroups(2) is denied: without CAP_SETGID no group can be mapped otherwise"
      case .unmapped: "setgroups(2) fails: no group is mapped"
      }
    return Setting("setgroups", [], nil, meaning: meaning)
  }
}
