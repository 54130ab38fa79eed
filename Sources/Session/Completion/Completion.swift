import Kernel
import Language
import Sandbox

/// What may stand where the cursor is, from the commands' own syntax.
public struct Completion: Sendable {
  public struct Candidate: Sendable {
    /// The word as it would stand in the line, from `start` on.
    public let text: Bytes
    public let description: String
    /// Nothing is to be added to it: a blank may follow.
    public let isFinal: Bool
  }

  /// Where the candidates begin in the line.
  public let start: Int
  public let candidates: [Candidate]
}

extension Session {
  /// The candidates for the end of a line that is being typed.
  public func completion(of line: Bytes) -> Completion {
    let typed = TypedLine(line)
    if let start = typed.variableStart {
      return variables(Bytes(line[start...]), start: start)
    }
    var suggestions = CompletionSources(session: self, value: typed.value)
    if let name = typed.words.first {
      suggestions.addArguments(of: name, after: typed.words.dropFirst())
    } else {
      suggestions.addCommands()
    }
    let written = line[typed.start...]
    let candidates = suggestions.found.map { suggestion in
      Completion.Candidate(
        text: typed.continued(suggestion.value, typed: written, isFinal: suggestion.isFinal),
        description: suggestion.description, isFinal: suggestion.isFinal)
    }
    return Completion(start: typed.start, candidates: candidates)
  }

  /// The usage of the command at the end of a line, or nil where none is being typed.
  public func usage(at line: Bytes) -> [String]? {
    let typed = TypedLine(line)
    guard typed.quoting == .bare, let name = typed.words.first,
      let entry = commands.command(named: name[...])
    else { return nil }
    return entry.command.syntax.usage(of: name.displayed)
  }

  private func variables(_ typed: Bytes, start: Int) -> Completion {
    let isBraced = typed.starts(with: "${".utf8)
    var names = variables.names + ["out"]
    if isBraced {
      names += HostFacts.names.map { "host:" + $0 } + JobRecord.factNames.map { "job:" + $0 }
      names += host.environment.map { "env:" + $0.prefix { $0 != UInt8(ascii: "=") }.displayed }
    } else {
      names += ["#", "?", "@"]
    }
    let candidates = Set(names).sorted().map { isBraced ? "${\($0)}" : "$\($0)" }
      .filter { $0.utf8.starts(with: typed) }
    return Completion(
      start: start,
      candidates: candidates.map {
        Completion.Candidate(text: Bytes($0.utf8), description: "", isFinal: true)
      })
  }
}
