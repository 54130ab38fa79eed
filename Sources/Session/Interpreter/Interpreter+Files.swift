import Kernel
import Language
import Sandbox

extension Interpreter {
  /// Runs a file's commands in this session: `source FILE [ARG...]`.
  ///
  /// - Parameter session: that the file is checked for.
  package func source(
    _ file: Argument, arguments: [Bytes], from span: SourceSpan, in session: Session
  ) throws(Diagnostic) {
    let depth = frames.count { if case .file = $0.kind { true } else { false } }
    guard depth < Self.maximumInclusions else {
      throw Diagnostic(
        .sourceDepth, "files source each other more than \(Self.maximumInclusions) deep", at: span,
        label: "one too many"
      ).fix("end the recursion with `if`")
    }
    let parsed: Parser.Result
    do throws(KernelError) {
      parsed = try reader.parse(file: file.bytes, from: span)
    } catch {
      throw Diagnostic(
        .unreadableFile, "could not \(error.operation): \(error.errno.explained)", at: file.span)
    }
    var diagnostics = parsed.diagnostics
    if diagnostics.isEmpty {
      var checker = Checker(session)
      diagnostics = checker.check(parsed.script)
    }
    if let last = diagnostics.last {
      for diagnostic in diagnostics.dropLast() { messages.report(diagnostic) }
      throw last
    }
    frames.append(
      Frame(
        .file(arguments: variables.arguments, scriptName: variables.scriptName), parsed.script,
        0..<parsed.script.nodes.count, origin: span))
    variables.arguments = arguments
    variables.scriptName = file.bytes
  }
}
