import Glibc
import Kernel
import Language
import Sandbox
import Testing

/// Plans and diagnostics as a test shows them.
enum PlanText {
  /// Who makes each step, the line of the script that asked for it, and the call.
  static func lines(of plan: Plan, script: String, onlyAsked: Bool = false) -> String {
    plan.lines.filter { !onlyAsked || $0.origin != nil }.map { line in
      let place = line.origin.map { String(lineNumber(of: $0, in: script)) } ?? "-"
      let actor = line.actor.rawValue
      let blanks = String(repeating: " ", count: 6 - actor.count)
      return "\(actor)\(blanks) \(place) \(withoutHost(line.text))"
    }.joined(separator: "\n")
  }

  private static func lineNumber(of span: SourceSpan, in script: String) -> Int {
    1 + Bytes(script.utf8)[..<Int(span.start)].count { $0 == UInt8(ascii: "\n") }
  }

  /// Where a control group will be is up to the host that the test runs on.
  static func withoutHost(_ text: String) -> String {
    let words = text.split(separator: " ")
    let isGroup = words.last?.hasSuffix("/cloche-\(getpid())-1/inside") == true
    return words.first == "mkdir" && isGroup ? "mkdir -p GROUP/inside" : text
  }

  /// Code, message, the text that it points at, label and remarks, each on a line.
  static func text(of diagnostic: Diagnostic, script: String) -> String {
    var lines = ["\(diagnostic.code) \(diagnostic.message)"]
    if let span = diagnostic.span {
      lines.append("at: \(Bytes(Bytes(script.utf8)[span.range]).displayed)")
    }
    if !diagnostic.label.isEmpty { lines.append("label: \(diagnostic.label)") }
    lines += diagnostic.remarks.map { "\($0.kind.rawValue): \($0.text)" }
    return lines.joined(separator: "\n")
  }
}

/// The whole plan of a script.
func expectPlan(
  _ script: String, as host: Host = .user, program: Program = .standard, is expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let plan = try Building.plan(script, as: host, program: program)
  let text = PlanText.lines(of: plan, script: script)
  #expect(text == expected, sourceLocation: sourceLocation)
}

/// The steps that the script asked for, without those of every launch.
func expectSteps(
  _ script: String, as host: Host = .user, program: Program = .standard, are expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let plan = try Building.plan(script, as: host, program: program)
  let text = PlanText.lines(of: plan, script: script, onlyAsked: true)
  #expect(text == expected, sourceLocation: sourceLocation)
}

/// Why a script is refused, by a command or by the lowering.
func expectRefusal(
  _ script: String, as host: Host = .user, is expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let refusal = try #require(
    Building.refusal(script, as: host), sourceLocation: sourceLocation)
  let text = PlanText.text(of: refusal, script: script)
  #expect(text == expected, sourceLocation: sourceLocation)
}

/// The static rules that a script breaks, with an empty line between them.
func expectViolations(
  _ script: String, are expected: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let violations = try Building.context(script).violations
  let text = violations.map { PlanText.text(of: $0, script: script) }.joined(separator: "\n\n")
  #expect(text == expected, sourceLocation: sourceLocation)
}
