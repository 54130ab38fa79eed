import Kernel
import Language
import Testing

@testable import Sandbox

/// Who asked for a step, and what may be behind its refusal, hold for the steps of one closure.
@Suite struct AskedTests {
  private struct Stop: Error {}

  private static func span(_ start: Int) -> SourceSpan {
    SourceSpan(SourceID(0), start, start + 1)
  }

  private static func builder() -> PlanBuilder {
    PlanBuilder(host: .user, program: .standard, purpose: .sandbox)
  }

  private static func causes(_ text: String) -> Causes {
    { _ in Explanation(.stepRefused, why: text) }
  }

  /// What a builder says of a refusal now.
  private static func why(_ plan: PlanBuilder) -> String? {
    let refusal = Refusal(
      call: nil, errno: .notPermitted, context: Context(), host: .user, origin: nil)
    return plan.causes?(refusal)?.why.first
  }

  @Test func whatHeldBeforeHoldsAgain() {
    var plan = Self.builder()
    plan.asked(by: Self.span(1), causes: Self.causes("outer")) { plan in
      plan.asked(by: Self.span(2)) { plan in
        #expect(plan.origin == Self.span(2))
        #expect(Self.why(plan) == "outer")
        plan.explained(by: Self.causes("inner")) { plan in
          #expect(plan.origin == Self.span(2))
          #expect(Self.why(plan) == "inner")
        }
        #expect(Self.why(plan) == "outer")
      }
      #expect(plan.origin == Self.span(1))
      plan.asked(by: nil, causes: nil) { plan in
        #expect(plan.origin == nil)
        #expect(plan.causes == nil)
      }
      #expect(Self.why(plan) == "outer")
    }
    #expect(plan.origin == nil)
    #expect(plan.causes == nil)
  }

  @Test func anErrorLeavesNothingBehind() {
    var plan = Self.builder()
    #expect(throws: Stop.self) {
      try plan.asked(by: Self.span(1), causes: Self.causes("why")) { _ throws(Stop) in
        throw Stop()
      }
    }
    #expect(plan.origin == nil)
    #expect(plan.causes == nil)
  }

  /// The rate of a link is changed before the hostname, whose refusal has nothing to do with it.
  @Test func theCausesOfALinkStayWithTheLink() throws {
    let place = RunningPlace(kinds: [.net, .uts], entrance: nil, folder: Bytes("/".utf8))
    let plan = try Lowering.plan(
      Building.context("ns uts net\nlimit net 1M\nhostname glass"), program: .standard,
      host: .root, purpose: .change(place, from: Building.context("ns uts net")))
    let calls = zip(plan.launch.steps, plan.sources).map { ($0.call, $1.causes != nil) }
    #expect(calls.contains { $0.0 == .socket && $0.1 })
    #expect(calls.contains { $0.0 == .sethostname && !$0.1 })
  }
}
