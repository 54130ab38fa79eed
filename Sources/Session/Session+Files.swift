import Kernel
import Language
import Sandbox

extension Session {
  /// A script's size at most.
  package static let maximumFileSize = 1 << 30

  /// Parses a text, whose lines diagnostics can show from then on.
  package func parse(
    _ bytes: Bytes, name: String, path: Bytes = [], firstLine: Int = 1,
    includedAt: SourceSpan? = nil
  ) -> Parser.Result {
    let id = sources.add(
      Source(name: name, bytes: bytes, firstLine: firstLine), path: path, includedAt: includedAt)
    let result = Parser.parse(bytes, source: id)
    if result.script.namesNamespaces { asksForNamespaces = true }
    if result.script.namesCounters { asksForCounters = true }
    return result
  }

  /// Reads and parses a file that a command names, ahead of the run; nil when it can not be read, or
  /// not once more.
  func parsedFile(_ path: Bytes, from span: SourceSpan) -> Parser.Result? {
    guard SmallFile.staysToRead(FilePath(bytes: resolved(path, from: span))) else { return nil }
    return try? parseFile(path, from: span)
  }

  /// Reads and parses a file that a command names, relative to the file that the command is in.
  func parseFile(_ path: Bytes, from span: SourceSpan) throws(KernelError) -> Parser.Result {
    let place = resolved(path, from: span)
    let bytes = try SmallFile.read(FilePath(bytes: place), limit: Self.maximumFileSize)
    if let known = sources.existing(bytes, includedAt: span) {
      return Parser.parse(bytes, source: known)
    }
    return parse(bytes, name: place.displayed, path: place, includedAt: span)
  }

  /// A path relative to the file that a span is in.
  private func resolved(_ path: Bytes, from span: SourceSpan) -> Bytes {
    let slash = UInt8(ascii: "/")
    guard path.first != slash else { return path }
    let including = sources.path(of: span.source)
    guard let end = including.lastIndex(of: slash) else { return path }
    return including[...end] + path
  }

  /// Runs a file's commands in this session: `source FILE [ARG...]`.
  package func source(
    _ file: Argument, arguments: [Bytes], from span: SourceSpan
  ) throws(Diagnostic) -> Int32 {
    let depth = frames.count { if case .file = $0.kind { true } else { false } }
    guard depth < Self.maximumInclusions else {
      throw Diagnostic(
        .sourceDepth, "files source each other more than \(Self.maximumInclusions) deep", at: span,
        label: "one too many"
      ).fix("end the recursion with `if`")
    }
    let parsed: Parser.Result
    do throws(KernelError) {
      parsed = try parseFile(file.bytes, from: span)
    } catch {
      throw Diagnostic(
        .unreadableFile, "could not \(error.operation): \(error.errno.explained)", at: file.span)
    }
    var diagnostics = parsed.diagnostics
    if diagnostics.isEmpty {
      var checker = Checker(self)
      diagnostics = checker.check(parsed.script)
    }
    guard let last = diagnostics.last else {
      frames.append(
        Frame(
          .file(arguments: variables.arguments, scriptName: variables.scriptName), parsed.script,
          0..<parsed.script.nodes.count, origin: span))
      variables.arguments = arguments
      variables.scriptName = file.bytes
      return 0
    }
    for diagnostic in diagnostics.dropLast() { reporter.report(diagnostic, in: self) }
    throw last
  }
}
