import Kernel
import Language
import Sandbox
import Session

/// The rc file: a script that every session at a prompt begins with.
struct StartFile {
  let session: Session

  /// Runs it where there is one. A broken one costs a warning, never the session.
  func run() throws(Interruption) {
    guard let folder = XDG.folder("XDG_CONFIG_HOME", ".config", { session.host.variable($0) })
    else { return }
    let path = folder + Bytes("/cloche/rc".utf8)
    let text: Bytes
    do throws(KernelError) {
      text = try PrivateFile.read(
        FilePath(bytes: path), limit: ScriptReader.maximumSize, followsLinks: true)
    } catch {
      if error.errno == .noSuchFileOrDirectory { return }
      return session.messages.report(
        error, .brokenFile, severity: .warning, consequence: "no rc file is read")
    }
    let parsed = session.parse(text, name: path.displayed, path: path)
    var checker = Checker(session)
    let diagnostics = (parsed.diagnostics + checker.check(parsed.script))
      .sorted(by: Diagnostic.byPosition)
    if let first = diagnostics.first { return warn(first, others: diagnostics.count - 1) }
    do throws(Interruption) {
      _ = try session.run(parsed.script)
    } catch {
      guard case .signal(.interrupt) = error else { throw error }
    }
    // What it ended with is no news at the prompt.
    session.interpreter.setStatus(0)
  }

  private func warn(_ first: Diagnostic, others: Int) {
    var warning = first
    warning.severity = .warning
    warning = warning.note("nothing of the rc file was run; `cloche --norc` does without it")
    if others > 0 {
      warning = warning.note("and \(others) more: `cloche --check` on it shows them")
    }
    session.messages.report(warning)
  }
}
