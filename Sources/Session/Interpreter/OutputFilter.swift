import Kernel
import Language
import Sandbox

/// A filter behind a command, with its arguments: `| match WORD`.
struct OutputFilter {
  private let name: FilterName
  private let invocation: Invocation

  private static let newline = UInt8(ascii: "\n")
  private static let word = Parameter("WORD", .any)
  private static let file = Parameter("FILE", .file)
  private static let overwrites = Option("--force", "overwrite FILE")
  private static let program = Parameter.some("WORD", ValueKind(.hostPrograms))

  /// Nil where the first word names none.
  init?(_ words: [Argument], at span: SourceSpan) {
    guard let first = words.first, let name = FilterName(first.bytes[...]) else { return nil }
    self.name = name
    invocation = Invocation(command: first, words: Array(words.dropFirst()), span: span)
  }

  private var syntax: Syntax {
    switch name {
    case .match: Syntax(Self.word)
    case .count: Syntax()
    case .save: Syntax(Self.file, options: [Self.overwrites])
    case .program: Syntax(Self.program)
    }
  }

  /// Says what is wrong with its arguments, as far as they are known.
  func check() throws(Diagnostic) { _ = try syntax.check(invocation) }

  /// Takes what was printed, without the newline at its end, and prints what comes of it. A status
  /// that is not 0 where nothing matches, or the program's.
  func apply(to text: Bytes, in session: Session) throws(Diagnostic) -> Int32 {
    let arguments = try syntax.match(invocation)
    let lines =
      text.isEmpty ? [] : text.split(separator: Self.newline, omittingEmptySubsequences: false)
    switch name {
    case .match:
      let wanted = arguments[Self.word].bytes
      let found = lines.filter { $0.contains(wanted) }
      for line in found { session.output.write(line + [Self.newline]) }
      return found.isEmpty ? 1 : 0
    case .count:
      session.output.writeLine(String(lines.count))
      return 0
    case .save:
      try save(Self.whole(text), arguments)
      return 0
    case .program: return try run(arguments, on: Self.whole(text), in: session)
    }
  }

  private static func whole(_ text: Bytes) -> Bytes { text.isEmpty ? [] : text + [Self.newline] }

  private func save(_ text: Bytes, _ arguments: Arguments) throws(Diagnostic) {
    let file = arguments[Self.file]
    do throws(KernelError) {
      try NewFile.write(
        text, to: FilePath(bytes: file.bytes), overwriting: arguments[Self.overwrites])
    } catch {
      let refusal = Diagnostic(
        .unwritableFile, "could not \(error.operation): \(error.errno.explained)", at: file.span)
      throw error.errno == .fileExists
        ? refusal.fix("`| save --force \(file.displayed)` at the end overwrites it") : refusal
    }
  }

  private func run(
    _ arguments: Arguments, on text: Bytes, in session: Session
  ) throws(Diagnostic) -> Int32 {
    var program = session.launcher.program(arguments[Self.program], for: arguments)
    let file: FileDescriptor
    do throws(KernelError) {
      file = try MemoryFile.make(text)
    } catch {
      throw Diagnostic(
        .unwritableFile, "could not \(error.operation): \(error.errno.explained)",
        at: arguments.span)
    }
    defer { try? file.close() }
    program.input = .file(file.rawValue)
    return try session.launcher.runOnHost(program)
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofFilters: [ErrorCode] { [.unwritableFile] }

  package static var unwritableFile: ErrorCode {
    ErrorCode(
      311, title: "a file could not be written",
      story: """
        `save`, or `| save` behind a command that prints, could not write its file; the message has the \
        path and the kernel's answer. EEXIST: \
        there is a file of that name already, and it is left alone unless you say `--force`. ENOENT: \
        the folder does not exist. EACCES: you may not write in it. EROFS: the file system is mounted \
        read-only. `save -` writes to standard output.

            ns uts user
            save -
        """)
  }
}
