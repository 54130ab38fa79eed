import Glibc
import TestSupport
import Testing

/// `exec --timeout` ends all that the program has started, in a box that is up too.
@Suite struct TimeoutInBoxTests {
  /// The lines of the script in a box, then what runs of the sleepers with a number that is unique.
  private func sleepers(_ context: String, _ script: (String) -> String) throws -> [String] {
    let unique = "9\(getpid())\(Int.random(in: 1000...9999))"
    let run = Cloche.commands(
      """
      \(context)
      up
      \(script(unique))
      capture host sh -c 'pgrep -a -x sleep || true'
      echo $out
      """)
    try #require(run.status == 0, "\(run.err)")
    return run.out.split { $0 == " " || $0 == "\n" }.map(String.init).filter {
      $0.hasPrefix(unique)
    }
  }

  @Test(arguments: ["ns user pid mnt; mount proc /proc", "ns user pid", "ns user", ""])
  func whatTheProgramStarted(_ context: String) throws {
    let left = try sleepers(context) { "try exec --timeout 200ms sh -c 'sleep \($0); true'" }
    #expect(left.isEmpty)
  }

  /// It has a session of its own, and its parent has gone.
  @Test func whatHasLostItsParent() throws {
    let left = try sleepers("ns user pid") {
      "try exec --timeout 200ms sh -c '(setsid sleep \($0)1 &); sleep \($0)2; true'"
    }
    #expect(left.isEmpty)
  }

  /// The attack that must not be mistaken for one: a daemon that an earlier program has left in the box.
  @Test func notWhatOthersStarted() throws {
    let left = try sleepers("ns user pid") {
      """
      exec sh -c '(setsid sleep \($0)1 >/dev/null 2>&1 &)'
      try exec --timeout 200ms sh -c 'sleep \($0)2; true'
      """
    }
    #expect(left.count == 1 && left.first?.hasSuffix("1") == true, "\(left)")
  }
}
