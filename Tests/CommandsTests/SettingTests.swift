import Commands
import CommandsSupport
import Language
import Sandbox
import Testing

/// What holds for every setting that a command makes, by the examples in the registry.
@Suite struct SettingTests {
  /// A line each, as an example has them.
  private static func lines(_ example: ExampleSettings) -> [Substring] {
    example.script.split(separator: "\n")
  }

  @Test(arguments: ExampleSettings.all) func isUndoneAndRedone(example: ExampleSettings) throws {
    let bench = Bench(as: Bench.root)
    try bench.run("ns ipc")
    let before = bench.session.context
    try bench.run(example.script)
    let after = bench.session.context
    #expect(!after.isSame(as: before))
    let count = Self.lines(example).count
    // A line that changes nothing is no change.
    for _ in 0..<count where !bench.session.context.isSame(as: before) { try bench.run("undo") }
    #expect(bench.session.context.isSame(as: before))
    for _ in 0..<count where !bench.session.context.isSame(as: after) { try bench.run("redo") }
    #expect(bench.session.context.isSame(as: after))
    try bench.run("reset")
    #expect(bench.session.context.facets.isEmpty)
  }

  @Test(arguments: ExampleSettings.all) func isShown(example: ExampleSettings) throws {
    let bench = Bench(as: Bench.root)
    try bench.run(example.script)
    let shown = String(decoding: try bench.output(of: "show"), as: UTF8.self)
    let json = String(decoding: try bench.output(of: "show --json"), as: UTF8.self)
    let settings = bench.session.context.settings
    #expect(!settings.isEmpty)
    for setting in settings {
      for word in setting.words {
        #expect(shown.contains(word.displayed), "\(shown)")
        #expect(json.contains(word.displayed), "\(json)")
      }
    }
  }

  /// A scope puts the context back, whoever cloche runs as.
  @Test(arguments: ExampleSettings.all, [false, true])
  func ofAScopeIsGoneBehindIt(example: ExampleSettings, asRoot: Bool) throws {
    let bench = Bench(as: asRoot ? Bench.root : Bench.user)
    try bench.run("scope {\n\(example.script)\n}")
    #expect(bench.session.context.facets.isEmpty)
  }
}
