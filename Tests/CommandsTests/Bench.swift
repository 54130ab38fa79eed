import Commands
import Kernel
import Language
import Presentation
import Sandbox
import Session

/// Collects what a session has to say.
final class CollectingReporter: Reporter {
  let textStyle = TextStyle()
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var lines: [String] = []

  func report(_ diagnostic: Diagnostic, sources: SourceMap, calls: [Call]) {
    diagnostics.append(diagnostic)
  }
  func echo(_ command: String, in session: Session) {}
  func trace(_ command: String) {}
  func trace(_ plan: Plan, timings: [(step: Int, result: Int, nanoseconds: Int)]) {}
  func confirm(_ command: String) -> Confirmation { .run }
  func say(_ line: String) { lines.append(line) }
  func present(_ kind: Narration, _ text: String) { lines.append(text) }
}

/// A session on a host that is a value, to check scripts in, and to run those that launch nothing.
struct Bench {
  let session: Session
  let reporter = CollectingReporter()

  static let table = CommandTable(Registry.commands)

  static let user = Host(
    credentials: Credentials(
      uid: 1000, gid: 1000, groups: [], capabilities: CapabilitySet(bits: 0)),
    environment: ["PATH=/bin", "HOME=/home/ann"].map { Bytes($0.utf8) },
    controllerVersion: { _ in 2 })

  static let root = Host(
    credentials: Credentials(uid: 0, gid: 0, groups: [], capabilities: .all),
    environment: ["PATH=/bin", "HOME=/root"].map { Bytes($0.utf8) }, controllerVersion: { _ in 1 })

  init(as host: Host = Self.user, isInteractive: Bool = false) {
    let surroundings = Surroundings(host: host)
    surroundings.isInteractive = isInteractive
    session = Session(commands: Self.table, reporter: reporter, surroundings: surroundings)
  }

  /// What a check finds: code, the text that it points at, and the label, of each.
  func check(_ text: String, path: String = "") -> [String] {
    diagnostics(text, path: path).map { diagnostic in
      let place = diagnostic.span.map { session.messages.text(of: $0) } ?? ""
      return diagnostic.label.isEmpty
        ? "\(diagnostic.code) \(place)" : "\(diagnostic.code) \(place): \(diagnostic.label)"
    }
  }

  /// The same in full; of a text with syntax errors those.
  func diagnostics(_ text: String, path: String = "") -> [Diagnostic] {
    let result = session.parse(Bytes(text.utf8), name: "test", path: Bytes(path.utf8))
    guard result.diagnostics.isEmpty else { return result.diagnostics }
    var checker = Checker(session)
    return checker.check(result.script)
  }

  /// Runs a text as a script; its status.
  @discardableResult
  func run(_ text: Bytes) throws -> Int32 {
    let result = session.parse(text, name: "test")
    if let first = result.diagnostics.first { throw first }
    return try session.run(result.script)
  }

  @discardableResult
  func run(_ text: String) throws -> Int32 { try run(Bytes(text.utf8)) }

  /// What a script prints.
  func output(of text: String) throws -> Bytes {
    session.output.beginCapture()
    let status = try run(text)
    let output = session.output.endCapture()
    guard status == 0 else {
      throw reporter.diagnostics.last ?? Diagnostic(.stopped, "status \(status)", at: nil)
    }
    return output
  }
}
