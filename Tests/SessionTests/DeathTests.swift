import Glibc
import TestSupport
import Testing

/// One owner of death: whatever a program leaves behind ends with it and with cloche, without a pid
/// namespace too.
@Suite struct DeathTests {
  private static let name = "cloche-death-\(getpid())"

  /// Programs named so, each test its own.
  private func survivors(_ name: String) -> [String] { Leftovers.processes(named: name) }

  /// A script of sh that runs sleeps of a name in all the ways that lose a parent.
  private func scatter(_ name: String) -> String {
    """
    bash -c 'exec -a \(name) sleep 1000' &
    setsid bash -c 'exec -a \(name) sleep 1000' &
    (bash -c 'exec -a \(name) sleep 1000' & )
    """
  }

  /// The detector works: without cloche they live on.
  @Test func theDetectorWorks() throws {
    let name = "\(Self.name)-a"
    _ = Finished.running(["sh", "-c", "(\(scatter(name))) > /dev/null 2>&1"])
    waitUntil { survivors(name).count == 3 }
    #expect(survivors(name).count == 3)
    _ = Finished.running(["pkill", "-f", "^\(name)"])
  }

  @Test(arguments: ["umask 022", "ns uts user", "tty none", "tty share"])
  func theEndOfTheProgram(_ context: String) throws {
    if context.contains("user"), !Machine.hasUserNamespaces {
      try Test.cancel("no user namespaces for this user")
    }
    let name = "\(Self.name)-b-\(context.filter(\.isLetter))"
    let run = Cloche.commands("\(context); exec sh -c $1", arguments: [scatter(name)])
    #expect(run.status == 0, "\(run.err)")
    // All is gone when exec returns: nothing is waited for here.
    #expect(survivors(name) == [])
  }

  /// SIGKILL gives cloche no time for anything.
  @Test(arguments: ["umask 022", "ns uts user"])
  func theDeathOfCloche(_ context: String) throws {
    if context.contains("user"), !Machine.hasUserNamespaces {
      try Test.cancel("no user namespaces for this user")
    }
    if context.contains("as "), !Machine.isRoot {
      try Test.cancel("only root can be somebody else")
    }
    let name = "\(Self.name)-c-\(context.filter(\.isLetter))"
    let run = Cloche.commands(
      "\(context); exec sh -c $1 sh ${host:pid}",
      arguments: [scatter(name) + "\nkill -KILL $1; wait; sleep 1000"])
    #expect(run.signal == SIGKILL)
    waitUntil { survivors(name) == [] }
    #expect(survivors(name) == [])
  }

  /// Changing the ids clears the death signal of a process, see PR_SET_PDEATHSIG(2const).
  @Test(.enabled(if: Machine.canBecomeNobody, "only root can be somebody else"))
  func whoChangesIDs() {
    let name = "\(Self.name)-d"
    let run = Cloche.commands(
      "exec sh -c $1 sh ${host:pid}",
      arguments: [
        """
        setpriv --reuid=65534 --clear-groups bash -c 'exec -a \(name) sleep 1000' &
        kill -KILL $1; wait; sleep 1000
        """
      ])
    #expect(run.signal == SIGKILL)
    waitUntil { survivors(name) == [] }
    #expect(survivors(name) == [])
  }

  /// A program that stops and goes on more often than the channel has room for.
  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: ["ns user pid", "init on"])
  func manyStops(_ context: String) {
    let run = Cloche.commands(
      """
      \(context); exec sh -c '(i=0; while test $i -lt 400; do kill -STOP $$; kill -CONT $$; i=$((i+1)); \
      done) & wait; echo done'
      """)
    #expect(run.out == "done\n")
    #expect(run.status == 0)
  }

  private func waitUntil(_ holds: () -> Bool) {
    // Nothing tells of the death of others' children; each look takes a program of its own.
    for _ in 0..<1000 { if holds() { return } }
  }
}
