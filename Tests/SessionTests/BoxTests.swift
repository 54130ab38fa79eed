import TestSupport
import Testing

/// Boxes that are up: what stays, what changes, and that nothing is left behind.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces can be made here"))
struct BoxTests {
  private static let tree = "ns uts user pid mnt\nroot host\n"

  /// What one program does the next one finds.
  @Test func programsMeetInIt() {
    let run = Cloche.commands(
      """
      \(Self.tree)up
      exec sh -c 'echo here > /tmp/file; hostname; exec sleep 1000 < /dev/null > /dev/null 2>&1 &'
      capture exec cat /tmp/file
      assert $out is here
      exec sh -c 'test $$ -gt 2'
      down
      try exec cat /tmp/file
      echo $?
      """)
    #expect(run.out.hasSuffix("\n1\n"), "\(run.out) \(run.err)")
    #expect(!run.err.contains("E0"), "\(run.err)")
  }

  @Test(arguments: ["uts", "ipc", "net", "pid", "mnt", "cgroup", "time", "user"])
  func aProgramJoinsEachKind(_ kind: String) {
    let run = Cloche.commands(
      """
      ns user \(kind)
      up
      exec true
      let first = ${job:ns.\(kind)}
      exec true
      assert ${job:ns.\(kind)} is $first
      assert ${job:ns.\(kind)} is-not ${host:ns.\(kind)}
      capture exec readlink /proc/self/ns/\(kind)
      if not test \(kind) is pid { assert $out is $first }
      """)
    #expect(run.status == 0, "\(run.err)")
  }

  @Test func bringingItUpIsTraced() {
    let run = Cloche.run("-x", "-c", "ns user uts; hostname traced; up; down")
    #expect(run.err.contains("sethostname(\"traced\", 6) = 0"), "\(run.err)")
  }

  @Test func boxesAreUpSideBySide() {
    let run = Cloche.commands(
      """
      ns uts user
      hostname one
      up
      box web
      ns uts user
      hostname two
      up
      exec hostname
      box main
      exec hostname
      boxes --json
      """)
    #expect(run.out.hasPrefix("two\none\n"), "\(run.err)")
    #expect(run.out.split(separator: "\"up\":true").count == 3)
  }

  /// Quietly running it in a fresh sandbox would be something else than what was asked for.
  @Test func aBoxThatWasKilledIsNotReplaced() {
    let run = Cloche.commands(
      """
      ns uts user
      up
      capture show --json
      exec sh -c 'true'
      capture host sh -c 'echo "$1" | sed "s/.*\\"up\\":\\([0-9]*\\).*/\\1/"' - $out
      host kill -KILL $out
      def gone { if exec true { gone } }
      try gone
      up
      exec echo again
      """)
    #expect(run.err.contains("its first process was killed by SIGKILL"), "\(run.err)")
    #expect(run.out == "again\n", "\(run.err)")
  }

  @Test func jobsEndWithABoxThatWasKilled() {
    let run = Cloche.commands(
      """
      ns uts user
      up
      exec sleep 1000 &
      capture show --json
      capture host sh -c 'echo "$1" | sed "s/.*\\"up\\":\\([0-9]*\\).*/\\1/"' - $out
      host kill -KILL $out
      def gone { if exec true { gone } }
      try gone
      jobs
      """)
    #expect(run.status == 0 && !run.out.contains("running"), "\(run.out)\(run.err)")
    #expect(run.err.contains("its first process was killed by SIGKILL"), "\(run.err)")
  }

  @Test func jobsEndWithTheirBox() {
    let run = Cloche.commands(
      """
      ns uts user pid
      up
      exec sleep 1000 &
      down
      jobs
      """)
    #expect(
      !run.out.contains("%1") && run.err.contains("%1 is ended with its box: sleep 1000"),
      "\(run.err)")
    let end = Cloche.commands("ns user\nup\nexec sleep 1000 &")
    #expect(end.status == 0 && end.err.contains("%1 is ended with cloche"), "\(end.err)")
  }

  @Test func theIdsAreThoseOfAFreshSandbox() {
    for context in ["ns user", "ns user\nmap self", "ns user pid"] {
      let words = "exec sh -c 'id -u; id -g; id -G; grep -i cap /proc/self/status'"
      let fresh = Cloche.commands("\(context)\n\(words)")
      let joined = Cloche.commands("\(context)\nup\n\(words)")
      #expect(fresh.status == 0 && fresh.out == joined.out, "\(joined.out) \(joined.err)")
    }
  }

  /// The descriptors of cloche end at the programs of a box as well.
  @Test func noDescriptorComesAlong() {
    let run = Cloche.commands("ns user mnt uts\nup\nexec sh -c 'echo /proc/self/fd/*'")
    #expect(run.out.split(separator: " ").count <= 4, "\(run.out)")
  }

  @Test func theBoxIsOfferedWhereItIsUp() {
    let run = Cloche.commands("ns user\nup\ncomplete 'stat '\ndown\ncomplete 'stat '")
    #expect(run.out.split(separator: "\n").filter { $0.hasPrefix("box") }.count == 1, "\(run.out)")
  }

  @Test func aRefusedUpLeavesNothing() {
    let run = Cloche.commands(
      "ns user mnt\nroot /nowhere/at/all\ntry up\nboxes --json\ntry down")
    #expect(run.err.contains("/nowhere/at/all"), "\(run.err)")
    #expect(run.out.contains("\"up\":false"))
    #expect(run.err.contains("E0315"), "\(run.err)")
  }

  @Test func outputThatIsPipedEndsWithCloche() {
    // The holder keeps no end of the pipe: the reader would wait for ever.
    let run = Finished.running([
      "sh", "-c", "\(Cloche.path) -c 'ns user; up; capture exec echo x; echo $out' | cat",
    ])
    #expect(run.out == "x\n", "\(run.err)")
  }
}

/// Limits of a box that is up.
@Suite(.enabled(if: Machine.canLimit, "no control groups can be made here"))
struct BoxLimitTests {
  @Test func aLimitHoldsAtOnceForAllThatIsInIt() {
    let run = Cloche.commands(
      """
      ns user pid
      up
      exec sleep 1000 &
      limit pids 3
      try exec sh -c 'sleep 0 & wait'
      limit pids 20
      exec sh -c 'sleep 0 & wait; echo fine'
      limit --json
      down
      """)
    #expect(run.out.hasPrefix("fine\n") && run.out.contains("\"stored\":\"20\""), "\(run.err)")
    #expect(run.err.contains("`limit pids 3` leaves no room"), "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test func anotherControllerComesLater() {
    let run = Cloche.commands(
      """
      limit pids 50
      ns user pid
      up
      exec sleep 1000 &
      limit memory 64M
      limit cpus 0
      capture exec sh -c 'grep Cpus_allowed_list /proc/self/status'
      assert $out matches 'list:.0'
      capture stat --json box
      assert $out contains '"memory.current":{'
      limit memory max
      limit
      """)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.contains("pids 50") && !run.out.contains("memory"), "\(run.out)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test func outOfMemoryIsToldOfWhoMetIt() {
    let run = Cloche.commands(
      """
      limit memory 24M
      ns user pid
      up
      try exec sh -c 'exec tail /dev/zero'
      echo ${job:reason}
      try exec sh -c 'exit 3'
      echo ${job:reason}
      """)
    #expect(run.out == "out-of-memory\nexited\n", "\(run.out)\(run.err)")
  }

  @Test func aFrozenBoxStandsStill() {
    let run = Cloche.commands(
      """
      ns user pid
      up
      exec sleep 1000 &
      freeze box
      capture jobs
      assert $out contains frozen
      try exec true
      try fg %1
      capture stat --json
      assert $out contains '"state":"frozen"'
      thaw box
      exec echo fine
      freeze box
      """)
    #expect(run.out == "fine\n", "\(run.err)")
    #expect(run.err.contains("is frozen") && run.err.contains("`thaw box`"))
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test(.enabled(if: Machine.isRoot, "needs root to remove a group in use"))
  func aGroupThatOthersRemoveIsTold() {
    let run = Cloche.commands(
      """
      limit pids 20
      ns user pid
      up
      host sh -c 'for d in $(find /sys/fs/cgroup -name "cloche-$0-*"); do
        for p in $(cat $d/inside/cgroup.procs); do echo $p > $(dirname $d)/cgroup.procs; done
        rmdir $d/inside $d || exit
        done' ${host:pid}
      try exec true
      try limit pids 30
      try stat
      down
      up
      exec echo fine
      """)
    #expect(run.out == "fine\n", "\(run.err)")
    for words in [
      "the group of the box was removed from outside", "nothing is counted of box main any more",
      "why: the group was removed from outside",
    ] { #expect(run.err.contains(words), "\(words): \(run.err)") }
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  /// On v1 memory that is in use cannot be taken back; what was changed before that is put back.
  @Test(
    .enabled(
      if: Cloche.commands("requires limit.memory; plan --json true; limit memory 1G; plan true").out
        .contains("memory.limit_in_bytes"), "the kernel refuses this on version 1 only"))
  func ofSeveralChangesNoneIsLeftWhenOneIsRefused() {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      """
      limit pids 10
      limit memory 16M
      ns user pid
      up
      limit pids 20
      limit memory 200M
      exec perl -e '$x = "x" x 80_000_000; open(F, ">", $ARGV[0]); sleep 1000' \(folder.path)/ready &
      host sh -c 'until test -e "$0"; do sleep 0.01; done' \(folder.path)/ready
      try undo 2
      limit
      host sh -c 'cat /sys/fs/cgroup/pids/cloche-$1-1/pids.max 2>/dev/null || echo 20' sh ${host:pid}
      """)
    #expect(run.err.contains("could not be taken back"), "\(run.err)")
    #expect(
      run.out.split(separator: "\n").map(String.init) == [
        "pids 20            stored: 20", "memory 200M        stored: 209715200", "20",
      ], "\(run.out)")
  }

  @Test func tooLittleMemoryToBeginIsSaidSo() {
    let run = Cloche.commands("ns user pid; limit pids 9; up; limit memory 32K; try exec true")
    // Whether the kernel has counted the kill by then is up to it, and so is how much of the memory the
    // group itself takes: with many CPUs it may be all.
    let words = ["out of memory, limit 32K", "the out-of-memory killer", "could not be taken back"]
    #expect(words.contains { run.err.contains($0) }, "\(run.err)")
  }

  @Test func aJobInItHasNoLimitsOfItsOwn() {
    let run = Cloche.commands(
      "ns user\nup\nexec sleep 1000 &\ntry limit --job %1 pids 5\ntry freeze %1\ntry stat %1")
    #expect(run.err.contains("its limits are the box's"), "\(run.err)")
    #expect(run.err.contains("`freeze box`") && run.err.contains("`stat box`"))
  }

  @Test(.enabled(if: Machine.isRoot, "the token bucket needs a module that only root loads"))
  func theRateOfTheLinkChanges() {
    let run = Cloche.commands(
      """
      ns net user
      up
      limit net 2M
      limit net 1M
      limit net max
      exec true
      """)
    #expect(run.status == 0, "\(run.err)")
  }
}
