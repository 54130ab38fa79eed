import Language
import Sandbox
import Session

/// `up`: keeps the box running.
enum UpCommand: ActingCommand {
  static let name = "up"
  static let group = CommandGroup.running
  static let summary = "bring the box up: it stays, and `exec` joins it"
  static let meaning = """
    Makes all of the sandbox but a program: its namespaces, mounts and control group stay until `down`. \
    A small process holds them, PID 1 where there is `ns pid`. From then on `exec` joins it with setns, \
    so that programs see each other and what earlier ones did; what a program leaves running stays too \
    where there is `ns pid`; beside each program a small one waits there for its end, and `limit pids` counts \
    all of them. `hostname`, `domainname`, `limit`, `mount` and `bind` take effect at once; \
    settings of the program alone (`env`, `cd`, `as`, `umask`, `rlimit`, `tty` ...) with the next `exec`. \
    Namespaces, id maps and the root cannot change any more: that is refused. `plan up` shows the calls.
    """
  static let manualPages = ["setns(2)", "namespaces(7)"]
  static let effect = CommandEffect.bringsUp
  static let syntax = Syntax()
  static let example = """
    ns uts user
    hostname first
    up
    hostname second
    capture exec hostname
    assert $out is second
    down
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    try session.liveBoxes.bringUp(at: arguments.span)
    return 0
  }
}
