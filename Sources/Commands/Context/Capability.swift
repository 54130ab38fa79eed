import Kernel
import Language
import Presentation
import Sandbox

/// `cap`: which capabilities the program has.
enum CapabilityCommand: BuildingCommand {
  static let name = "cap"
  static let group = CommandGroup.context
  static let summary = "which of root's powers the program has, and may ever get"
  static let meaning = """
    `cap container`, `cap all` and `cap none` say which set to start from, and replace all that was \
    said. `cap drop` takes capabilities away and `cap keep` adds them; each adds to those before. \
    Without a base, `container` holds as soon as the context has a root or a mount: with more, the \
    program could make writable what is read-only, and take away what hides the host. A context \
    without these starts from `all`. In a box that is up they hold for the next program.

    `container` is chown dac_override fowner fsetid kill setgid setuid setpcap setfcap \
    net_bind_service net_raw sys_chroot audit_write, and net_admin with `ns net`.

    What is not there is gone from the bounding set, so that no program inside can get it back by a \
    set-user-ID bit or a file, and from the permitted and the effective set. A program that is uid 0 \
    inside has what is left of the bounding set. Any other loses its capabilities when it is \
    executed, except those that `cap keep` names: it gets them as ambient ones, after \
    PR_SET_KEEPCAPS where `as` gives uid 0 up. The inheritable set is always empty, but for these: \
    the kernel lets nothing be ambient that is not inheritable. `cap drop all` is `cap none`, and \
    `cap keep all` is `cap all`.

    With `ns user` they are all there, and reach as far as what belongs to the new namespace; \
    without it the bounding set takes CAP_SETPCAP to change. Names are those of capabilities(7), \
    `net_raw` as well as CAP_NET_RAW. Whoever may make a user namespace inside has all capabilities \
    in there, over nothing but that: `seccomp default` forbids it.

    """
    + Capability.all.map { names.row($0.word, text: $0.meaning) }.joined(separator: "\n")
  private static let names = Table(.left(18), indent: 2)
  static let manualPages = ["capabilities(7)", "capset(2)", "prctl(2)"]
  static let syntax = Syntax(change)
  static let example = """
    ns user
    cap none
    cap keep net_raw chown
    exec true
    """

  private enum Change {
    case start(Capabilities.Base)
    case keep([Capability])
    case drop([Capability])
  }

  private static let change = OneOf<Change>(
    Form(
      Parameter<Change>(
        "BASE",
        [
          Choice(
            "container", "start from what the programs of a container need", .start(.container)),
          Choice("all", "start from all of them", .start(.all)),
          Choice("none", "start from nothing", .start(.none)),
        ])
    ) { $0 },
    Form(keeps, Parameter.some("all|CAP", capability.written)) {
      (keeps, given) throws(Diagnostic) in
      guard let named = try named(given) else { return .start(keeps ? .all : .none) }
      return keeps ? .keep(named) : .drop(named)
    })

  private static let keeps = Parameter<Bool>(
    "VERB", [Choice("drop", "take these away", false), Choice("keep", "add these", true)])

  /// Nil for `all`.
  private static func named(_ given: [Written<Capability?>]) throws(Diagnostic) -> [Capability]? {
    guard let all = given.first(where: { $0.value == nil }) else {
      return given.compactMap(\.value)
    }
    guard given.count == 1 else {
      throw Diagnostic(
        .unexpectedArgument, "`all` stands alone", at: all.word.span,
        label: "`all` already is every one of them")
    }
    return nil
  }

  /// Nil for `all`.
  private static let capability = ValueKind<Capability?>(
    .choices(
      Capability.all.map { ($0.word, $0.meaning) } + [("all", "all that this kernel has")]),
    parse: parse)

  static func offers(_ word: String, after arguments: [Bytes]) -> Bool {
    guard arguments.count > 0 else { return true }
    guard let capability = Capability(named: word) else { return arguments.count == 1 }
    return capability.number <= Capability.last
      && !arguments.dropFirst().contains { Capability(named: $0.displayed) == capability }
  }

  static func refusalOfHabit(_ invocation: Invocation) -> Diagnostic? {
    guard let verb = invocation.words.first, verb.matches("add"), invocation.words.count > 1 else {
      return nil
    }
    return .habit(
      verb, "what is named is kept",
      write: [Bytes("cap".utf8), Bytes("keep".utf8)] + invocation.words.dropFirst().map(\.bytes))
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    var facet = context[Capabilities.self] ?? Capabilities()
    switch arguments[change] {
    case .start(let base): facet.start(from: base, origin: arguments.span)
    case .keep(let capabilities): facet.keep(capabilities, origin: arguments.span)
    case .drop(let capabilities): facet.drop(capabilities, origin: arguments.span)
    }
    context[Capabilities.self] = facet
  }

  @Sendable private static func parse(_ word: Argument) throws(Diagnostic) -> Capability? {
    if word.text.lowercased() == "all" { return nil }
    if let capability = Capability(named: word.text) { return capability }
    let names = Capability.all.map(\.word)
    let lower = word.text.lowercased()
    let typed = lower.hasPrefix("cap_") ? String(lower.dropFirst(4)) : lower
    throw Diagnostic(
      .unknownWord, "unknown capability `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: typed, among: names + ["all"])
    ).note("there are: \(names.prefix(Int(Capability.last) + 1).joined(separator: " "))")
  }
}
