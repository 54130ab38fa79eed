import ControlGroups
import Kernel
import Language
import Sandbox
import Testing

@testable import Limits

/// The limits of a context, as a value.
@Suite struct LimitSetTests {
  private func limits(_ changes: [(LimitValue.Change, String)]) -> LimitSet {
    var limits = LimitSet()
    for (change, words) in changes {
      limits.apply(change, words: words.split(separator: " ").map { Bytes($0.utf8) }, origin: nil)
    }
    return limits
  }

  private let pids = (LimitValue.Change.set(.limit(.pids, .amount(20)), key: "pids"), "pids 20")
  private let none = (LimitValue.Change.set(.noDevices, key: "devices none"), "devices none")

  @Test func aLaterLimitReplacesThatOfItsKey() {
    let more = (LimitValue.Change.set(.limit(.pids, .amount(30)), key: "pids"), "pids 30")
    #expect(limits([pids, none, more]).entries.map(\.text) == ["devices none", "pids 30"])
  }

  @Test func aLiftedKeyTakesThoseBelowIt() {
    let rule = DeviceRule(isBlock: false, major: 1, minor: 3, access: "rw")
    let allowed = (
      LimitValue.Change.set(.device(rule), key: "devices allow c 1:3"), "devices allow c 1:3 rw"
    )
    #expect(limits([none, pids, allowed, (.lift(["devices"]), "")]).entries.map(\.key) == ["pids"])
    #expect(limits([pids, (.lift(["pid"]), "")]).entries.count == 1)
    #expect(limits([pids, (.lift(["pids"]), "")]).isEmpty)
  }

  /// Only a limit of processes keeps a clone back, and only by EAGAIN.
  @Test func whatARefusedCloneMayComeFrom() throws {
    func refusal(_ errno: Errno, version: Int = 2, of call: SystemCall? = nil) -> Refusal {
      let host = Host(
        credentials: Credentials(
          uid: 0, gid: 0, groups: [], capabilities: CapabilitySet(bits: 0)), environment: [],
        controllerVersion: { _ in version })
      return Refusal(call: call, errno: errno, context: Context(), host: host, origin: nil)
    }
    #expect(limits([none]).cloneCauses == nil)
    let causes = try #require(limits([none, pids]).cloneCauses)
    let why = causes(refusal(.resourceTemporarilyUnavailable))?.why
    #expect(why == ["`limit pids 20` leaves no room: what is inside already counts too"])
    #expect(causes(refusal(.notPermitted)) == nil)
    // On v1 the first clone is made before the group is joined, and the init's after that.
    #expect(causes(refusal(.resourceTemporarilyUnavailable, version: 1)) == nil)
    let late = refusal(.resourceTemporarilyUnavailable, version: 1, of: .clone3)
    #expect(causes(late)?.why == why)
  }

  @Test func aCounterOfUseHasALimit() {
    let set = limits([pids])
    #expect(set.amount(besides: .pidsCurrent) == 20 && set.amount(besides: .pidsPeak) == 20)
    #expect(set.amount(besides: .pidsRefused) == nil && set.amount(besides: .memoryPeak) == nil)
  }
}
