import Kernel
import Language
import Sandbox

/// What may stand where the cursor is, from the commands' own syntax.
package struct Completion: Sendable {
  package struct Candidate: Sendable {
    /// The word as it would stand in the line, from `start` on.
    package let text: Bytes
    package let description: String
    /// Nothing is to be added to it: a blank may follow.
    package let isFinal: Bool
  }

  /// Where the candidates begin in the line.
  package let start: Int
  package let candidates: [Candidate]
}

extension Session {
  /// The candidates for the end of a line that is being typed.
  package func completion(of line: Bytes) -> Completion {
    let cursor = Cursor(atEndOf: line)
    // What a lone backslash makes of the next character nobody can say before it is there.
    if cursor.isEscaping { return Completion(start: line.count, candidates: []) }
    if let variable = cursor.variable, cursor.place == .argument {
      // Within quotes, and in a default, the word goes on behind it.
      return variables(
        Bytes(line[variable.start...]), start: variable.start,
        isFinal: cursor.quoting == .bare && !variable.isInDefault)
    }
    var sources = CompletionSources(session: self, cursor: cursor)
    if cursor.place == .argument {
      if let name = cursor.words.first, let command = command(typed: name) {
        sources.addArguments(of: command, after: cursor.words.dropFirst())
      }
    } else {
      if cursor.takesCommand { sources.addCommands() }
      sources.addKeywords(cursor.keywords)
    }
    let typed = line[cursor.start...]
    let candidates = sources.found.map { suggestion in
      Completion.Candidate(
        text: cursor.word(suggestion.value, typed: typed, isFinal: suggestion.isFinal),
        description: suggestion.description, isFinal: suggestion.isFinal)
    }
    return Completion(start: cursor.start, candidates: candidates)
  }

  /// The command of a name, or the only one that begins with it.
  func command(typed name: Bytes) -> (any Command.Type)? {
    if let entry = commands.command(named: name[...]) { return entry.command }
    let possible = commands.commands.map { $0.command }.filter { $0.name.utf8.starts(with: name) }
    return possible.count == 1 ? possible[0] : nil
  }

  /// `$name`, `${name}` and `${space:name}`, each with its value unless that is the host's affair.
  private func variables(_ typed: Bytes, start: Int, isFinal: Bool) -> Completion {
    var found = interpreter.variables.names.map { ($0, interpreter.variables[Bytes($0.utf8)]) }
    let isBraced = typed.starts(with: "${".utf8)
    if isBraced {
      found += HostFacts.names.map { ("host:" + $0, HostFacts.value(of: $0, host: host)) }
      found += JobRecord.factNames.map { ("job:" + $0, supervisor.lastRecord?.fact($0)) }
      // Not their values: there are passwords among them, and an audience.
      found += host.environment.map { entry in
        ("env:" + entry.prefix { $0 != UInt8(ascii: "=") }.displayed, nil)
      }
    } else {
      found += [
        ("#", Bytes("the number of arguments".utf8)), ("?", Bytes("the last status".utf8)),
        ("@", Bytes("all the arguments".utf8)),
      ]
    }
    let candidates = found.map { (isBraced ? "${\($0.0)}" : "$\($0.0)", $0.1) }
      .filter { $0.0.utf8.starts(with: typed) }.sorted { $0.0 < $1.0 }
    return Completion(
      start: start,
      candidates: candidates.map {
        Completion.Candidate(
          text: Bytes($0.0.utf8), description: $0.1?.displayed ?? "",
          isFinal: isFinal)
      })
  }
}
