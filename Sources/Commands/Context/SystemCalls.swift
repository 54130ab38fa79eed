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
  static let syntax = Syntax(
    Syntax.Form(
      .choice(
        "FILTER",
        [("default", "refuse what sandboxes have no use for"), ("off", "let everything through")])),
    Syntax.Form(
      .choice(
        "VERB",
        [
          ("deny", "refuse these"), ("allow", "let these through"),
          ("log", "let these through, and log them"),
        ]),
      .value("SYSCALL", call), .many("SYSCALL|errno=NAME|kill", callOrAction)))
  static let example = """
    seccomp default
    seccomp deny mkdir mkdirat errno=EROFS
    not exec mkdir /tmp/new
    """

  private static let call = ValueKind(.session(.systemCalls)) { (word) throws(Diagnostic) in
    try check(word)
  }

  private static let callOrAction = ValueKind(
    .all([.session(.systemCalls), .session(.errors), .words(["kill"])])
  ) { (word) throws(Diagnostic) in
    if try action(word) == nil { try check(word) }
  }

  static func refusalOfHabit(_ arguments: Arguments) -> Diagnostic? {
    guard let word = arguments.words.first, word.matches("unconfined") else { return nil }
    return .habit(word, "without a filter", write: .init(words: "seccomp", "off"))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    if let filter = arguments["FILTER"] {
      if filter.matches("off") {
        context[SystemCallFilter.self] = SystemCallFilter(offBy: arguments.span)
      } else {
        var facet = context[SystemCallFilter.self] ?? SystemCallFilter()
        facet.useDefault(origin: arguments.span)
        context[SystemCallFilter.self] = facet
      }
      return
    }
    guard let verb = SystemCallFilter.Verb(rawValue: arguments["VERB"]?.text ?? "") else { return }
    var calls = arguments.all("SYSCALL") + arguments.all("SYSCALL|errno=NAME|kill")
    var said: FilterAction?
    if let last = calls.last, calls.count > 1, let action = try action(last),
      !(verb == .log && last.matches("kill"))
    {
      guard verb != .log else {
        throw Diagnostic(
          .unexpectedArgument, "`log` takes no action", at: last.span,
          label: "the calls are let through")
      }
      said = action
      calls.removeLast()
    }
    var facet = context[SystemCallFilter.self] ?? SystemCallFilter()
    for call in calls {
      try check(call)
      facet.add(verb, call.text, said, origin: arguments.span)
    }
    context[SystemCallFilter.self] = facet
  }

  /// `errno=NAME` or `kill`, nil for anything else.
  private static func action(_ word: Argument) throws(Diagnostic) -> FilterAction? {
    if word.matches("kill") { return .kill }
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

  @Sendable private static func check(_ word: Argument) throws(Diagnostic) {
    if word.bytes.starts(with: "errno=".utf8) {
      throw Diagnostic(
        .unexpectedArgument, "`\(word.displayed)` is not at the end", at: word.span,
        label: "the action comes behind the system calls")
    }
    // A NUL would end the name for the library.
    switch word.bytes.contains(0) ? .unknown : SystemCallName.number(of: word.text) {
    case .here: return
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
