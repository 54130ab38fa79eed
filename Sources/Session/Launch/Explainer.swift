import Kernel
import Language
import Sandbox

/// Makes a diagnostic of a step that was refused, with what may be behind it.
struct Explainer {
  private let plan: Plan
  private let context: Context
  private let host: Host

  init(_ plan: Plan, _ context: Context, _ host: Host) {
    self.plan = plan
    self.context = context
    self.host = host
  }

  /// The diagnostic of a step of cloche's own.
  func explain(_ refusal: StepRefusal) -> Diagnostic {
    explain(
      number: refusal.number, subject: refusal.error.operation,
      refusal: Refusal(
        call: nil, errno: refusal.error.errno, context: context, host: host,
        origin: refusal.origin ?? plan.command),
      causes: refusal.causes)
  }

  /// The diagnostic of a step of the child's.
  func explain(_ failure: LaunchFailure) -> Diagnostic {
    let steps = plan.launch.steps + plan.launch.initSteps
    let step = steps[failure.step]
    let source = plan.sources[failure.step]
    let refusal = Refusal(
      call: step.call, errno: failure.errno, context: context, host: host,
      origin: source.origin ?? plan.command, detail: failure.detail, fileMode: failure.fileMode)
    if source.phase == .execute { return explainProgram(refusal) }
    return explain(
      number: plan.number(ofStep: failure.step),
      subject: source.summary ?? plan.launch.text(of: step), refusal: refusal,
      causes: source.causes)
  }

  private func explain(
    number: Int, subject: String, refusal: Refusal, causes: Causes?
  ) -> Diagnostic {
    let explanation =
      IDMapCauses.unmapped(refusal) ?? causes?(refusal) ?? Explanation(.stepRefused)
    var diagnostic = Diagnostic(
      explanation.code,
      "the kernel refused step \(number) of \(plan.stepCount), \(subject): "
        + refusal.errno.explained,
      at: refusal.origin)
    let words = refusal.detail.displayedKernelMessage
    if !words.isEmpty { diagnostic = diagnostic.note("the kernel says: \(words)") }
    return diagnostic.explained(by: explanation)
  }

  /// That a program is not there is no matter of steps.
  private func explainProgram(_ refusal: Refusal) -> Diagnostic {
    let explanation =
      plan.sources.last { $0.phase == .execute }?.causes?(refusal)
      ?? Explanation(.programNotExecutable)
    let name = (plan.program.first ?? Bytes("/bin/sh".utf8)).displayed
    let isMissing = explanation.code == .programNotFound
    var diagnostic = Diagnostic(
      explanation.code,
      isMissing
        ? "there is no program `\(name)`"
        : "`\(name)` cannot be executed: \(refusal.errno.explained)", at: refusal.origin)
    if isMissing {
      let places = plan.launch.steps.filter { $0.kind == .execute }.compactMap { step -> String? in
        guard case .text(let path)? = step.operands.first else { return nil }
        return path.displayed
      }
      diagnostic = diagnostic.note("looked for \(places.joined(separator: ", "))")
      if context.hasOwnTree {
        diagnostic = diagnostic.note("inside, where only the programs of the root are")
      }
    }
    return diagnostic.explained(by: explanation)
  }

  /// The child ended without a word: it was killed.
  static func died(_ job: Job) -> Diagnostic {
    let how = job.record.signal.map { "by \($0.name)" } ?? "with status \(job.record.status)"
    let died = Diagnostic(
      .childDied, "the child ended \(how) before the program ran", at: job.plan.command)
    if let trouble = job.record.troubles.first(where: \.isDeadly) { return died.why(trouble.text) }
    return died.why(
      "something outside of cloche killed it: the out-of-memory killer, or a kill")
  }
}

extension Context {
  /// The program sees another tree than the host's.
  var hasOwnTree: Bool {
    if case .directory = self[RootFileSystem.self]?.kind { true } else { false }
  }
}

extension Bytes {
  /// What an fsopen(2) context said, without its severity letter: `e proc: Unknown parameter`.
  fileprivate var displayedKernelMessage: String {
    guard count > 2, self[1] == 0x20, [0x65, 0x77, 0x69].contains(self[0]) else { return "" }
    return dropFirst(2).prefix { $0 != 0x0a }.displayed
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofExplainer: [ErrorCode] { [.childDied] }

  package static var childDied: ErrorCode {
    ErrorCode(
      404, title: "the child ended without saying why",
      story: """
        Between the clone and the program the child works through its steps. If one is refused it \
        reports the step, and just before execve it reports that all were made. This child ended and \
        had reported neither, so somebody killed it: the kernel for lack of memory, in its control \
        group or on the whole machine, or a kill from outside.

        The kernel's log tells of the first, if you may read it. If `limit memory` is set, raise it: \
        the steps before the program count as well (cgroups(7)).

            ! sh -c 'dmesg | tail'
        """)
  }
}
