import Glibc
import TestSupport
import Testing

/// Nothing is ever left behind: no control group, mount, process or descriptor.
@Suite(.serialized) struct LeftoverTests {
  @Test func theDetectorSeesAProcess() {
    // A detector that sees nothing would make every test here pass.
    let shell = Finished.running([
      "bash", "-c", "exec -a \(Leftovers.marker) sleep 60 > /dev/null 2>&1 & echo $!",
    ])
    let pid = shell.out.split(separator: "\n").first.map(String.init) ?? "?"
    var seen = Leftovers.now.children
    // The shell that became the process may not have come that far.
    while seen.isEmpty { seen = Leftovers.now.children }
    #expect(seen == [pid])
    _ = Finished.running(["kill", "-9", pid])
  }

  /// Starts a daemon that survives its parent and leaves its session.
  static let daemon =
    "setsid bash -c \"exec -a \(Leftovers.marker) sleep 300\" > /dev/null 2>&1 & sleep 0.05"

  @Test(arguments: [
    "exec sh -c '\(daemon)'",
    "try exec sh -c '\(daemon); kill -9 $$'",
    "exec sh -c '\(daemon); \(daemon); exit 0'",
  ]) func noProcessOutlivesItsProgram(_ script: String) {
    _ = Cloche.commands(script)
    #expect(Leftovers.now.children.isEmpty)
  }

  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: [
      "ns user pid; exec sh -c '\(daemon)'",
      "ns user pid; try exec sh -c '\(daemon); kill -9 $$'",
      "ns user pid; init off; exec sh -c '\(daemon)'",
      "ns user time; exec sh -c '\(daemon)'",
      "ns user pid; try exec --timeout 200ms sh -c '\(daemon); sleep 60'",
    ]) func noProcessOutlivesItsNamespace(_ script: String)
  {
    _ = Cloche.commands(script)
    #expect(Leftovers.now.children.isEmpty)
  }

  @Test(
    .enabled(if: Machine.canLimit, "no control groups can be made here"),
    arguments: [
      "limit pids 20; exec true",
      "limit pids 20; limit memory 64M; limit cpu 50%; exec sh -c '\(daemon)'",
      "limit pids 20; ns pid user; exec sh -c '\(daemon)'",
      "limit pids 20; root /nowhere chroot; try exec true",
      "limit pids 20; try exec no-such-program",
      "limit pids 20; limit memory 4K; try exec true",
      "limit memory 16M; try exec tail /dev/zero",
      "limit pids 20; map uid 0:0; ns user; exec sh -c '\(daemon); kill -9 $$'",
      "limit pids 3; try exec sh -c 'sleep 60 & sleep 60 & sleep 60 & wait'",
    ]) func noControlGroupIsLeft(_ script: String)
  {
    let run = Cloche.commands(script)
    #expect(Leftovers.groups(of: run).isEmpty)
    #expect(Leftovers.now.children.isEmpty)
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func aKilledClocheIsSweptUpAfter() {
    // The program kills cloche, which then can clean up nothing.
    let killed = Cloche.commands("limit pids 20; exec sh -c 'kill -9 $1; sleep 60' sh ${host:pid}")
    #expect(killed.signal == 9)
    #expect(Cloche.commands("limit pids 20; exec true").status == 0)
    #expect(Leftovers.groups(of: killed).isEmpty)
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func aLiveSiblingKeepsItsGroups() {
    let inner = "limit pids 20; exec true"
    let run = Cloche.commands(
      "limit pids 30; exec sh -c '\(Cloche.path) -c \"\(inner)\"; cat /proc/self/cgroup'")
    #expect(run.out.contains("cloche-"), "\(run.err)")
    #expect(run.status == 0)
  }

  @Test func noMountIsSeenOutside() {
    guard Machine.isRoot else { return }
    let before = Leftovers.now.mounts
    _ = Cloche.commands("ns mnt pid; mount tmpfs /mnt; mount proc /proc; root host; exec true")
    #expect(Leftovers.now.mounts == before)
  }

  @Test func launchesLeakNoDescriptor() {
    // With room for a few more than one launch needs, the first leak is the last launch.
    let script = "repeat 300 { exec true; try exec no-such-program; capture exec true }"
    let run = Finished.running([
      "sh", "-c", "ulimit -n 24; exec \"$0\" -c \"$1\"", Cloche.path, script,
    ])
    #expect(run.status == 0, "\(run.err)")
    let tight = Finished.running([
      "sh", "-c", "ulimit -n 4; exec \"$0\" -c \"$1\"", Cloche.path, script,
    ])
    #expect(tight.status != 0, "the detector sees nothing")
  }

  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: ["", "ns user pid; ", "ns user pid; init off; ", "ns user time; "])
  func theProgramDiesWithCloche(_ context: String) {
    let ready = TemporaryFile()
    let program = "bash -c 'echo ready > \(ready.path); exec -a \(Leftovers.marker) sleep 300'"
    // The shell waits for the program's word, kills cloche, and tells when the program is gone.
    let run = Finished.running([
      "bash", "-c",
      """
      "$0" -c "$1" &
      until grep -q ready \(ready.path); do :; done
      until pgrep -f '^\(Leftovers.marker)' > /dev/null; do :; done
      kill -9 $!
      for try in $(seq 1000); do pgrep -f '^\(Leftovers.marker)' > /dev/null || { echo gone; exit; }; done
      """, Cloche.path, "\(context)exec \(program)",
    ])
    #expect(run.out == "gone\n")
    _ = Finished.running(["pkill", "-9", "-f", "^\(Leftovers.marker)"])
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func theDoctorShowsWhatIsLeftAndTakesIt() {
    let killed = Cloche.commands("limit pids 20; exec sh -c 'kill -9 $1; sleep 60' sh ${host:pid}")
    let shown = Cloche.commands("doctor").out
    // Any other cloche may have been faster.
    #expect(shown.contains("/cloche-\(killed.pid)-") || Leftovers.groups(of: killed).isEmpty)
    #expect(Cloche.commands("doctor --clean").status == 0)
    #expect(Leftovers.groups(of: killed).isEmpty)
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func theDoctorLeavesTheLivingAlone() {
    let run = Cloche.commands(
      """
      limit pids 20
      exec sleep 60 &
      capture host '\(Cloche.path)' -c 'doctor --clean'
      not test $out contains /cloche-${host:pid}-
      capture stat --json
      assert $out contains '"pids.current":{"value":2,'
      """)
    #expect(run.status == 0, "\(run.err)")
  }
}
