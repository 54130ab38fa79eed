import TestSupport

extension PseudoTerminal {
  /// Cloche at its prompt.
  static func prompt(
    _ arguments: String..., rows: Int = 24, columns: Int = 80,
    environment: [String: String?] = [:], home: TemporaryFolder = TemporaryFolder(),
    kind: Screen.Kind = .cutting
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      [Cloche.path] + arguments, rows: rows, columns: columns, environment: environment, home: home,
      kind: kind)
    try terminal.wait(atCursor: "> ")
    return terminal
  }

  /// What a command has printed: the lines between it and the prompt behind it.
  func answer(to command: String) throws -> [String] {
    try enter(command)
    let lines = screen.transcript
    guard let start = lines.lastIndex(where: { $0.hasSuffix("> \(command)") }) else { return [] }
    return Array(lines[(start + 1)...].dropLast())
  }
}
