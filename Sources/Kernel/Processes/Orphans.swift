import CLaunch
import Glibc

/// Processes that a program left behind and that became children of cloche, its subreaper. See
/// PR_SET_CHILD_SUBREAPER(2const).
package enum Orphans {
  /// Makes cloche the parent of all orphans below it, instead of the system's init.
  package static func adopt() throws(KernelError) {
    try rawCall("prctl PR_SET_CHILD_SUBREAPER", retryOnInterrupt: false) {
      SystemCall.prctl(ProcessControl.setChildSubreaper, 1)
    }
  }

  /// The children that were there before cloche: of a shell that has replaced itself by it.
  private static let inherited: Set<Int32> = cl_had_children() == 0 ? [] : Set(children)

  /// Takes note of them, before cloche has made any.
  package static func rememberInherited() { _ = inherited }

  /// Kills all children but some, and what they leave behind in turn.
  package static func killAll(except kept: [Int32]) {
    let limit = Clock.deadline(after: 2_000_000_000)
    while Clock.monotonic < limit {
      // One call tells in the usual case that there is nobody.
      if !hasChildren { return }
      let orphans = { children.filter { !kept.contains($0) && !inherited.contains($0) } }
      if orphans().isEmpty { return }
      // Not by waiting for each: one that somebody traces is reaped when he lets it go.
      ProcessList.killAll(orphans)
    }
  }

  /// This process has children, ended ones among them. See waitid(2).
  private static var hasChildren: Bool {
    var information = siginfo_t()
    do throws(KernelError) {
      try call("waitid", retryOnInterrupt: true) {
        waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT)
      }
      return true
    } catch {
      return error.errno != .noChildProcess
    }
  }

  /// The children of this process, which has one thread.
  private static var children: [Int32] {
    let pid = getpid()
    if let list = SmallFile.line(FilePath("/proc/\(pid)/task/\(pid)/children")) {
      return list.split(separator: " ").compactMap { Int32($0) }
    }
    // A kernel without that file: look at every process. See proc_pid_stat(5).
    return Folder.directories(in: "/proc").compactMap { Int32($0) }
      .filter { ProcessList.parent(of: $0) == pid }
  }
}
