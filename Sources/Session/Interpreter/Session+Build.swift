import Language
import Sandbox

extension Session {
  /// Lets a command change the context of the current box. What it replaces is said.
  func build(_ command: any BuildingCommand.Type, _ arguments: Arguments) throws(Diagnostic) {
    var context = self.context
    try command.build(arguments, &context)
    noteReplacements(from: self.context, to: context, by: arguments)
    boxes.change(to: context)
  }

  /// A repeated setting replaces the earlier one, with a note.
  private func noteReplacements(from old: Context, to new: Context, by arguments: Arguments) {
    let before = old.settings
    guard !before.isEmpty else { return }
    for setting in new.settings where setting.origin == arguments.span {
      guard let earlier = before.first(where: { $0.key == setting.key }),
        earlier.origin != setting.origin, earlier.words != setting.words
      else { continue }
      let words = ScriptText.line(earlier.words).displayed
      let before = earlier.origin.map { " of \(place(of: $0))" } ?? ""
      reporter.say("note: \(place(of: arguments.span)): this replaces `\(words)`\(before)")
    }
  }

  /// `NAME:LINE` of a span.
  public func place(of span: SourceSpan) -> String {
    let source = sources[span.source]
    return "\(source.name):\(LineIndex(source).line(of: Int(span.start)))"
  }
}
