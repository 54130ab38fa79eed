import Language
import Presentation
import Sandbox
import Session

/// The prompt: the box, what is isolated, what has changed since the last run, and a status that is
/// not 0.
struct PromptText {
  let reporter: ConsoleReporter

  /// - Parameter forReadline: what takes no column stands between \u{1} and \u{2}.
  func text(_ session: Session, forReadline: Bool = true) -> String {
    let box = session.boxes.current
    let palette = Palette(isColored: reporter.isColored, isForPrompt: forReadline)
    var text = palette.paint("cloche", .emphasis)
    if box.name != "main" { text += ":" + shown(box.name) }
    let labels = labels(box.context.facets.compactMap(\.promptLabel).map { shown($0) })
    let up = session.liveBoxes.current == nil ? "" : palette.paint("up", .up)
    let separator = up.isEmpty || labels.isEmpty ? "" : " "
    let state = up + separator + palette.paint(labels, .isolation)
    if !state.isEmpty { text += "[" + state + "]" }
    if session.boxes.hasChangedSinceRun { text += palette.paint("*", .change) }
    if session.interpreter.lastStatus != 0 {
      text += " " + palette.paint("(\(session.interpreter.lastStatus))", .failure)
    }
    return text + "> "
  }

  /// While something is open: what it is, by the sign that opened it.
  func continuation(_ open: Parser.Incomplete) -> String { "     \(open.rawValue)> " }

  /// As many as leave half of the line to type on.
  private func labels(_ all: [String]) -> String {
    let room = max(20, reporter.width - 30)
    let whole = all.joined(separator: " ")
    guard whole.displayWidth > room else { return whole }
    var some = ""
    for label in all where some.displayWidth + label.displayWidth + 5 <= room {
      some += label + " "
    }
    return some + "..."
  }

  /// Nothing but ASCII where the terminal may know nothing else.
  private func shown(_ text: String) -> String {
    reporter.isUnicode ? text : text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
  }
}
