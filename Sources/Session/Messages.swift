import Kernel
import Language
import Presentation

/// What is said to a person, with the texts that it points into.
package final class Messages {
  private let reporter: any Reporter
  private let output: Output
  /// The texts that were read.
  package internal(set) var sources = SourceMap()
  /// The definitions that are being run, the outermost first.
  var calls: [Call] = []

  init(_ reporter: any Reporter, _ output: Output) {
    self.reporter = reporter
    self.output = output
  }

  /// How results are to be laid out on standard output.
  var textStyle: TextStyle { reporter.textStyle }

  /// Says what is wrong, and how the run came there.
  package func report(_ diagnostic: Diagnostic) {
    output.flush()
    reporter.report(diagnostic, sources: sources, calls: calls)
  }

  /// Says what the kernel refused cloche itself, outside of a launch.
  ///
  /// - Parameter consequence: what comes of it, `no history is kept`.
  package func report(
    _ error: KernelError, _ code: ErrorCode, severity: Diagnostic.Severity = .error,
    consequence: String? = nil, at span: SourceSpan? = nil
  ) {
    let reason = "could not \(error.operation): \(error.errno.explained)"
    report(
      Diagnostic(
        code, consequence.map { "\($0): \(reason)" } ?? reason, at: span, severity: severity))
  }

  /// Says a line on standard error.
  package func say(_ line: String) { reporter.say(line) }

  /// Shows a text of the script's, behind what was printed before.
  package func present(_ kind: Narration, _ text: String) {
    output.flush()
    reporter.present(kind, text)
  }

  /// Shows a command behind the prompt before it runs: `-v`.
  func echo(_ span: SourceSpan, in session: Session) {
    output.flush()
    reporter.echo(text(of: span), in: session)
  }

  /// Shows a command before it runs: `-x`.
  func trace(_ command: String) {
    output.flush()
    reporter.trace(command)
  }

  /// Shows how the steps of a launch went: `-x`.
  func trace(_ job: Job) { reporter.trace(job.plan, timings: job.process.child.timings) }

  /// Asks whether a command may run: `--step`.
  func confirm(_ command: String) -> Confirmation {
    output.flush()
    return reporter.confirm(command)
  }

  /// Adds a text that is no script, so that diagnostics can point into it.
  package func addSource(_ source: Source) -> SourceID { sources.add(source) }

  /// The text of a command as it was written, in one line.
  package func text(of span: SourceSpan) -> String { sources.text(of: span).displayed }

  /// `NAME:LINE` of a span.
  package func place(of span: SourceSpan) -> String { sources.place(of: span) }
}
