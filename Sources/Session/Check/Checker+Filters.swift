import Language
import Sandbox

// Filters behind commands.

extension Checker {
  /// A command that runs only at the prompt, by an abbreviation, is judged when it runs.
  mutating func checkFilters(_ script: Script, _ index: Int) {
    let filters = script.filters(ofNode: index)
    guard let first = filters.first else { return }
    let words = known(script, script.words(of: script.nodes[index]))
    if let words, let name = words.first,
      let entry = session.commands.command(named: name.bytes[...]),
      !entry.prints(
        Invocation(
          command: name, words: Array(words.dropFirst()), span: script.span(of: script.nodes[index])
        ))
    {
      return attempt { () throws(Diagnostic) in
        throw .noPipe(at: script.span(of: script.nodes[first]))
      }
    }
    for filter in filters {
      let node = script.nodes[filter]
      guard let words = known(script, script.words(of: node)) else { continue }
      attempt { () throws(Diagnostic) in
        try OutputFilter(words, at: script.span(of: node))?.check()
      }
    }
  }
}
