import Commands
import Kernel
import Language
import Sandbox
import Session
import TestSupport
import Testing

/// The example of each command works: parsed, checked, and as far as it launches, lowered to a plan.
@Suite struct ExampleTests {
  private static let names = Registry.commands.map { $0.command.name }

  private func example(_ name: String) throws -> String {
    try #require(Bench.table.command(named: Bytes(name.utf8)[...])).command.example
  }

  @Test(arguments: names)
  func parses(name: String) throws {
    let result = Parser.parse(Bytes(try example(name).utf8), source: SourceID(0))
    #expect(result.diagnostics.map(\.message) == [])
    #expect(result.incomplete == nil)
    #expect(!result.script.nodes.isEmpty)
  }

  @Test(arguments: names)
  func passesTheChecker(name: String) throws {
    #expect(Bench().check(try example(name)) == [])
    #expect(Bench(as: Bench.root).check(try example(name)) == [])
  }

  /// The context at each launch becomes a plan, for root and for a user.
  @Test(arguments: names, [false, true])
  func becomesAPlan(name: String, asRoot: Bool) throws {
    let bench = Bench(as: asRoot ? Bench.root : Bench.user)
    let script = bench.session.parse(Bytes(try example(name).utf8), name: "example").script
    for node in script.nodes where node.kind == .simple {
      let command = script.text(of: script.words[Int(node.firstWord)])
      switch try #require(bench.session.commands.command(named: command)) {
      case .building, .listing: try bench.run(Bytes(script.bytes[script.span(of: node).range]))
      case .acting(let type) where type.effect == .launches:
        let program = Program(words: [Bytes("true".utf8)], origin: script.span(of: node))
        let plan = try bench.session.launcher.plan(program)
        #expect(plan.launch.steps.last?.kind == .execute)
        #expect(plan.lines.count == plan.stepCount)
      case .acting: break
      }
    }
    #expect(bench.reporter.diagnostics.map(\.message) == [])
  }

  /// As somebody would who types it after `help`.
  @Test(
    .enabled(if: Machine.isRoot && Machine.hasUserNamespaces, "examples are root's"),
    arguments: names)
  func runs(name: String) throws {
    let folder = TemporaryFolder()
    let run = Cloche.run(["-c", try example(name)], folder: folder.path)
    #expect(run.status == 0, "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }
}
