import Language
import Sandbox

/// `tty`: how the program has a terminal.
enum TerminalCommand: BuildingCommand {
  static let name = "tty"
  static let group = CommandGroup.context
  static let summary = "how the program has a terminal"
  static let meaning = """
    `own` makes a new pseudo-terminal, inside where there is a devpts at /dev/pts, and cloche \
    passes on what is typed and what is written: the program can do to it what it likes, and \
    reaches nothing of yours with TIOCSTI. It is the default wherever a terminal is behind cloche, \
    in scripts too; there the keys are the program's once it reads its terminal or changes it, \
    and ^C before that is for the script and the program. Unasked it replaces only those of the \
    descriptors 0 to 2 that are terminals. The init leads the terminal's session, so that ^Z \
    works. `none`, the default elsewhere, puts the program into a session of its own without a \
    terminal. Where your terminal is its input or output it still reads and writes that, and with \
    CAP_SYS_ADMIN of the host, as root has it, it can even push input into it. `share` hands the \
    program cloche's own terminal, as a shell does.
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
