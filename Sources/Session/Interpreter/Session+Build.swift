import Language
import Sandbox

extension Session {
  /// Lets a command change the context of the current box. What it replaces is said.
  func build(_ command: any BuildingCommand.Type, _ arguments: Arguments) throws(Diagnostic) {
    var context = self.context
    try command.build(arguments, &context)
    try applyToRunningBox(context, at: arguments.span)
    noteReplacements(from: self.context, to: context, by: arguments)
    boxes.change(to: context)
  }

  /// A repeated setting replaces the earlier one, with a note.
  private func noteReplacements(from old: Context, to new: Context, by arguments: Arguments) {
    let before = old.settings
    guard !before.isEmpty else { return }
    let kept = Set(new.settings.map(\.key))
    for setting in new.settings where setting.origin == arguments.span {
      // `map root` replaces `map uid ...`, which sets a part of the same.
      let replaced = before.filter { earlier in
        earlier.key == setting.key
          || (earlier.key.hasPrefix(setting.key + " ") && !kept.contains(earlier.key))
      }
      for earlier in replaced
      where earlier.origin != setting.origin && earlier.words != setting.words
        && !earlier.words.isEmpty
      {
        let words = ScriptText.line(earlier.words).displayed
        let before = earlier.origin.map { " of \(place(of: $0))" } ?? ""
        reporter.say("note: \(place(of: arguments.span)): this replaces `\(words)`\(before)")
      }
    }
  }

  /// `NAME:LINE` of a span.
  package func place(of span: SourceSpan) -> String {
    let source = sources[span.source]
    return "\(source.name):\(LineIndex(source).line(of: Int(span.start)))"
  }
}
