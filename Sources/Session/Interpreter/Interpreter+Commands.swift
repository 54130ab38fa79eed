import Language
import Sandbox

// Simple commands: their names, their words, and what runs them.

extension Interpreter {
  /// Runs a simple command: finds its variables' values, then the command of its name.
  func simple(
    _ script: Script, _ node: Script.Node, in session: Session
  ) throws(Diagnostic) -> Int32 {
    let words = try evaluate(script, script.words(of: node))
    guard let name = words.first else { return 0 }
    let invocation = Invocation(
      command: name, words: Array(words.dropFirst()), span: script.span(of: node),
      isBackground: node.isBackground)
    if surroundings.traces { messages.trace(shown(words)) }
    if surroundings.asksBeforeEach {
      switch messages.confirm(shown(words)) {
      case .run: break
      case .skip: return 0
      case .runAll: surroundings.asksBeforeEach = false
      case .quit:
        quitStatus = lastStatus
        return 0
      }
    }
    guard let entry = try find(name) else { return try call(invocation) }
    let status = try run(entry, invocation, in: session)
    lastStatus = status
    return status
  }

  /// Words as they would have to be typed, values in place of variables.
  private func shown(_ words: [Argument]) -> String {
    words.map { ScriptText.word($0.bytes).displayed }.joined(separator: " ")
  }

  /// The command of a name; nil for a definition's.
  func find(_ name: Argument) throws(Diagnostic) -> RegisteredCommand? {
    if let entry = commands.command(named: name.bytes[...]) { return entry }
    if definitions[name.text] != nil { return nil }
    let matches = abbreviated(name)
    if matches.count > 1 {
      throw Diagnostic(
        .ambiguousAbbreviation, "`\(name.displayed)` may be several commands", at: name.span,
        label: matches.joined(separator: ", "))
    }
    guard let only = matches.first else { throw unknownCommand(name) }
    return commands.command(named: Bytes(only.utf8)[...])
  }

  /// The commands that a name may be the beginning of: at the prompt only, since a script must
  /// mean the same when there are more commands.
  private func abbreviated(_ name: Argument) -> [String] {
    guard surroundings.isInteractive else { return [] }
    return commands.allNames.filter { $0.utf8.starts(with: name.bytes) }
  }

  func isAbbreviation(_ name: Argument) -> Bool { !abbreviated(name).isEmpty }

  func unknownCommand(_ name: Argument, alsoKnown: [String] = []) -> Diagnostic {
    if declaredDefinitions.contains(name.text) {
      return Diagnostic(
        .unknownCommand, "`\(name.displayed)` is not defined yet", at: name.span,
        label: "its `def` has not run"
      ).fix("put the `def` before this line")
    }
    let candidates = commands.allNames + definitions.keys + alsoKnown + Keyword.names
    return Diagnostic(
      .unknownCommand, "unknown command `\(name.displayed)`", at: name.span,
      label: Suggestion.label(for: name.text, among: candidates)
    ).fix(
      Self.otherTools[name.text]
        ?? "`help` lists the commands; `exec \(name.displayed)` runs a program of this name")
  }

  /// What commands of other tools are here.
  private static let otherTools = [
    "unshare": "`ns user pid mnt` asks for new namespaces, `exec` runs a program in them",
    "chroot": "`root` takes the folder that the program sees as its /: `help root`",
    "docker": "a container is put together here: `ns all`, `root host`, `exec sh`",
    "podman": "a container is put together here: `ns all`, `root host`, `exec sh`",
    "bwrap": "a sandbox is put together here: `ns user mnt`, `root host`, `exec sh`",
    "export": "`env` sets a variable of the program: `help env`",
    "set": "`let` sets a variable: `help let`",
    "ulimit": "`rlimit` is what ulimit is in sh: `help rlimit`",
    "prlimit": "`rlimit` is what prlimit does: `help rlimit`",
    "capsh": "`cap` says which capabilities the program has: `help cap`",
    "setpriv": "`as` and `cap` say what the program may: `help as`, `help cap`",
    "user": "`as` says who the program is: `help as`",
    "volume": "`bind` shows a part of the host inside: `help bind`",
    "sudo": "`! sudo` runs it on the host; `map root` makes you root inside",
  ]

  private func run(
    _ entry: RegisteredCommand, _ invocation: Invocation, in session: Session
  ) throws(Diagnostic) -> Int32 {
    if case .listing(let type) = entry, type.lists(invocation) {
      return try type.list(invocation, in: session)
    }
    let arguments = try entry.command.match(invocation)
    switch entry {
    case .building(let type): try build(type, arguments)
    case .listing(let type): try build(type, arguments)
    case .acting(let type): return try type.run(arguments, in: session)
    }
    return 0
  }

  private func call(_ invocation: Invocation) throws(Diagnostic) -> Int32 {
    guard let definition = definitions[invocation.command.text] else { return 0 }
    let given = invocation.words
    guard given.count == definition.parameters.count else {
      throw Definition.wrongArity(
        invocation.command, given: given.count, expected: definition.parameters.count,
        at: invocation.span)
    }
    guard messages.calls.count < Self.maximumCalls else {
      throw Diagnostic(
        .callDepth, "definitions call each other more than \(Self.maximumCalls) deep",
        at: invocation.span, label: "one too many"
      ).fix("end the recursion with `if`")
    }
    var parameters: [Bytes: Bytes] = [:]
    for (name, word) in zip(definition.parameters, given) { parameters[name] = word.bytes }
    variables.pushParameters(parameters)
    let node = definition.script.nodes[definition.node]
    messages.calls.append(Call(name: invocation.command.text, span: invocation.span))
    frames.append(
      Frame(.call, definition.script, definition.node + 1..<Int(node.next), origin: invocation.span)
    )
    return 0
  }

  /// Lets a command change the context of the current box. What it replaces is said.
  private func build(
    _ command: any BuildingCommand.Type, _ arguments: Arguments
  ) throws(Diagnostic) {
    let old = boxes.context
    var context = old
    try command.build(arguments, &context)
    try liveBoxes.apply(context, at: arguments.span)
    let replaced = ReplacedSettings(old: old, new: context, origin: arguments.span)
    for note in replaced.notes(messages.sources) { messages.say(note) }
    boxes.change(to: context)
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofCommands: [ErrorCode] { [.unknownCommand, .ambiguousAbbreviation, .callDepth] }

  package static var unknownCommand: ErrorCode {
    ErrorCode(
      101, title: "an unknown command",
      story: """
        The first word of a command is one of cloche's commands, a word of the language such as `if`, \
        or a name that `def` has defined. Unlike in a shell it is never looked up along PATH: a slip \
        of the fingers should not start a program on the host. `exec ls` runs ls in the context that \
        is being built, `! ls` runs it on the host.

        A whole script is checked before any of it runs, so this error usually means that nothing \
        was done. It can also come during the run, where a definition is called before its `def` was \
        reached. At the prompt the beginning of a command's name is enough; in a script it is not, \
        since a script has to mean the same when there are more commands.

            exec ls /
            ! ls /
            def greet who { echo hello $who }
            greet world
        """)
  }

  package static var ambiguousAbbreviation: ErrorCode {
    ErrorCode(
      112, title: "an abbreviation of several commands",
      story: """
        At the prompt the beginning of a command's name stands for the whole, as long as there is \
        only one such command; the label lists the ones there are. Type another letter or two. In \
        scripts names are always written out.

            hostname mocker
        """)
  }

  package static var callDepth: ErrorCode {
    ErrorCode(
      303, title: "definitions call each other too deep",
      story: """
        Calls of definitions may be 200 deep. Calls inside calls are kept in a list and not on the \
        machine's stack, so the limit is no danger but a help: a definition that calls itself without \
        an end should stop while its notes still fit on the screen. Let an `if` end the recursion, or \
        write a loop:

            def again word { if test $word is stop { echo done } else { again stop } }
            again go
            repeat 3 { exec true }
        """)
  }
}
