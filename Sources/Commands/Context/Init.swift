import Language
import Sandbox

/// `init`: whether a small PID 1 stands before the program.
enum InitCommand: BuildingCommand {
  static let name = "init"
  static let group = CommandGroup.context
  static let summary = "a small process before the program; on unless said"
  static let meaning = """
    A small program, cloche-init, runs from sealed memory and starts the program. It forwards \
    signals, reaps, and ends all that the program leaves running, also when cloche itself is killed. \
    It holds no capability but kill, nothing of cloche's memory, and makes only a handful of system \
    calls. `limit pids` counts it as one. The first process of a pid namespace is its init: it \
    inherits orphans, ignores signals that it has no handler for, its own kill -9 included, and takes \
    all others with it when it ends. There the small init is PID 1, and the program is PID 2. \
    `init off` makes the program itself PID 1. Without a pid namespace, processes that the program \
    has started may then survive a kill -9 of cloche. With a terminal of its own (`tty own`) the \
    program then also leads the session of that terminal, and by the kernel's rule nobody there can \
    be stopped by SIGTSTP: ^Z becomes SIGSTOP, with status 147, and a program that stops itself, as \
    vi does, goes on.
    """
  static let manualPages = ["pid_namespaces(7)"]
  static let syntax = Syntax(isOn)
  static let example = """
    ns user pid
    init off
    capture exec sh -c 'echo $$'
    assert $out is 1
    """

  private static let isOn = Parameter<Bool>(
    "SWITCH", [Choice("on", "a small init", true), Choice("off", "the program is PID 1", false)])

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[InitProcess.self] = InitProcess(isOn: arguments[isOn], origin: arguments.span)
  }
}
