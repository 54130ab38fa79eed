import TestSupport
import Testing

/// What is read-only or hidden holds against the program itself: each attack succeeds with
/// `cap all`, and fails by default.
@Suite struct HoldingTests {
  /// A context with a mount namespace of its own, and what undoes a part of it.
  struct Attack: CustomStringConvertible {
    let context: String
    let program: String

    var description: String { "\(program) in \(context)" }
  }

  static let attacks = [
    Attack(context: "root host", program: "mount -o remount,bind,rw /usr"),
    Attack(context: "mount tmpfs /mnt", program: "umount /mnt"),
    Attack(context: "bind /usr /mnt ro", program: "mount -o remount,bind,rw /mnt"),
  ]

  private func tried(
    _ attack: Attack, in namespaces: String, asNobody: Bool = false
  ) -> Finished {
    Cloche.commands(
      "\(namespaces); \(attack.context); mount proc /proc; exec \(attack.program)",
      asNobody: asNobody)
  }

  private func expectHeld(_ attack: Attack, in namespaces: String, asNobody: Bool = false) {
    let open = tried(attack, in: "\(namespaces); cap all", asNobody: asNobody)
    #expect(open.status == 0, "\(open.err)")
    let held = tried(attack, in: namespaces, asNobody: asNobody)
    // Of mount(8) and umount(8), and not of cloche.
    #expect(held.status == 1 || held.status == 32, "\(held.status): \(held.err)")
    #expect(!held.err.contains("error["), "\(held.err)")
    let fewer = tried(
      attack, in: "\(namespaces); cap container; cap drop chown", asNobody: asNobody)
    #expect(fewer.status == held.status)
  }

  @Test(
    .enabled(if: Machine.isRoot, "the host's root has capabilities without a user namespace"),
    arguments: attacks)
  func asRoot(attack: Attack) { expectHeld(attack, in: "ns mnt pid") }

  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: attacks)
  func inAUserNamespace(attack: Attack) { expectHeld(attack, in: "ns user mnt pid") }

  @Test(
    .enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"),
    arguments: attacks)
  func asNobodyInAUserNamespace(attack: Attack) {
    expectHeld(attack, in: "ns user mnt pid", asNobody: true)
  }
}
