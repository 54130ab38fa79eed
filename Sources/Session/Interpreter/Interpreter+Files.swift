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
      parsed = try reader.parse(file: file.bytes, from: span) {
        supervisor.takeInterruption()
        return supervisor.isInterrupted
      }
    } catch {
      if error.errno == .timedOut { supervisor.takeInterruption() }
      // Whoever runs this command sees to it.
      if supervisor.isInterrupted { return }
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

// What it reports, for `help`.
extension ErrorCode {
  static var ofFiles: [ErrorCode] { [.sourceDepth, .unreadableFile] }

  package static var sourceDepth: ErrorCode {
    ErrorCode(
      301, title: "files source each other too deep",
      story: """
        Files may `source` files 32 deep. More than that is nearly always a circle: a file that \
        sources itself, by way of others perhaps. The notes show the way that led here, the nearest \
        place first. A circle is fine as long as it ends, so let an `if` decide; and what two files \
        both need is better sourced once, by the file that sources them both.

            let depth = 3
            if test $depth lt 3 { source deeper.cloche }
        """)
  }

  package static var unreadableFile: ErrorCode {
    ErrorCode(
      302, title: "a file could not be read",
      story: """
        `source` could not open or read its file; the message names the path that was tried and the \
        kernel's answer. A relative path begins at the folder of the file that has the `source` in \
        it, not at the working directory, so that a set of scripts can be moved as one; at the \
        prompt and in `-c` it begins where cloche was started.

        ENOENT: there is nothing of that name, or a folder on the way is missing. EACCES: you may \
        not read it, or not enter a folder on the way (path_resolution(7)). EISDIR: it is a folder. \
        EFBIG: it is larger than the 1 GiB that a script may have, or the 64 MiB of a pipe or a device, \
        some of which have no end.

            ! ls -l /etc/hosts
        """)
  }
}
