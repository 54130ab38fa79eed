import Kernel
import Language
import Sandbox

extension Session {
  /// Runs one node: a simple command at once, a construct by pushing a frame for its inside.
  func execute(_ script: Script, _ position: Int) -> Int32 {
    let node = script.nodes[position]
    let inside = position + 1..<Int(node.next)
    let span = script.span(of: node)
    wasReported = false
    do throws(Diagnostic) {
      switch node.kind {
      case .simple: return try simple(script, node)
      case .try: frames.append(Frame(.tried, script, inside, origin: span))
      case .not: frames.append(Frame(.inverted, script, inside, origin: span))
      case .capture:
        output.beginCapture()
        frames.append(Frame(.captured, script, inside, origin: span))
      case .if:
        let condition = position + 1..<Int(script.nodes[position + 1].next)
        frames.append(Frame(.condition(node: position), script, condition))
      case .block: frames.append(Frame(.sequence, script, inside))
      case .for: try beginLoop(script, node, inside)
      case .repeat: try beginRepeat(script, node, inside)
      case .def: try define(script, position, node)
      case .scope:
        frames.append(
          Frame(
            .scope(boxes: boxes.snapshot, holder: runningBox?.pid), script, inside, origin: span))
        if node.wordCount > 0 {
          let name = try evaluate(script, script.words(of: node))
          if let name = name.first { _ = boxes.select(name.displayed) }
        }
      }
      return 0
    } catch {
      reporter.report(error, in: self)
      wasReported = true
      return error.exitStatus
    }
  }

  private func evaluate(_ script: Script, _ words: Range<Int>) throws(Diagnostic) -> [Argument] {
    try WordEvaluator(session: self, script: script).evaluate(words)
  }

  private func beginLoop(
    _ script: Script, _ node: Script.Node, _ inside: Range<Int>
  ) throws(Diagnostic) {
    let words = script.words(of: node)
    let name = Bytes(script.text(of: script.words[words.lowerBound]))
    let values = try evaluate(script, words.dropFirst()).map(\.bytes)[...]
    frames.append(
      Frame(.forLoop(variable: name, values: values), script, inside).atEnd)
  }

  private func beginRepeat(
    _ script: Script, _ node: Script.Node, _ inside: Range<Int>
  ) throws(Diagnostic) {
    guard let word = try evaluate(script, script.words(of: node)).first else { return }
    let count = try Quantity.count(word, "a count")
    frames.append(Frame(.repeatLoop(remaining: count), script, inside).atEnd)
  }

  private func define(
    _ script: Script, _ position: Int, _ node: Script.Node
  ) throws(Diagnostic) {
    let words = script.words(of: node).map { Bytes(script.text(of: script.words[$0])) }
    let name = words[0].displayed
    if commands.command(named: words[0][...]) != nil {
      throw Self.alreadyACommand(name, at: script.span(of: script.words[Int(node.firstWord)]))
    }
    definitions[name] = Definition(
      script: script, node: position, parameters: Array(words.dropFirst()),
      span: script.span(of: node))
  }

  static func alreadyACommand(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(.badName, "`\(name)` is a command already", at: span, label: "take another name")
  }

  private func simple(_ script: Script, _ node: Script.Node) throws(Diagnostic) -> Int32 {
    let words = try evaluate(script, script.words(of: node))
    guard let name = words.first else { return 0 }
    let arguments = Arguments(
      command: name, words: Array(words.dropFirst()), span: script.span(of: node),
      isBackground: node.isBackground)
    if settings.traces { reporter.trace(shown(words), at: arguments.span, in: self) }
    if settings.asksBeforeEach {
      switch reporter.confirm(shown(words), in: self) {
      case .run: break
      case .skip: return 0
      case .runAll: settings.asksBeforeEach = false
      case .quit:
        quitStatus = lastStatus
        return 0
      }
    }
    guard let entry = try find(name) else { return try call(arguments) }
    let status = try run(entry, arguments)
    lastStatus = status
    return status
  }

  /// Words as they would have to be typed, values in place of variables.
  private func shown(_ words: [Argument]) -> String {
    words.map { ScriptText.word($0.bytes).displayed }.joined(separator: " ")
  }

  /// The command of a name; nil for a definition's.
  private func find(_ name: Argument) throws(Diagnostic) -> RegisteredCommand? {
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
    guard settings.isInteractive else { return [] }
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
    ).fix("`help` lists the commands; `exec \(name.displayed)` runs a program of this name")
  }

  private func run(
    _ entry: RegisteredCommand, _ arguments: Arguments
  ) throws(Diagnostic) -> Int32 {
    if case .both(let type) = entry, type.acts(on: arguments) {
      return try type.run(arguments, in: self)
    }
    let matched = try entry.command.syntax.match(arguments)
    switch entry {
    case .building(let type): try build(type, matched)
    case .both(let type): try build(type, matched)
    case .acting(let type): return try type.run(matched, in: self)
    }
    return 0
  }

  private func call(_ arguments: Arguments) throws(Diagnostic) -> Int32 {
    guard let definition = definitions[arguments.command.text] else { return 0 }
    let given = arguments.words
    guard given.count == definition.parameters.count else {
      throw Self.wrongArity(
        arguments.command, given: given.count, expected: definition.parameters.count,
        at: arguments.span)
    }
    let depth = frames.count { if case .call = $0.kind { true } else { false } }
    guard depth < Self.maximumCalls else {
      throw Diagnostic(
        .callDepth, "definitions call each other more than \(Self.maximumCalls) deep",
        at: arguments.span, label: "one too many"
      ).fix("end the recursion with `if`")
    }
    var parameters: [Bytes: Bytes] = [:]
    for (name, word) in zip(definition.parameters, given) { parameters[name] = word.bytes }
    variables.pushParameters(parameters)
    let node = definition.script.nodes[definition.node]
    frames.append(
      Frame(
        .call(name: arguments.command.text), definition.script,
        definition.node + 1..<Int(node.next), origin: arguments.span))
    return 0
  }

  static func wrongArity(
    _ name: Argument, given: Int, expected: Int, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      given < expected ? .missingArgument : .unexpectedArgument,
      "`\(name.displayed)` takes \(expected) argument\(expected == 1 ? "" : "s")", at: span,
      label: "got \(given)")
  }
}

extension Frame {
  /// The same at its end: a loop's frame begins with the question whether there is a round.
  fileprivate var atEnd: Frame {
    var copy = self
    copy.position = end
    return copy
  }
}
