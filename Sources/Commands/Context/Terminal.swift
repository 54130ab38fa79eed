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
