import Kernel
import Language
import LineEditing
import Sandbox
import Session

/// The history of a session at the prompt: in memory for the keys, in the session for `history`,
/// and in a file for the sessions to come.
struct PromptHistory {
  private let session: Session
  private let editor: LineEditor
  /// Nil where nothing is kept, or cannot be.
  private var file: HistoryFile?

  init(_ session: Session, _ editor: LineEditor, isKept: Bool) {
    self.session = session
    self.editor = editor
    guard isKept else { return }
    file = HistoryFile(environment: { session.host.variable($0) })
    readFile()
  }

  private mutating func readFile() {
    do throws(KernelError) {
      let all = try file?.read() ?? []
      let entries = all.filter { !$0.contains(0) }
      for entry in entries { editor.addHistory(entry) }
      session.history.earlier = entries
      if entries.count < all.count, let file {
        session.messages.report(
          Diagnostic(
            .brokenFile, "lines with a NUL byte in \(file.path), left out of the history", at: nil,
            severity: .warning
          ).fix("remove the file if it is no history"))
      }
    } catch {
      giveUp(error)
    }
  }

  /// Keeps an entry, unless it begins with a blank: that is for private ones.
  mutating func remember(_ entry: Bytes) {
    guard let first = entry.first(where: { $0 != 0x0a }), first != 0x20, first != 0x09 else {
      return
    }
    editor.addHistory(entry)
    session.history.entered.append(entry)
    do throws(KernelError) {
      try file?.append(entry)
    } catch {
      giveUp(error)
    }
  }

  /// One warning; the session goes on without the file.
  private mutating func giveUp(_ error: KernelError) {
    session.messages.report(
      error, .brokenFile, severity: .warning, consequence: "no history is kept")
    file = nil
  }
}
