import Kernel
import Language
import Limits
import Presentation
import Sandbox

/// What lives as long as the program, as a command sees it: a few rooms, each with its own work.
///
///     Interpreter ── statements ──▶ commands ── are handed ──▶ Session
///      │  └─▶ LiveBoxes ──▶ Launcher ──▶ JobControl ──▶ Supervisor ──▶ TerminalKeeper
///      │          └────────────┴──▶ BoxStore (contexts)     └──▶ JobTable ──▶ Job
///     each stands on Surroundings (host, options), Messages (to people), Output (results)
///     Arrows go one way: who is below knows nobody above, and one thread owns them all.
package final class Session {
  /// The commands, by name.
  package let commands: CommandTable
  /// The host, and what the options of the program say.
  package let surroundings: Surroundings
  /// What is said to a person, on standard error.
  package let messages: Messages
  /// Results, on standard output.
  package let output = Output()
  /// The contexts, by name.
  package let boxes = BoxStore()
  /// The boxes among them that are up.
  package let liveBoxes: LiveBoxes
  /// Launches programs in the current context.
  package let launcher: Launcher
  /// Waits for jobs, and brings them into the foreground.
  package let jobControl: JobControl
  /// Looks after everything that runs.
  package let supervisor: Supervisor
  /// The terminal that cloche was started at.
  package let terminal: TerminalKeeper
  /// Runs scripts: variables, definitions, statuses.
  package let interpreter: Interpreter
  /// Makes control groups, from the first limit on.
  package let groupMaker = GroupMaker()
  /// What was entered at the prompt.
  package var history = EntryHistory()

  /// A session in which nothing has been built yet.
  package init(commands: CommandTable, reporter: any Reporter, surroundings: Surroundings) {
    self.commands = commands
    self.surroundings = surroundings
    messages = Messages(reporter, output)
    terminal = TerminalKeeper(surroundings, output)
    supervisor = Supervisor(surroundings, messages, output, terminal)
    jobControl = JobControl(surroundings, messages, supervisor, terminal)
    launcher = Launcher(
      surroundings, messages, output, boxes, supervisor, terminal, jobControl, groupMaker)
    liveBoxes = LiveBoxes(surroundings, messages, boxes, supervisor, launcher)
    interpreter = Interpreter(
      commands, surroundings, messages, output, ScriptReader(surroundings, messages), boxes,
      supervisor, liveBoxes)
  }

  /// The host, looked at when it is first needed.
  package var host: Host { surroundings.host }

  /// The context of the current box.
  package var context: Context { boxes.context }

  /// The jobs, by number.
  package var jobs: JobTable { supervisor.jobs }

  /// How results are to be laid out on standard output.
  package var textStyle: TextStyle {
    var style = messages.textStyle
    // A variable and a filter take the text, and no sequences for a terminal.
    if output.isCapturing { style.isColored = false }
    return style
  }

  /// Parses a text, whose lines diagnostics can show from then on.
  ///
  /// - Parameters:
  ///   - path: what files are relative to that it names; empty for the working directory.
  ///   - firstLine: the number of its first line.
  package func parse(
    _ bytes: Bytes, name: String, path: Bytes = [], firstLine: Int = 1
  ) -> Parser.Result {
    interpreter.reader.parse(bytes, name: name, path: path, firstLine: firstLine)
  }

  /// Runs a parsed script to its end, or to the first failure. Its status.
  ///
  /// A failure has been reported by then.
  package func run(_ script: Script) throws(Interruption) -> Int32 {
    try interpreter.run(script, in: self)
  }

  /// Leaves nothing behind: no job, no group, nothing that was changed for one.
  package func tearDown() {
    supervisor.endAll()
    do throws(KernelError) {
      try groupMaker.restore()
    } catch {
      messages.report(error, .controlGroupRefused, severity: .warning)
    }
  }
}
