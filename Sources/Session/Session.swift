import Kernel
import Language
import Limits
import Sandbox

/// What lives as long as the program: the context being built, variables, jobs, and what was read.
///
/// One thread owns it; commands are handed it.
package final class Session {
  package let commands: CommandTable
  package let reporter: any Reporter
  package var settings: SessionSettings
  package internal(set) var sources = SourceMap()
  package var variables = Variables()
  package internal(set) var definitions: [String: Definition] = [:]
  package let output = Output()
  /// What was entered in this session, the latest last.
  package var entered: [Bytes] = []
  /// What was entered in this session and in earlier ones, where a history is kept.
  package var earlierEntries: @Sendable () -> [Bytes] = { [] }
  package var boxes = BoxStore()
  /// Makes control groups, from the first limit on.
  package let groupMaker = GroupMaker()
  /// The jobs that have not ended.
  package internal(set) var jobs: [Job] = []
  /// Processes of cloche's own: those that are making boxes, and those that change them.
  var helpers: [Job] = []
  var runningBoxes = RunningBoxes()
  /// Boxes that were ended from outside, and how, until it is said.
  var fallenBoxes: [String: String] = [:]
  /// Jobs that ended in the background, which nobody has been told yet.
  var endedJobs: [Job] = []
  package internal(set) var lastStatus: Int32 = 0
  package internal(set) var lastJob: JobRecord?
  /// Set by `quit`: the run ends with this status.
  package var quitStatus: Int32?
  /// Came while a job was waited for: ends the run.
  var interruption: Interruption?
  /// Names of definitions in the scripts that were read, made yet or not.
  var declaredDefinitions: Set<String> = []
  /// Why the last command failed has been said.
  var wasReported = false
  /// A script that was read uses `${job:ns.KIND}`.
  var asksForNamespaces = false
  /// A script that was read uses `${job:stat.COUNTER}`.
  var asksForCounters = false
  /// The scripts that are being run, the innermost last.
  var frames: [Frame] = []
  /// The terminal as it was before a program in the foreground.
  var savedTerminal: Terminal?
  /// The job that is waited for, where it has the terminal or what is typed is passed on to it.
  var attended: Job?
  /// Shows something above a line that is being typed; nil where nobody types.
  package var presenter: ((() -> Void) -> Void)?
  /// The context of the last launch.
  var launchedContext: Context?
  private var knownHost: Host?

  package init(
    commands: CommandTable, reporter: any Reporter, settings: SessionSettings, host: Host? = nil
  ) {
    self.commands = commands
    self.reporter = reporter
    self.settings = settings
    knownHost = host
  }

  /// The host, looked at when it is first needed.
  package var host: Host {
    var host = knownHost ?? Host.current
    knownHost = host
    host.isAtTerminal = settings.isInteractive
    return host
  }

  package var textStyle: TextStyle { reporter.textStyle }

  /// Everything that the history holds.
  package var history: [Bytes] { earlierEntries() + entered }

  /// The settings differ from those of the last launch.
  package var hasChangedSinceRun: Bool {
    guard let launchedContext else { return false }
    return !launchedContext.isSame(as: context)
  }

  /// What `$?` is from now on.
  package func setStatus(_ status: Int32) { lastStatus = status }

  /// Adds a text that is no script, so that diagnostics can point into it.
  package func addSource(_ source: Source) -> SourceID { sources.add(source) }

  /// Leaves nothing behind: no job, no group, nothing that was changed for one.
  package func tearDown() {
    endAllJobs()
    do throws(KernelError) {
      try groupMaker.restore()
    } catch {
      report(error, .controlGroupRefused, severity: .warning)
    }
  }

  /// The context of the current box.
  package var context: Context { boxes.current.context }

  /// The text of a command as it was written, in one line.
  package func text(of span: SourceSpan) -> String { sources.text(of: span).displayed }
}

/// What the options of the program say.
package struct SessionSettings: Sendable {
  /// Someone sits at a prompt.
  package var isInteractive = false
  /// `-x`
  package var traces = false
  /// `--step`
  package var asksBeforeEach = false
  /// Standard input is the script: children must not read on in it.
  package var inputIsScript = false
  /// For the whole run, on the monotonic clock; nil for none.
  package var deadline: Int?
  package var statusFile: Bytes?

  package init() {}
}

/// A `def`.
package struct Definition: Sendable {
  let script: Script
  /// The node, whose children are the body.
  let node: Int
  let parameters: [Bytes]
  package let span: SourceSpan
}
