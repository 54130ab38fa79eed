import Kernel
import Language
import Sandbox

/// `init`: whether a small PID 1 stands before the program.
enum InitCommand: BuildingCommand {
  static let name = "init"
  static let group = CommandGroup.context
  static let summary = "a small process before the program; on unless said"
  static let meaning = """
    A small program, cloche-init, runs from sealed memory and starts the program. It forwards signals, reaps, \
    and ends all that the program leaves running, also when cloche itself is killed. It holds no \
    capability but kill, nothing of cloche's memory, and makes a handful of system calls only. `limit pids` counts it as one. \
    The first process of a pid namespace is its init: it inherits orphans, ignores signals it has \
    no handler for, its own kill -9 included, and takes all others with it when it ends. There the small \
    init is PID 1 and the program PID 2; `init off` makes the program itself PID 1, and what \
    survives a kill of cloche then is not caught where there is no pid namespace. With a terminal of its own (`tty own`) the program then leads its session too, \
    and by the kernel's rule nobody there can be stopped by SIGTSTP: ^Z becomes SIGSTOP, status 147, and \
    a program that stops itself, as vi does, goes on. So the init is on there as well unless you say.
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

/// `no-new-privs`: whether execve can grant privileges.
enum NoNewPrivilegesCommand: BuildingCommand {
  static let name = "no-new-privs"
  static let group = CommandGroup.context
  static let summary = "set-user-ID programs gain nothing inside; on unless said"
  static let meaning = """
    PR_SET_NO_NEW_PRIVS: from then on execve grants nothing that the program did not have, neither \
    by set-user-ID bits nor by file capabilities, for it and all its children.
    """
  static let manualPages = ["PR_SET_NO_NEW_PRIVS(2const)", "prctl(2)"]
  static let syntax = Syntax(isOn)
  static let example = """
    no-new-privs on
    capture exec grep NoNewPrivs /proc/self/status
    assert $out matches '1$'
    """

  private static let isOn = Parameter<Bool>(
    "SWITCH",
    [
      Choice("on", "execve grants nothing", true), Choice("off", "sudo and the like work", false),
    ])

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[NoNewPrivileges.self] = NoNewPrivileges(
      isOn: arguments[isOn], origin: arguments.span)
  }
}

/// `tty`: how the program has a terminal.
enum TerminalCommand: BuildingCommand {
  static let name = "tty"
  static let group = CommandGroup.context
  static let summary = "how the program has a terminal"
  static let meaning = """
    `own` makes a new pseudo-terminal, inside where there is a devpts at /dev/pts, and cloche \
    passes on what is typed and what is written: the program can do to it what it likes, and \
    reaches nothing of yours with TIOCSTI. It is the default at the prompt, and brings an init \
    with it, which leads the terminal's session, so that ^Z works. `share` hands the program \
    cloche's own terminal, as a shell does. `none` puts it into a session of its own without a \
    terminal: it can still write to yours if that is its output, but neither control it nor push \
    input into it.
    """
  static let manualPages = ["pty(7)", "setsid(2)", "ioctl_tty(2)"]
  static let syntax = Syntax(kind)
  static let example = """
    tty none
    exec true
    """

  private static let kind = Parameter<TerminalSetting.Kind>(
    "KIND",
    [
      Choice("own", "a new pseudo-terminal, relayed", .own),
      Choice("share", "cloche's own terminal", .share),
      Choice("none", "no controlling terminal", .none),
    ])

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[TerminalSetting.self] = TerminalSetting(arguments[kind], origin: arguments.span)
  }
}
