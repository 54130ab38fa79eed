import Kernel
import Language

/// How the program has a terminal.
public struct TerminalSetting: Facet {
  public enum Kind: String, Sendable {
    /// Cloche's own.
    case share
    /// None that controls it: a session of its own.
    case none
  }

  public let kind: Kind
  public let origin: SourceSpan?

  public init(_ kind: Kind, origin: SourceSpan?) {
    self.kind = kind
    self.origin = origin
  }

  public var settings: [Setting] {
    [
      Setting(
        "tty", "tty", kind.rawValue, origin: origin,
        meaning: kind == .share ? "cloche's own terminal" : "no controlling terminal")
    ]
  }

  public var phases: [Phase] { [.terminal] }

  public func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.origin = origin
    defer { plan.origin = nil }
    if kind == .none {
      // A session has no terminal until it opens one, and from outside of it the terminal's
      // ioctls are refused. See setsid(2).
      plan.call(.setsid)
      plan.leadsGroup()
      return
    }
    guard plan.program.hasOwnGroup else { return }
    plan.call(.setpgid, .number(0), .number(0))
    plan.leadsGroup()
    guard plan.program.isForeground else { return }
    let own = plan.cell("pid", .getpid)
    plan.call(
      .ioctl, .number(0), .constant(DeviceControl.setForegroundGroup, DeviceControl.names),
      .address(own))
  }
}
