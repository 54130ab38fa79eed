import Kernel
import Language

/// `tty own`: a new pseudo-terminal is the program's, and cloche gets the other end of it.
struct OwnTerminal {
  let setting: TerminalSetting

  func lower(_ phase: Phase, of context: Context, into plan: inout PlanBuilder) {
    let isInside = Self.hasTerminalsInside(context)
    switch phase {
    case .streams where !isInside: open(Bytes("/dev/ptmx".utf8), &plan)
    case .session:
      if isInside { open(Bytes("/dev/pts/ptmx".utf8), &plan) }
      lead(context, &plan)
    case .terminal:
      plan.leadsGroup()
      guard plan.usesInit, let terminal = plan.terminal else { break }
      plan.call(.setpgid, .number(0), .number(0))
      if setting.isDeferred(for: plan.program, usesInit: plan.usesInit, on: plan.host) {
        plan.defersTerminal()
      } else {
        plan.comeToForeground(of: .cell(terminal))
      }
    default: break
    }
  }

  /// A devpts of its own is where the program can find its terminal by name.
  private static func hasTerminalsInside(_ context: Context) -> Bool {
    guard context.has(.mnt) else { return false }
    if case .host? = context[RootFileSystem.self]?.kind { return true }
    return context[Mounts.self]?.makesTerminals ?? false
  }

  private func open(_ path: Bytes, _ plan: inout PlanBuilder) {
    plan.ownsTerminal()
    plan.explained(by: TerminalCauses.explain) { plan in
      // The control message of unix(7) has to lie in one piece: its head, which says that one
      // descriptor follows (cmsg_len, SOL_SOCKET, SCM_RIGHTS), then the descriptor.
      let rights = plan.cell("scm_rights", value: 20)
      _ = plan.cell("scm_rights", value: 1 | 1 << 32)
      let multiplexer = plan.cell(
        "ptmx", .openat, .constant(Directory.current, Directory.names), .text(path),
        .constant(
          OpenFlag.readWrite | OpenFlag.noControllingTerminal | OpenFlag.closeOnExec, OpenFlag.names
        ),
        .number(0))
      let unlocked = Operand.Structure("int", [Operand.Member("lock", size: 4, .number(0))])
      plan.call(
        .ioctl, .cell(multiplexer), .constant(DeviceControl.lockTerminal, DeviceControl.names),
        .structure(unlocked))
      // Without its name, which need not exist where this process is. See ioctl_tty(2).
      plan.terminal = plan.cell(
        "tty", .ioctl, .cell(multiplexer), .constant(DeviceControl.openPeer, DeviceControl.names),
        .constant(
          OpenFlag.readWrite | OpenFlag.noControllingTerminal | OpenFlag.closeOnExec, OpenFlag.names
        ))
      plan.call(
        .sendmsg, .cell(LaunchPlan.channel), .structure(Self.message(rights)), .number(0))
      plan.call(.close, .cell(multiplexer))
    }
  }

  /// struct msghdr with the interpreter's message head, see CLaunch.h.
  private static func message(_ rights: Cell) -> Operand.Structure {
    let head = Operand.Structure(
      "terminal",
      [
        Operand.Member("kind", size: 4, .number(6)), Operand.Member("step", size: 4, .number(0)),
        Operand.Member("rest", size: 8, .number(0)), Operand.Member("length", size: 4, .number(0)),
      ])
    let part = Operand.Structure(
      "iovec", [Operand.Member("base", .structure(head)), Operand.Member("len", .number(20))])
    return Operand.Structure(
      "msghdr",
      [
        Operand.Member("name", .number(0)), Operand.Member("namelen", .number(0)),
        Operand.Member("iov", .structure(part)), Operand.Member("iovlen", .number(1)),
        Operand.Member("control", .address(rights)), Operand.Member("controllen", .number(24)),
        Operand.Member("flags", .number(0)),
      ])
  }

  private func lead(_ context: Context, _ plan: inout PlanBuilder) {
    guard let terminal = plan.terminal else { return }
    plan.call(.setsid)
    plan.call(
      .ioctl, .cell(terminal),
      .constant(DeviceControl.setControllingTerminal, DeviceControl.names), .number(0))
    if let identity = context[Identity.self] {
      // It opened as somebody else; by its name the program could not open it again.
      plan.call(.fchown, .cell(terminal), .number(Int(identity.uid)), .number(-1))
    }
    let isGiven = [plan.program.input == .null, plan.program.isCaptured, false]
    for descriptor in setting.streams(on: plan.host) where !isGiven[descriptor] {
      plan.call(.dup3, .cell(terminal), .number(descriptor), .number(0))
    }
  }
}
