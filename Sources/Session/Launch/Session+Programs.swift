import Kernel
import Language
import Sandbox

extension Session {
  /// The program that a command's arguments name, connected as the session is.
  package func program(for arguments: Arguments, words name: String? = nil) -> Program {
    let words = name.map { arguments.all($0) } ?? arguments.all("PROGRAM") + arguments.all("ARG")
    var program = Program(words: words.map(\.bytes), origin: arguments.span)
    program.input = settings.inputIsScript ? .null : .inherited
    program.isCaptured = output.isCapturing
    program.isInBackground = arguments.isBackground
    program.hasOwnGroup = settings.isInteractive || arguments.isBackground
    program.isForeground =
      settings.isInteractive && !arguments.isBackground && program.input == .inherited
    // Two readers of one input would each get a part of it. At a prompt the terminal sees to it.
    if arguments.isBackground, !settings.isInteractive { program.input = .null }
    program.isObserved = settings.isInteractive || asksForNamespaces
    return program
  }

  /// The plan that a launch in the current context would run.
  package func plan(_ program: Program) throws(Diagnostic) -> Plan {
    try refuseViolations(of: context)
    return try Lowering.plan(
      context, program: program, host: host,
      purpose: runningBox.map { .join($0.place) } ?? .sandbox)
  }

  /// Runs a program outside of any sandbox. Its status.
  package func runOnHost(_ program: Program) throws(Diagnostic) -> Int32 {
    let record = lastJob
    defer { lastJob = record }
    return try runInForeground(program, in: Self.hostContext)
  }

  /// Nothing is isolated, and everything passed on.
  private static var hostContext: Context {
    var context = Context()
    var environment = Environment()
    environment.keepAll(origin: nil)
    context[Environment.self] = environment
    context[NoNewPrivileges.self] = NoNewPrivileges(isOn: false, origin: nil)
    context[TerminalSetting.self] = TerminalSetting(.share, origin: nil)
    return context
  }

  /// Puts a program into cloche's own place. Returns only the refusal.
  package func replace(_ program: Program) throws(Diagnostic) -> Diagnostic {
    let plan = try self.plan(program)
    if let error = cannotReplace(plan, at: program.origin) { return error }
    output.flush()
    do throws(KernelError) {
      let failure = try plan.launch.replaceThisProcess(presets: [])
      return explain(failure, of: plan, in: context)
    } catch {
      return explain(
        StepRefusal(number: 1, origin: program.origin, causes: nil, error: error), in: plan,
        context: context)
    }
  }

  /// Without a parent there is nobody for some of the work.
  private func cannotReplace(_ plan: Plan, at span: SourceSpan?) -> Diagnostic? {
    func refusal(_ why: String, _ fix: String) -> Diagnostic {
      Diagnostic(
        .contradiction, "`exec --replace` is not possible in this context", at: span, label: why
      ).fix(fix)
    }
    if runningBox != nil { return refusal("the box is up, and held by cloche", "`down`") }
    if context.has(.pid) || context.has(.time) {
      let kind = context.has(.pid) ? "pid" : "time"
      return refusal(
        "a process can not enter a \(kind) namespace that it makes", "`ns -\(kind)`")
    }
    if plan.isGated { return refusal("only a parent can write these id maps", "`map root`") }
    if plan.preparations.contains(where: { $0.step.needsTakingDown }) {
      return refusal("nobody would be left to take the control group down", "`limit RESOURCE max`")
    }
    if output.isCapturing {
      return refusal("nobody would be left to read the output", "`capture exec` without it")
    }
    return nil
  }
}
