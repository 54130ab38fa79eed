import Language
import Sandbox
import Session

/// The prompt: the box, what is isolated, what has changed since the last run, and a status that is
/// not 0.
struct PromptText {
  let isColored: Bool

  /// As readline wants it: what takes no column stands between \u{1} and \u{2}.
  func text(_ session: Session) -> String {
    let box = session.boxes.current
    var text = painted("cloche", "1")
    if box.name != "main" { text += ":" + box.name }
    let labels = box.context.facets.compactMap(\.promptLabel)
    if !labels.isEmpty { text += "[" + painted(labels.joined(separator: " "), "36") + "]" }
    if session.hasChangedSinceRun { text += "*" }
    if session.lastStatus != 0 { text += " " + painted("(\(session.lastStatus))", "31") }
    return text + "> "
  }

  /// While something is open: what it is, by the sign that opened it.
  func continuation(_ open: Parser.Incomplete, depth: Int) -> String {
    "     " + open.rawValue + "> "
  }

  private func painted(_ text: String, _ code: String) -> String {
    isColored ? "\u{1}\u{1b}[\(code)m\u{2}\(text)\u{1}\u{1b}[0m\u{2}" : text
  }
}
