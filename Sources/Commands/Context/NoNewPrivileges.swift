import Language
import Sandbox

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
