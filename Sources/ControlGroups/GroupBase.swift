import Glibc
import Kernel

/// The group in a hierarchy below which cloche makes its own, made ready for that; what was changed
/// for it is put back at the end.
final class GroupBase {
  let hierarchy: Hierarchy
  /// Relative to the mount.
  let group: String
  private var enabled: [String] = []
  /// The groups that were below when the first controller was given to them.
  private var neighbours: Set<String> = []
  /// The group that cloche itself moved into, since a v2 group with limits below holds no processes.
  private var manager: GroupDirectory?
  /// An empty group that passes the controllers on, to nobody.
  private var pin: GroupDirectory?

  private init(_ hierarchy: Hierarchy, _ group: String) {
    self.hierarchy = hierarchy
    self.group = group
  }

  /// The group of a name below this one.
  func inner(_ name: String) -> String { group == "/" ? "/\(name)" : "\(group)/\(name)" }

  /// Finds the group, and gives it the controllers.
  ///
  /// Never assumed at the top: it is cloche's own group where that can be. A v2 group that holds
  /// others too can have none below it with controllers; then it is the nearest above, as far up as
  /// cloche may write.
  static func prepare(
    _ hierarchy: Hierarchy, _ own: OwnGroups, controllers: [String]
  ) throws(KernelError) -> GroupBase {
    var failure: KernelError?
    for candidate in candidates(in: hierarchy, own) {
      do throws(KernelError) {
        let base = GroupBase(hierarchy, candidate)
        try base.makeReady(controllers)
        return base
      } catch {
        // What is wrong with its own group is what the user can change.
        failure = failure ?? error
      }
    }
    throw failure
      ?? KernelError("find cloche's own group below \(hierarchy.mount)", .noSuchFileOrDirectory)
  }

  /// Where groups may be made, the best first.
  private static func candidates(in hierarchy: Hierarchy, _ own: OwnGroups) -> [String] {
    let own = own[hierarchy]
    var candidates = own.map { [$0] } ?? []
    if hierarchy.version == 2, let own {
      var names = own.split(separator: "/")
      while !names.isEmpty {
        names.removeLast()
        let above = "/" + names.joined(separator: "/")
        // A process moves between two groups only if both are below one that cloche may write to.
        guard access(hierarchy.path(above) + "/cgroup.procs", W_OK) == 0 else { break }
        candidates.append(above)
      }
    }
    if geteuid() == 0, !candidates.contains("/") { candidates.append("/") }
    return candidates
  }

  private func makeReady(_ controllers: [String]) throws(KernelError) {
    let path = hierarchy.path(group)
    guard access(path, W_OK) == 0 else {
      throw KernelError("write in \(path)", Errno(rawValue: errno))
    }
    if hierarchy.version == 2 { try enable(controllers) }
  }

  /// Lets groups below have the controllers. See "Controlling Controllers" in the kernel's cgroup v2
  /// document. libcgroup has no call for it that works below a group that is not one's own.
  func enable(_ controllers: [String]) throws(KernelError) {
    guard !controllers.isEmpty else { return }
    let path = hierarchy.path(group)
    let present = Self.words(path + "/cgroup.subtree_control")
    let missing = controllers.filter { !present.contains($0) }
    let available = Self.words(path + "/cgroup.controllers")
    if let absent = missing.first(where: { !available.contains($0) }) {
      throw KernelError("find \(absent) in \(path)/cgroup.controllers", .noSuchFileOrDirectory)
    }
    do throws(KernelError) {
      if holdsProcesses(path) { try moveAside() }
      if !missing.isEmpty { try pass(missing, path) }
      try hold(controllers)
    } catch {
      // Nobody would know of it later.
      try? restore()
      throw error
    }
  }

  private func pass(_ controllers: [String], _ path: String) throws(KernelError) {
    if enabled.isEmpty { neighbours = Set(Folder.directories(in: path)) }
    let change = controllers.map { "+" + $0 }.joined(separator: " ")
    try SmallFile.write(Array(change.utf8), to: FilePath(path + "/cgroup.subtree_control"))
    enabled += controllers
  }

  /// Keeps others from taking the controllers away again, with the limits of all groups below. systemd
  /// does so with those that none of its units asks for, at the next `daemon-reload`; but the kernel
  /// lets nobody take one that a group below has passed on.
  private func hold(_ controllers: [String]) throws(KernelError) {
    if pin == nil {
      pin = try GroupDirectory(making: inner("cloche-\(getpid())-pin"), in: hierarchy)
    }
    guard let pin else { return }
    let change = controllers.map { "+" + $0 }.joined(separator: " ")
    try SmallFile.write(Array(change.utf8), to: FilePath(pin.path + "/cgroup.subtree_control"))
  }

  private static func words(_ file: String) -> [String] {
    (SmallFile.line(FilePath(file)) ?? "").split(separator: " ").map(String.init)
  }

  /// Whether processes in the group keep it from having limits below it, which the top of the
  /// hierarchy is exempt from: the one group that has no type.
  ///
  /// Asked, since the kernel refuses only some controllers then. With `pids` and `cpu` it makes a
  /// threaded domain, in whose groups no process can be born. See "Threads" in its cgroup v2 document.
  private func holdsProcesses(_ path: String) -> Bool {
    access(path + "/cgroup.type", F_OK) == 0 && !GroupDirectory.processes(in: path).isEmpty
  }

  /// Moves cloche itself out of the group, with what it has started, where nobody else is in it.
  private func moveAside() throws(KernelError) {
    let path = hierarchy.path(group)
    let busy = KernelError("write \(path)/cgroup.subtree_control", .resourceBusy)
    for _ in 0..<1000 {
      let inside = GroupDirectory.processes(in: path)
      if inside.isEmpty, manager != nil { return }
      let own = Set(ProcessList.descendants(of: getpid()))
      guard own.isSuperset(of: inside) else { throw busy }
      if manager == nil {
        manager = try GroupDirectory(making: inner("cloche-\(getpid())-manager"), in: hierarchy)
      }
      for pid in inside { try GroupDirectory.move(pid, to: manager?.path ?? path) }
    }
    // There are always new ones.
    throw busy
  }

  /// Puts everything back as it was found. What a group that came later may need by now stays.
  func restore() throws(KernelError) {
    let path = hierarchy.path(group)
    try pin?.remove()
    pin = nil
    let others = Folder.directories(in: path).filter { path + "/" + $0 != manager?.path }
    if !enabled.isEmpty, others.allSatisfy({ neighbours.contains($0) && !Self.isOurs($0) }) {
      let change = enabled.map { "-" + $0 }.joined(separator: " ")
      do throws(KernelError) {
        try SmallFile.write(Array(change.utf8), to: FilePath(path + "/cgroup.subtree_control"))
      } catch  where error.errno == .resourceBusy {
        // A neighbour has passed it on to groups of its own.
      }
      enabled = []
    }
    guard let manager else { return }
    do throws(KernelError) {
      for pid in GroupDirectory.processes(in: manager.path) {
        try GroupDirectory.move(pid, to: path)
      }
      try manager.remove()
    } catch  where error.errno == .resourceBusy {
      // Others below need the controllers, so that cloche cannot be here; the next one sweeps.
    }
    self.manager = nil
  }

  /// A name that cloche gives: `cloche-`, its pid, and a number, `manager` or `pin`.
  static func isOurs(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "cloche" && isNumber(parts[1])
      && (parts[2] == "manager" || parts[2] == "pin" || isNumber(parts[2]))
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Removes what cloches that were killed have left in a hierarchy. A group whose maker lives is
  /// locked, and one that somebody else has made is not taken.
  static func sweep(_ hierarchy: Hierarchy, _ own: OwnGroups) {
    forEachLeftover(in: hierarchy, own) { try? $0.remove() }
  }

  /// The paths of those groups; they are left as they are.
  static func leftovers(in hierarchy: Hierarchy, _ own: OwnGroups) -> [String] {
    var paths: [String] = []
    forEachLeftover(in: hierarchy, own) { paths.append($0.path) }
    return paths
  }

  private static func forEachLeftover(
    in hierarchy: Hierarchy, _ own: OwnGroups, _ body: (GroupDirectory) -> Void
  ) {
    for group in candidates(in: hierarchy, own) {
      let base = GroupBase(hierarchy, group)
      for name in Folder.directories(in: hierarchy.path(group)) where isOurs(name) {
        guard isOwn(hierarchy.path(base.inner(name))),
          let left = GroupDirectory(leftBehind: base.inner(name), in: hierarchy)
        else { continue }
        body(left)
      }
    }
  }

  /// Made by the user who runs cloche.
  private static func isOwn(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_uid == geteuid()
  }
}
