import Kernel
import Language
import Presentation
import Sandbox
import Session

/// Shows what a session has to say, on standard error.
final class ConsoleReporter: Reporter {
  private var color = ColorSetting.auto
  /// Found out when there is something to show.
  private lazy var terminal = TerminalFacts(color: color)
  private lazy var palette = Palette(isColored: terminal.colors(.standardError))
  private(set) lazy var width = terminal.width

  var isColored: Bool { palette.isColored }

  /// - Parameter color: when colours are used.
  func configure(color: ColorSetting) { self.color = color }

  var textStyle: TextStyle {
    var style = TextStyle(
      width: width, isUnicode: terminal.isUnicode, isColored: terminal.colors(.standardOutput))
    style.canRedraw = terminal.canRedraw
    return style
  }

  var isUnicode: Bool { terminal.isUnicode }

  /// Lines of the terminal.
  var rows: Int { max(WindowSize.current?.rows ?? 0, 10) }

  /// The terminal has another size.
  func resize() {
    if let columns = WindowSize.current?.columns { width = columns }
  }

  func report(_ diagnostic: Diagnostic, sources: SourceMap, calls: [Call]) {
    let renderer = DiagnosticRenderer(
      palette: palette, width: width, isForTerminal: Descriptors.isTerminal(.standardError))
    let source = diagnostic.span.map { sources[$0.source] }
    write(renderer.render(diagnostic, in: source, chain: chain(diagnostic, sources, calls)))
  }

  /// How the run came to this place: the calls and the inclusions, the nearest first.
  private func chain(_ diagnostic: Diagnostic, _ sources: SourceMap, _ calls: [Call]) -> [String] {
    guard let span = diagnostic.span else { return [] }
    return calls.reversed().map { "in `\($0.name)`, called at \(sources.place(of: $0.span))" }
      + sources.inclusions(of: span.source).map { "sourced at \(sources.place(of: $0))" }
  }

  func say(_ line: String) { write(Bytes(line.utf8).displayed + "\n") }

  func echo(_ command: String, in session: Session) {
    write(PromptText(reporter: self).text(session, forReadline: false) + command + "\n")
  }

  func trace(_ command: String) {
    write(palette.paint("+ \(command)", .note) + "\n")
  }

  func trace(_ plan: Plan, timings: [(step: Int, result: Int, nanoseconds: Int)]) {
    let steps = plan.launch.steps + plan.launch.initSteps
    for timing in timings where steps.indices.contains(timing.step) {
      let source = plan.sources[timing.step]
      let number = plan.number(ofStep: timing.step)
      write(
        "  \(number) \(source.actor.rawValue) \(plan.launch.text(of: steps[timing.step])) = "
          + "\(Self.result(timing, steps[timing.step]))\n")
    }
  }

  /// A successful execve never returns, so it has no result.
  private static func result(
    _ timing: (step: Int, result: Int, nanoseconds: Int), _ step: Step
  ) -> String {
    let microseconds = timing.nanoseconds / 1000
    let mayStay = step.kind != .execute && step.call != .execveat
    if !mayStay, timing.nanoseconds == 0 { return "?" }
    let value =
      timing.result < 0 && timing.result >= -4095
      ? Errno(rawValue: Int32(-timing.result)).name : String(timing.result)
    return "\(value) <\(microseconds) us>"
  }

  func confirm(_ command: String) -> Confirmation {
    let question = "\(command)  [Enter runs, s skips, a runs all, q quits] "
    while true {
      write(question)
      guard let answer = LineInput.read() else { return .quit }
      switch answer {
      case "", "y": return .run
      case "s", "n": return .skip
      case "a": return .runAll
      case "q": return .quit
      default: write("`\(Bytes(answer.utf8).displayed)` is not one of the answers\n")
      }
    }
  }

  func present(_ kind: Narration, _ text: String) {
    let style = TextStyle(width: min(width, 80))
    switch kind {
    case .note: write(palette.paint(style.wrap(text, first: 0, indent: ""), .faint) + "\n")
    case .section: write("\n" + palette.paint(text, .heading) + "\n")
    case .question:
      let text = style.wrap(text, first: 0, indent: "")
      write(palette.paint(text, .faint) + (text.hasSuffix(" ") ? "" : " "))
    }
  }

  private func write(_ text: String) {
    // Nothing can be said when standard error is gone.
    try? Descriptors.writeAll(Bytes(text.utf8), to: .standardError)
  }
}
