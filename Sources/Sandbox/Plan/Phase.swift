/// When a step of a launch happens. The order of the cases is the order of the launch; each says
/// what it must come after, and why.
package enum Phase: Int, CaseIterable, Sendable, Comparable {
  /// First of all: the parent may have to write id maps or attach the child before anything.
  case gate
  /// While still outside: the group's files are reachable by the descriptor, and a new cgroup
  /// namespace takes the group of that moment as its root.
  case controlGroup
  /// Before the root changes: /dev/null is the host's.
  case streams
  /// Before everything that needs a capability in the new user namespace.
  case identityMap
  /// Behind the id map: the init must not outlive cloche, and its own ids are final here.
  case initDeathSignal
  /// Namespaces that cannot come with the clone; behind the id map, which gives the capability.
  case namespaces
  /// Any time once the network namespace exists; early, as no file is needed.
  case network
  /// Before the first mount, so that none of them is seen outside. See mount_namespaces(7).
  case propagation
  /// Before the mounts, which go into it.
  case rootTree
  /// In the order in which they were written.
  case mounts
  /// Behind the mounts: bind mounts take their sources from the host.
  case rootSwitch
  /// Independent of files; behind the root so that a broken root is found first.
  case hostname
  /// Behind the root, where the terminals of the inside are. The init leads the session: a program
  /// that leads it has nobody who could continue it, so that ^Z would be lost on it.
  case session
  /// Behind all that is one for the whole sandbox; what follows is the program's own.
  case spawn
  /// Behind the spawn: its process group is the program's.
  case terminal
  /// Before the limits: the number of open files may be one of them.
  case folder
  /// Before the ids are given up: raising a hard limit needs CAP_SYS_RESOURCE.
  case resourceLimits
  /// Behind every step that opens something; they close by themselves at execve.
  case descriptors
  /// Before the ids: needs CAP_SETPCAP, and says what a change of the uid leaves.
  case boundingSet
  /// Before the ids: needs CAP_SETGID.
  case groups
  /// Before the uid: a changed uid would take CAP_SETGID away.
  case groupID
  case userID
  /// Behind the ids, which need them and change them.
  case capabilities
  /// Behind the ids: what the program may not enter is refused.
  case workingDirectory
  case umask
  /// Behind the ids: it belongs to who makes it, and counts as that user's.
  case keyring
  /// Behind the ids: changing them clears it. See PR_SET_PDEATHSIG(2const).
  case deathSignal
  /// Behind the ids: they may change through what it forbids.
  case noNewPrivileges
  /// Last but for the report: from here on a signal may end the process.
  case signals
  /// Says that every step was made: an end of file alone could also be a death.
  case report
  /// Behind all that a filter could forbid: only execve is left. Behind no_new_privs, without which
  /// it takes CAP_SYS_ADMIN.
  case systemCallFilter
  case execute

  /// Made once for a box that stays up; the other steps are made again for each program in it.
  package var isMadeOnce: Bool {
    self >= .identityMap && self <= .hostname && self != .initDeathSignal
  }

  /// Belongs to a box that stays up, and not to the programs in it: they enter its control group by
  /// steps of their own.
  var isOfBox: Bool { isMadeOnce || self == .controlGroup }

  package static func < (a: Phase, b: Phase) -> Bool { a.rawValue < b.rawValue }
}
