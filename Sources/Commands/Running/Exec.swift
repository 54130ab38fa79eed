import Language
import Sandbox
import Session

/// `exec`: runs a program in the context.
enum ExecCommand: ActingCommand {
  static let name = "exec"
  static let aliases = ["run"]
  static let group = CommandGroup.running
  static let summary = "run a program in the context, and wait for it"
  static let meaning = """
    The context becomes a plan of system calls (`plan` shows it), a child is cloned and makes them, \
    and the last one is execve. cloche waits and sets $?. Unlike in sh, cloche goes on afterwards; \
    `--replace` has the meaning of sh: the program takes cloche's place. Without PROGRAM it is your \
    shell, or /bin/sh where that does not exist inside. A program without a slash is looked for along \
    PATH, inside. `--timeout` ends it by SIGTERM, and by SIGKILL when the grace is over. Where the box is up (`up`) the program joins it. With `&` behind it cloche does not wait: `jobs` lists what runs, `wait` waits.
    """
  static let manualPages = ["clone(2)", "execve(2)"]
  static let effect = CommandEffect.launches
  static let syntax = Syntax(program, options: [timeout, grace, input, replaces])
  static let example = """
    exec echo hello
    try exec false
    assert $? is 1
    """

  private static let program = Parameter.program
  private static let timeout = Option(
    "--timeout", "DURATION", .duration, "end it after 250ms, 5s, 2m ...")
  private static let grace = Option(
    "--grace", "DURATION", .duration, "between SIGTERM and SIGKILL; 1s unless given")
  private static let input = Option(
    "--stdin", "inherit|null", inputs, "what it reads: cloche's input, or nothing")
  private static let replaces = Option("--replace", "take cloche's place instead of being forked")

  private static let inputs = ValueKind<Program.Input>(.words(["inherit", "null"])) {
    (word) throws(Diagnostic) in
    if word.matches("inherit") { return .inherited }
    if word.matches("null") { return .null }
    throw Diagnostic(
      .unknownWord, "unknown input `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: ["inherit", "null"])
    ).note("`inherit` is cloche's own input, `null` is /dev/null")
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard invocation.words.first?.bytes.first == UInt8(ascii: "-") else { return nil }
    return ContainerProgramWords(invocation, options: syntax.options).refusal
  }

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    var program = session.launcher.program(arguments[program], for: arguments)
    if let input = arguments[input] {
      program.input = input
      program.isForeground = program.isForeground && program.input == .inherited
    }
    guard !arguments[replaces] else {
      if arguments.isBackground {
        throw Diagnostic(
          .contradiction, "`exec --replace` cannot run in the background", at: arguments.span,
          label: "it takes cloche's own place")
      }
      if arguments[timeout] != nil || arguments[grace] != nil {
        throw Diagnostic(
          .contradiction, "`exec --replace` cannot end the program", at: arguments.span,
          label: "cloche is gone by then"
        ).fix("`timeout` of the coreutils as the program: `exec --replace timeout 5s ...`")
      }
      program.replaces = true
      throw try session.launcher.replace(program)
    }
    if arguments.isBackground {
      try session.launcher.runInBackground(
        program, timeout: arguments[timeout], grace: arguments[grace])
      return 0
    }
    return try session.launcher.runInForeground(
      program, timeout: arguments[timeout], grace: arguments[grace])
  }
}
