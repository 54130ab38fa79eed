import Kernel
import Language
import Sandbox
import Seccomp

/// `seccomp`: which system calls the program may make.
enum SystemCallCommand: BuildingCommand {
  static let name = "seccomp"
  static let group = CommandGroup.context
  static let summary = "which system calls the program may make"
  static let meaning = """
    A filter that the kernel asks before each system call of the program and of all that it starts; \
    it can never be taken off. libseccomp compiles it, and the child installs it right before \
    execve. It needs `no-new-privs`, or CAP_SYS_ADMIN.

    `seccomp default` refuses what a program in a sandbox has no use for (`help syscalls` lists it). \
    `deny` refuses calls: they fail with EPERM, with `errno=NAME` in another way, and `kill` ends \
    the program by SIGSYS, status 159. `log` lets a call through and writes it into the kernel's \
    log. `allow` takes calls out of the list of `default`; without `default` it makes a list of its \
    own, and all that is not on it is refused, by EPERM or as the action says. execve, write, \
    exit, exit_group and rt_sigreturn are always on that list.

    The commands add up in any order; in a box that is up they hold for the next program. What is \
    said of one call replaces what was said of it before. Behind others the last word `kill` is the \
    action; the call of this name comes first: `seccomp deny kill tkill`.

    Calls that are younger than this libseccomp fail with ENOSYS, so that programs take an older \
    way; those of other architectures and of the x32 kind end the program.
    """
  static let manualPages = ["seccomp(2)", "syscalls(2)"]
  static let syntax = Syntax(change)
  static let example = """
    seccomp default
    seccomp deny mkdir mkdirat errno=EROFS
    not exec mkdir /tmp/new
    """

  private enum Change {
    case useDefault
    case off
    case add(SystemCallFilter.Verb, [String], FilterAction?)
  }

  private static let change = OneOf<Change>(
    Form(
      Parameter<Change>(
        "FILTER",
        [
          Choice("default", "refuse what sandboxes have no use for", .useDefault),
          Choice("off", "let everything through", .off),
        ])
    ) { $0 },
    Form(
      verb, Parameter("SYSCALL", call), Parameter.many("SYSCALL|errno=NAME|kill", said.written)
    ) { (verb, first, others) throws(Diagnostic) in
      let (calls, action) = try divided(others, of: verb)
      return .add(verb, [first] + calls, action)
    })

  private static let verb = Parameter<SystemCallFilter.Verb>(
    "VERB",
    [
      Choice("deny", "refuse these", .deny), Choice("allow", "let these through", .allow),
      Choice("log", "let these through, and log them", .log),
    ])

  private static let call = ValueKind<String>(.session(.systemCalls)) {
    (word) throws(Diagnostic) in
    try named(word)
  }

  /// What may stand behind the first system call.
  private enum Said {
    case call(String)
    /// A system call's name as well as an action.
    case kill
    case action(FilterAction)
  }

  private static let said = ValueKind<Said>(
    .all([.session(.systemCalls), .session(.errors), .words(["kill"])])
  ) { (word) throws(Diagnostic) in
    if word.matches("kill") { return .kill }
    if let action = try refusal(word) { return .action(action) }
    return .call(try named(word))
  }

  /// The system calls, and the action where one is said at the end.
  private static func divided(
    _ others: [Written<Said>], of verb: SystemCallFilter.Verb
  ) throws(Diagnostic) -> (calls: [String], action: FilterAction?) {
    var calls: [String] = []
    var action: FilterAction?
    for (index, said) in others.enumerated() {
      let isLast = index == others.count - 1
      switch said.value {
      case .call(let call): calls.append(call)
      case .kill where isLast && verb != .log: action = .kill
      case .kill: calls.append("kill")
      case .action(let last) where isLast:
        guard verb != .log else {
          throw Diagnostic(
            .unexpectedArgument, "`log` takes no action", at: said.word.span,
            label: "the calls are let through")
        }
        action = last
      case .action: throw notAtTheEnd(said.word)
      }
    }
    return (calls, action)
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard let word = invocation.words.first, word.matches("unconfined") else { return nil }
    return .habit(word, "without a filter", write: .init(words: "seccomp", "off"))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    var facet = context[SystemCallFilter.self] ?? SystemCallFilter()
    switch arguments[change] {
    case .useDefault: facet.useDefault(origin: arguments.span)
    case .off: facet = SystemCallFilter(offBy: arguments.span)
    case .add(let verb, let calls, let action):
      for call in calls { facet.add(verb, call, action, origin: arguments.span) }
    }
    context[SystemCallFilter.self] = facet
  }

  /// `errno=NAME`, nil for anything else.
  private static func refusal(_ word: Argument) throws(Diagnostic) -> FilterAction? {
    let prefix = "errno="
    guard word.bytes.starts(with: prefix.utf8) else { return nil }
    let name = word.part(prefix.utf8.count..<word.bytes.count)
    guard let errno = Errno(named: name.text) else {
      throw Diagnostic(
        .badValue, "unknown error `\(name.displayed)`", at: name.span,
        label: Suggestion.label(for: name.text.uppercased(), among: Errno.allNames)
      ).note("errno(3) lists them: EPERM, EACCES, ENOSYS, ENOENT...")
    }
    return .refuse(errno)
  }

  private static func notAtTheEnd(_ word: Argument) -> Diagnostic {
    Diagnostic(
      .unexpectedArgument, "`\(word.displayed)` is not at the end", at: word.span,
      label: "the action comes behind the system calls")
  }

  /// The name of a system call.
  private static func named(_ word: Argument) throws(Diagnostic) -> String {
    if word.bytes.starts(with: "errno=".utf8) { throw notAtTheEnd(word) }
    // A NUL would end the name for the library.
    switch word.bytes.contains(0) ? .unknown : SystemCallName.number(of: word.text) {
    case .here: return word.text
    case .elsewhere:
      throw Diagnostic(
        .unknownWord, "this machine has no system call `\(word.displayed)`", at: word.span,
        label: "others have it")
    case .unknown:
      throw Diagnostic(
        .unknownWord, "unknown system call `\(word.displayed)`", at: word.span,
        label: Suggestion.label(for: word.text, among: SystemCallName.all)
      ).note("syscalls(2) lists them; this libseccomp knows \(SystemCallName.all.count)")
    }
  }
}
