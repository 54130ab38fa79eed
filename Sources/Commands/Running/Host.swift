import Kernel
import Language
import Sandbox
import Session

/// `!` or `host`: runs a program outside of any sandbox.
enum HostCommand: ActingCommand {
  static let name = "host"
  static let aliases = ["!"]
  static let group = CommandGroup.running
  static let summary = "run a program on the host, outside of any sandbox"
  static let meaning = """
    The program gets no namespaces, no limits and cloche's whole environment: it is your own hand on \
    the host. It can change what a later `exec` sees. `! WORD...` and `host WORD...` are the same.
    """
  static let manualPages = ["execve(2)"]
  static let syntax = Syntax(program)
  static let example = """
    host true
    capture host uname -s
    assert $out is Linux
    """

  private static let program = Parameter.some("WORD", ValueKind(.hostPrograms))

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    try session.launcher.runOnHost(session.launcher.program(arguments[program], for: arguments))
  }
}
