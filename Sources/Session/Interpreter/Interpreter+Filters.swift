import Language
import Sandbox

// What a command prints, through the filters behind it.

extension Interpreter {
  /// Runs a command whose output goes through filters. Its status where it fails, else that of the
  /// last filter.
  func filtered(
    _ script: Script, _ position: Int, in session: Session
  ) throws(Diagnostic) -> Int32 {
    let node = script.nodes[position]
    let nodes = script.filters(ofNode: position).map { script.nodes[$0] }
    var filters: [OutputFilter] = []
    for node in nodes {
      let words = try evaluate(script, script.words(of: node))
      if let filter = OutputFilter(words, at: script.span(of: node)) {
        try filter.check()
        filters.append(filter)
      }
    }
    try refuseSilent(script, node, before: script.span(of: nodes[0]))
    output.beginCapture()
    var status: Int32
    do throws(Diagnostic) {
      status = try simple(script, node, in: session)
    } catch {
      output.write(output.endCapture())
      throw error
    }
    for (index, filter) in filters.enumerated() {
      let text = output.endCapture()
      if index < filters.count - 1 { output.beginCapture() }
      let filterStatus = try filter.apply(to: text, in: session)
      if status == 0 { status = filterStatus }
    }
    lastStatus = status
    return status
  }

  /// A filter belongs behind a command that prints, and not behind a program or a definition.
  private func refuseSilent(
    _ script: Script, _ node: Script.Node, before filter: SourceSpan
  ) throws(Diagnostic) {
    let words = try evaluate(script, script.words(of: node))
    guard let name = words.first else { return }
    let invocation = Invocation(
      command: name, words: Array(words.dropFirst()), span: script.span(of: node))
    guard let entry = try find(name), entry.prints(invocation) else {
      throw Diagnostic.noPipe(at: filter)
    }
  }
}
