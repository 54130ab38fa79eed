import Language
import Sandbox

// Statements: a simple command runs at once, a construct pushes a frame for its inside.

extension Interpreter {
  /// Runs one node: a simple command at once, a construct by pushing a frame for its inside.
  func execute(_ script: Script, _ position: Int, in session: Session) -> Int32 {
    let node = script.nodes[position]
    let inside = position + 1..<Int(node.next)
    let span = script.span(of: node)
    wasReported = false
    if surroundings.echoes, !surroundings.isInteractive { echo(script, node, in: session) }
    do throws(Diagnostic) {
      switch node.kind {
      case .simple:
        return inside.isEmpty
          ? try simple(script, node, in: session) : try filtered(script, position, in: session)
      case .filter: break
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
        liveBoxes.enterScope()
        frames.append(Frame(.scope, script, inside, origin: span))
        if node.wordCount > 0 {
          let name = try evaluate(script, script.words(of: node))
          if let name = name.first { _ = boxes.select(name.displayed) }
        }
      }
      return 0
    } catch {
      messages.report(error)
      wasReported = true
      return error.exitStatus
    }
  }

  /// Shows a command with its prefixes, once, as it is written; of an `if` the condition. The words of
  /// a loop or a definition are not shown: what is in it is, each time that it runs.
  private func echo(_ script: Script, _ node: Script.Node, in session: Session) {
    guard [.simple, .try, .not, .capture].contains(node.kind) else { return }
    var span = script.span(of: node)
    switch frames.last?.kind {
    case .tried, .inverted, .captured: return
    case .condition(let decision):
      span = SourceSpan(script.source, Int(script.nodes[decision].start), span.range.upperBound)
    default: break
    }
    messages.echo(span, in: session)
  }

  func evaluate(_ script: Script, _ words: Range<Int>) throws(Diagnostic) -> [Argument] {
    try WordEvaluator(interpreter: self, script: script).evaluate(words)
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
      throw Definition.alreadyACommand(name, at: script.span(of: script.words[Int(node.firstWord)]))
    }
    definitions[name] = Definition(
      script: script, node: position, parameters: Array(words.dropFirst()))
  }
}
