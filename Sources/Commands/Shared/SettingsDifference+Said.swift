import Language
import Sandbox
import Session

extension SettingsDifference {
  /// Tells the user what has changed.
  func say(in session: Session) {
    let text = session.textStyle.wrap(text, first: 0, indent: "  ")
    for line in text.split(separator: "\n") { session.messages.say(String(line)) }
  }
}
