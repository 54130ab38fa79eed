import Kernel
import Language
import Sandbox

/// `limit net`: a token bucket filter on the loopback of a new network namespace, see tc-tbf(8).
///
/// The loopback is the one interface that such a namespace has, so that this limits what programs
/// inside send to each other; each packet passes it once. An interface to the outside would need its
/// own. The first 128 KiB pass at once: the bucket has to hold the largest packet of a loopback, 64 KiB.
struct LinkRate {
  private let rate: Int?

  /// - Parameter rate: bytes a second; nil takes the limit away.
  init(_ rate: Int?) { self.rate = rate }

  private static let burst = 128 << 10
  /// What waits beyond this is dropped, as on a real link.
  private static let queue = 256 << 10

  func lower(into plan: inout PlanBuilder) {
    // With NLM_F_EXCL and NLM_F_CREATE.
    lower(flags: 0x600, into: &plan)
  }

  /// In a namespace that is in use. The kernel takes no other filter away than one that was set.
  func lowerChange(hasOne: Bool, into plan: inout PlanBuilder) {
    guard rate != nil || hasOne else { return }
    // With NLM_F_REPLACE and NLM_F_CREATE.
    lower(flags: 0x500, into: &plan)
  }

  private func lower(flags: Int, into plan: inout PlanBuilder) {
    let message = self.message(flags)
    let text =
      rate.map { "RTM_NEWQDISC lo tbf rate \(Quantity.sizeText($0))/s" } ?? "RTM_DELQDISC lo"
    let shown = Operand.Structure(
      "nlmsghdr", [Operand.Member(text, size: message.count, .data(message))])
    plan.explained(by: Self.causes) { plan in
      let socket = plan.cell(
        "netlink", .socket, .constant(SocketConstant.netlink, SocketConstant.families),
        .constant(SocketConstant.datagram | SocketConstant.closeOnExec, SocketConstant.types),
        .number(0))
      plan.call(.write, .cell(socket), .structure(shown), .number(message.count))
      // The answer to a message that was taken is its head alone, marked so; a refusal brings the
      // message back, and is longer. See NLMSG_ERROR in netlink(7).
      var answer = Step(.read, [.cell(socket), .room(256), .number(256)])
      answer.check = Step.Check(expected: Self.accepted, mismatch: .noSuchFileOrDirectory)
      plan.add(answer)
    }
  }

  private static let causes: Causes = { _ in
    Explanation(
      .stepRefused,
      why: "this kernel has no token bucket filter, CONFIG_NET_SCH_TBF, or no module",
      fix: "modprobe sch_tbf, on the host as root", "leave `limit net` out")
  }

  /// The first word of struct nlmsghdr: a length of 36, NLMSG_ERROR, NLM_F_CAPPED.
  private static let accepted: UInt64 = 36 | 2 << 32 | 0x100 << 48

  /// struct nlmsghdr, struct tcmsg, and attributes; see rtnetlink(7) and linux/pkt_sched.h.
  private func message(_ flags: Int) -> Bytes {
    // The family, interface 1, which is the loopback, a handle of the kernel's choice, TC_H_ROOT.
    var body = Self.word(0) + Self.word(1) + Self.word(0) + Self.word(0xffff_ffff) + Self.word(0)
    if let rate { body += Self.filter(rate) }
    // RTM_NEWQDISC or RTM_DELQDISC, with NLM_F_REQUEST and _ACK.
    let type = rate == nil ? 37 : 36
    let mode = 5 | (rate == nil ? 0 : flags)
    return Self.word(16 + body.count) + Self.word(type | mode << 16) + Self.word(1) + Self.word(0)
      + body
  }

  private static func filter(_ rate: Int) -> Bytes {
    var parameters = Bytes()
    // struct tc_ratespec: for link layer 1, Ethernet, the kernel needs no table of rates.
    parameters += [0, 1, 0, 0, 0, 0, 0, 0] + word(rate)
    parameters += Bytes(repeating: 0, count: 12)
    parameters += word(queue) + word(0) + word(0)
    let options = attribute(1, parameters) + attribute(6, word(burst))
    return attribute(1, Bytes("tbf\0".utf8)) + attribute(2, options)
  }

  private static func attribute(_ type: Int, _ value: Bytes) -> Bytes {
    word(value.count + 4 | type << 16) + value
  }

  private static func word(_ number: Int) -> Bytes {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
