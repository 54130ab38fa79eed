import TestSupport
import Testing

/// The limits stand on a group above the program's: nobody inside can raise them.
@Suite(.enabled(if: Machine.canLimit, "no control groups can be made here"))
struct LimitHoldsTests {
  /// It makes a cgroup namespace, mounts the hierarchy, and writes what looks like its own limit. That
  /// succeeds, and changes nothing.
  @Test(arguments: ["ns user pid mnt", "ns pid mnt", "ns user pid mnt cgroup"])
  func aWriteFromInsideRaisesNothing(_ namespaces: String) throws {
    guard Machine.isRoot, Machine.version1Mount(of: "pids") != nil else {
      try Test.cancel("needs root and the controller pids on cgroup v1")
    }
    let run = Cloche.commands(
      """
      \(namespaces); root host; mount proc /proc; mount tmpfs /mnt; limit pids 20; cap all
      try exec unshare -C sh -c '
        mount -t cgroup -o pids none /mnt && echo max > /mnt/pids.max && cat /mnt/pids.max
        i=0; while [ $i -lt 40 ]; do sleep 60 & i=$((i+1)); done; echo all'
      assert ${job:stat.pids.peak} le 20
      assert ${job:stat.pids.refused} ge 1
      """)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out == "max\n")
  }

  /// Where the processes are is the root of the namespace that a context asks for.
  @Test func theProgramIsInAGroupOfItsOwn() throws {
    guard Machine.version1Mount(of: "pids") != nil, Machine.isRoot else {
      try Test.cancel("needs root and the controller pids on cgroup v1")
    }
    let run = Cloche.commands("limit pids 20; exec grep :pids: /proc/self/cgroup")
    #expect(run.out.hasSuffix("-1/inside\n"))
    let own = Cloche.commands("ns user cgroup; limit pids 20; exec grep :pids: /proc/self/cgroup")
    #expect(own.out.hasSuffix(":/\n"), "\(own.out) \(own.err)")
  }
}
