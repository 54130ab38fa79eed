import Commands
import Kernel
import Language
import Sandbox
import Session

/// The whole program, from its command line to its exit status.
package enum Program {
  package static let version = "0.1.0"

  /// Does everything and ends the process.
  package static func main() -> Never {
    Startup.begin()
    Orphans.rememberInherited()
    Startup.openStandardDescriptors()
    OwnImage.takeName()
    let reporter = ConsoleReporter()
    let session = Session(
      commands: CommandTable(Registry.commands) { ErrorCode.ofConsole }, reporter: reporter,
      surroundings: Surroundings())
    if Startup.isPrivilegedFile {
      session.messages.report(
        Diagnostic(
          .privilegedFile,
          "cloche does not run as a set-user-ID, set-group-ID or set-capability file", at: nil
        ).why("everything that it does for you it would do as somebody else")
          .fix("chmod u-s,g-s, or setcap -r, on the file"))
      Process.exit(125)
    }
    if let descriptor = Startup.folderAsStandardDescriptor {
      session.messages.report(
        Diagnostic(
          .folderAsDescriptor, "descriptor \(descriptor) of cloche is a folder", at: nil
        ).why("a program that gets it reaches the folder and all above it, whatever its root is")
          .fix("`cloche ... \(descriptor)\(descriptor == 0 ? "<" : ">")/dev/null`"))
      Process.exit(125)
    }
    Process.exit(run(session, reporter))
  }

  private static func run(_ session: Session, _ reporter: ConsoleReporter) -> Int32 {
    let options: ProgramOptions
    do throws(Diagnostic) {
      options = try ProgramOptions(commandLine(session))
    } catch {
      session.messages.report(error)
      reporter.say("usage: cloche [OPTION...] [FILE [ARG...] | -c COMMANDS [ARG...]]; see --help")
      return 2
    }
    reporter.configure(color: options.color)
    switch options.mode {
    case .help: session.output.write(ProgramOptions.helpText)
    case .version: session.output.writeLine("cloche \(version)")
    default:
      if let recording = options.recording {
        return Recorder(session: session, path: recording.path, arguments: recording.arguments)
          .run()
      }
      return Runner(session: session, reporter: reporter, options: options).run()
    }
    session.output.flush()
    return session.output.failure.map { Runner.outputFailed($0, session) } ?? 0
  }

  /// The words of the command line as arguments, with places in one line of text, so that what is
  /// wrong with an option is shown like anything else.
  private static func commandLine(_ session: Session) -> Invocation {
    let words = Startup.arguments
    var text: Bytes = []
    var spans: [Range<Int>] = []
    for word in words {
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      let start = text.count
      text += word
      spans.append(start..<text.count)
    }
    let source = session.messages.addSource(Source(name: "command line", bytes: text))
    let arguments = zip(words, spans).map { word, span in
      Argument(word, at: SourceSpan(source, span.lowerBound, span.upperBound))
    }
    return Invocation(
      command: arguments.first ?? Argument(Bytes("cloche".utf8), at: SourceSpan(source, 0, 0)),
      words: Array(arguments.dropFirst()), span: SourceSpan(source, 0, text.count))
  }
}
