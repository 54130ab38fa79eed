import Kernel
import Language
import Sandbox

/// Finds what is wrong with a script without running any of it: unknown commands, wrong arguments,
/// and contexts that break a rule where they are launched.
///
/// Building commands change a value only, so they are carried out here as they will be at the run.
/// Where a value is known at the run alone, the context is unknown from there on, and nothing is
/// said about it.
package struct Checker {
  let session: Session
  private(set) var diagnostics: [Diagnostic] = []
  /// A box may come up, whose insides stay while others come.
  package private(set) var mayBringUp = false
  /// Definitions by name, with the number of their parameters; nil where they differ.
  private var definitions: [String: Int?] = [:]
  /// A file that is sourced cannot be read now, so that it may define anything.
  private var mayDefineMore = false
  /// The texts that are being looked into: a script that sources itself is judged by the run. By
  /// what they hold, since one file has many paths.
  private var openTexts: [Bytes] = []
  private var launchChecks = LaunchChecks()

  /// What is known of the context at a place.
  struct State {
    /// Nil where only the run will tell.
    var context: Context?
    /// Whether the box is up; nil where only the run will tell.
    var isUp: Bool? = false
    /// It came up or went down here, so that the end of a scope takes it down.
    var isAnother = false
    /// A refusal is expected here, or at least heeded.
    var isGuarded = false
    /// In a loop, whose later rounds begin with what earlier ones have changed.
    var isLooped = false
  }

  /// Begins a check of a script that would run in a session now.
  package init(_ session: Session) {
    self.session = session
    for (name, definition) in session.interpreter.definitions {
      definitions[name] = definition.parameters.count
    }
  }

  /// Everything that is wrong with a script, in order of position.
  package mutating func check(_ script: Script) -> [Diagnostic] {
    openTexts = [script.bytes]
    collectDefinitions(script)
    var state = State(context: session.context, isUp: session.liveBoxes.current != nil)
    walk(script, 0..<script.nodes.count, &state)
    return diagnostics.sorted(by: Diagnostic.byPosition)
  }

  private mutating func collectDefinitions(_ script: Script) {
    for node in script.nodes where node.kind == .def {
      let word = script.words[Int(node.firstWord)]
      let name = script.text(of: word)
      if session.commands.index(of: name) != nil {
        diagnostics.append(Definition.alreadyACommand(name.displayed, at: script.span(of: word)))
        continue
      }
      session.interpreter.declaredDefinitions.insert(name.displayed)
      let count = Int(node.wordCount) - 1
      let known = definitions[name.displayed]
      definitions[name.displayed] =
        known == nil || known == .some(count) ? .some(count) : .some(nil)
    }
  }

  private mutating func walk(_ script: Script, _ range: Range<Int>, _ state: inout State) {
    var index = range.lowerBound
    while index < range.upperBound {
      let node = script.nodes[index]
      if node.kind == .simple {
        simple(script, node, &state)
        checkFilters(script, index)
      } else {
        construct(script, index, node, &state)
      }
      index = Int(node.next)
    }
  }

  private mutating func construct(
    _ script: Script, _ index: Int, _ node: Script.Node, _ state: inout State
  ) {
    let inside = index + 1..<Int(node.next)
    switch node.kind {
    case .simple, .filter: break
    case .try, .not, .capture:
      let wasGuarded = state.isGuarded
      if node.kind != .capture { state.isGuarded = true }
      let before = state
      walk(script, inside, &state)
      state.isGuarded = wasGuarded
      if node.kind != .capture { state.join(before) }
    case .if: conditional(script, index, &state)
    case .block: walk(script, inside, &state)
    case .for, .repeat:
      var body = state
      if node.kind == .repeat { checkCount(script, node) }
      if !runsSurely(script, node) { body.isGuarded = true }
      body.isLooped = true
      walk(script, inside, &body)
      state.join(body)
    case .def:
      var body = State(context: nil, isUp: nil)
      walk(script, inside, &body)
    case .scope:
      var body = state
      if node.wordCount > 0 { (body.context, body.isUp) = (nil, nil) }
      body.isAnother = false
      walk(script, inside, &body)
      // Its end takes down what came up in it, but brings nothing back up.
      if body.isUp != true || body.isAnother, state.isUp == true { state.isUp = nil }
    }
  }

  /// An `if` with its chain of `else if`, in a loop: a chain may be as long as the text.
  private mutating func conditional(_ script: Script, _ index: Int, _ state: inout State) {
    var node = index
    var outcomes: [State] = []
    while true {
      let condition = node + 1
      let then = Int(script.nodes[condition].next)
      let otherwise = Int(script.nodes[then].next)
      var asked = state
      asked.isGuarded = true
      walk(script, condition..<then, &asked)
      state.join(asked)
      var branch = state
      // It may be the way of another round than the first.
      if state.isLooped { branch.isGuarded = true }
      walk(script, then..<otherwise, &branch)
      outcomes.append(branch)
      guard otherwise < Int(script.nodes[node].next) else {
        outcomes.append(state)
        break
      }
      if script.nodes[otherwise].kind == .if {
        node = otherwise
        continue
      }
      var last = state
      if state.isLooped { last.isGuarded = true }
      walk(script, otherwise..<Int(script.nodes[node].next), &last)
      outcomes.append(last)
      break
    }
    (state.context, state.isUp) = (outcomes[0].context, outcomes[0].isUp)
    state.isAnother = outcomes[0].isAnother
    for outcome in outcomes.dropFirst() { state.join(outcome) }
  }

  private func runsSurely(_ script: Script, _ node: Script.Node) -> Bool {
    let words = script.words(of: node).map { script.words[$0] }
    if node.kind == .for { return words.dropFirst().contains { $0.shape != .arguments } }
    return words.first.map { script.text(of: $0).first != UInt8(ascii: "0") && $0.shape == .plain }
      ?? false
  }

  private mutating func checkCount(_ script: Script, _ node: Script.Node) {
    guard let word = known(script, script.words(of: node))?.first, word.isKnown else { return }
    attempt { () throws(Diagnostic) in _ = try Quantity.count(word, "a count") }
  }

  mutating func attempt(_ body: () throws(Diagnostic) -> Void) {
    do throws(Diagnostic) { try body() } catch { diagnostics.append(error) }
  }

  // MARK: - Simple commands

  private mutating func simple(_ script: Script, _ node: Script.Node, _ state: inout State) {
    let words = script.words(of: node)
    let name = script.text(of: script.words[words.lowerBound])
    guard let index = session.commands.index(of: name) else {
      return definition(script, node, &state)
    }
    if let shape = launchChecks.shape(of: index, in: session.commands),
      isRight(script, words, node, shape)
    {
      if shape.launches, !state.isGuarded { checkLaunch(state.context) }
      return
    }
    let entry = session.commands.commands[index]
    guard let values = known(script, words) else {
      return unknownNumber(of: entry, script, node, &state)
    }
    let invocation = Invocation(
      command: values[0], words: Array(values.dropFirst()), span: script.span(of: node),
      isBackground: node.isBackground)
    do throws(Diagnostic) {
      try check(entry, invocation, &state)
    } catch {
      diagnostics.append(error)
    }
  }

  /// Whether a look at the words is enough to know that nothing is wrong with them.
  private func isRight(
    _ script: Script, _ words: Range<Int>, _ node: Script.Node, _ shape: LaunchChecks.Shape
  ) -> Bool {
    guard !node.isBackground || shape.launches, shape.counts.contains(words.count - 1) else {
      return false
    }
    guard shape.hasOptions, words.count > 1 else { return true }
    // A value of a variable may begin with anything.
    let first = script.words[words.lowerBound + 1]
    return first.shape == .plain && script.text(of: first).first != UInt8(ascii: "-")
  }

  /// `$@` may be any number of words: only what does not depend on them can be judged.
  private mutating func unknownNumber(
    of entry: RegisteredCommand, _ script: Script, _ node: Script.Node, _ state: inout State
  ) {
    let effect = entry.command.effect
    if node.isBackground, effect != .launches {
      diagnostics.append(
        Self.notInBackground(entry.command.name, at: script.span(of: node)))
    }
    switch effect {
    case .none: if case .acting = entry { return }
    case .launches:
      if !state.isGuarded { checkLaunch(state.context) }
      return
    case .sources: sourceUnknown(&state)
    case .bringsUp:
      mayBringUp = true
      state.isUp = nil
    case .bringsDown, .resets, .unknown: state.isUp = nil
    }
    state.context = nil
  }

  private static func notInBackground(_ name: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .backgroundNotPossible, "`&` after `\(name)`", at: span,
      label: "only `exec` can run in the background")
  }

  /// The words of a command; those that hold variables are unknown. Nil with `$@` among them.
  func known(_ script: Script, _ words: Range<Int>) -> [Argument]? {
    var values: [Argument] = []
    values.reserveCapacity(words.count)
    let evaluator = WordEvaluator(interpreter: session.interpreter, script: script)
    for index in words {
      let word = script.words[index]
      let span = script.span(of: word)
      if word.shape == .arguments { return nil }
      let isKnown = !script.pieces(of: word).contains { piece in
        let kind = script.pieces[piece].kind
        return kind == .variable || kind == .variableWithDefault
      }
      guard isKnown, let value = try? evaluator.value(of: word) else {
        values.append(Argument([], at: span, isKnown: false))
        continue
      }
      values.append(Argument(value, at: span))
    }
    return values
  }

  private mutating func check(
    _ entry: RegisteredCommand, _ invocation: Invocation, _ state: inout State
  ) throws(Diagnostic) {
    let effect = entry.command.effect
    if invocation.isBackground, effect != .launches {
      throw Self.notInBackground(invocation.command.displayed, at: invocation.span)
    }
    if case .listing(let type) = entry, type.lists(invocation) {
      return try type.checkList(invocation)
    }
    let arguments = try entry.command.check(invocation)
    switch entry {
    case .building(let type): try build(type, arguments, &state)
    case .listing(let type): try build(type, arguments, &state)
    case .acting: break
    }
    switch effect {
    case .none: break
    case .launches: if !state.isGuarded { checkLaunch(state.context) }
    case .bringsUp:
      mayBringUp = true
      if !state.isGuarded { checkLaunch(state.context) }
      if state.isUp == true, !state.isGuarded { throw RunningBox.isUp(nil, at: invocation.span) }
      (state.isUp, state.isAnother) = (true, true)
    case .bringsDown:
      if state.isUp == false, !state.isGuarded { throw RunningBox.isDown(nil, at: invocation.span) }
      (state.isUp, state.isAnother) = (false, true)
    case .sources: source(invocation, &state)
    case .resets: try change(&state, to: Context(), at: invocation.span)
    case .unknown: (state.context, state.isUp) = (nil, nil)
    }
  }

  private func change(
    _ state: inout State, to context: Context, at span: SourceSpan
  ) throws(Diagnostic) {
    if let old = state.context, state.isUp == true, !state.isGuarded,
      let refusal = LiveChanges.refusal(from: old, to: context, at: span)
    {
      throw refusal
    }
    state.context = context
  }

  private mutating func build(
    _ command: any BuildingCommand.Type, _ arguments: Arguments?, _ state: inout State
  ) throws(Diagnostic) {
    guard let arguments else {
      state.context = nil
      return
    }
    // Arguments can be judged in an unknown context too, only its rules cannot.
    var context = state.context ?? Context()
    try command.build(arguments, &context)
    if state.context != nil { try change(&state, to: context, at: arguments.span) }
  }

  private mutating func checkLaunch(_ context: Context?) {
    guard let context else { return }
    diagnostics += launchChecks.newViolations(of: context)
  }

  private mutating func definition(_ script: Script, _ node: Script.Node, _ state: inout State) {
    (state.context, state.isUp) = (nil, nil)
    let words = script.words(of: node)
    let word = script.words[words.lowerBound]
    let name = Argument(Bytes(script.text(of: word)), at: script.span(of: word))
    if node.isBackground {
      diagnostics.append(Self.notInBackground(name.displayed, at: script.span(of: node)))
    }
    guard let parameters = definitions[name.text] else {
      guard !mayDefineMore, !session.interpreter.isAbbreviation(name) else { return }
      diagnostics.append(
        session.interpreter.unknownCommand(name, alsoKnown: Array(definitions.keys)))
      return
    }
    guard let parameters, let values = known(script, words), values.count - 1 != parameters else {
      return
    }
    diagnostics.append(
      Definition.wrongArity(
        name, given: values.count - 1, expected: parameters, at: script.span(of: node)))
  }

  // MARK: - Files

  private mutating func sourceUnknown(_ state: inout State) {
    mayDefineMore = true
    mayBringUp = true
    (state.context, state.isUp) = (nil, nil)
  }

  /// Looks into a file that is sourced, as far as it is known and there already.
  private mutating func source(_ invocation: Invocation, _ state: inout State) {
    guard let file = invocation.words.first, file.isKnown,
      let script = session.interpreter.reader.parseAhead(file.bytes, from: invocation.span)
    else {
      return sourceUnknown(&state)
    }
    let text = script.script.bytes
    guard !openTexts.contains(text), openTexts.count <= Interpreter.maximumInclusions else {
      (state.context, state.isUp) = (nil, nil)
      return
    }
    diagnostics += script.diagnostics
    openTexts.append(text)
    collectDefinitions(script.script)
    walk(script.script, 0..<script.script.nodes.count, &state)
    openTexts.removeLast()
  }
}

extension Checker.State {
  /// After a fork in the road: known only where both ways lead to the same.
  mutating func join(_ other: Checker.State) {
    if isUp != other.isUp { isUp = nil }
    isAnother = isAnother || other.isAnother
    guard let mine = context, let other = other.context, mine.isSame(as: other) else {
      context = nil
      return
    }
  }
}
