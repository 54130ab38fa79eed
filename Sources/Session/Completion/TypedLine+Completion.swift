import Language

extension TypedLine {
  /// The candidates for its end.
  package var completion: Completion {
    // What a lone backslash makes of the next character nobody can say before it is there.
    if cursor.isEscaping { return Completion(start: line.count, candidates: []) }
    if let variable = cursor.variable, cursor.place == .argument {
      // Within quotes, and in a default, the word goes on behind it.
      return variables(
        Bytes(line[variable.start...]), start: variable.start,
        isFinal: cursor.quoting == .bare && !variable.isInDefault)
    }
    var sources = CompletionSources(session: session, cursor: cursor)
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

  /// `$name`, `${name}` and `${space:name}`, each with its value unless that is the host's affair.
  private func variables(_ typed: Bytes, start: Int, isFinal: Bool) -> Completion {
    let set = session.interpreter.variables
    var found = set.names.map { ($0, set[Bytes($0.utf8)]) }
    let isBraced = typed.starts(with: "${".utf8)
    if isBraced {
      found += HostFacts.names.map { ("host:" + $0, HostFacts.value(of: $0, host: session.host)) }
      found += JobRecord.factNames.map { ("job:" + $0, session.supervisor.lastRecord?.fact($0)) }
      // Not their values: there are passwords among them, and an audience.
      found += session.host.environment.map { entry in
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
