import Kernel
import Language
import Sandbox

/// `hostname`: the name that uname(2) tells inside.
enum HostnameCommand: BuildingCommand {
  static let name = "hostname"
  static let group = CommandGroup.context
  static let summary = "the hostname inside; needs `ns uts`"
  static let meaning = """
    The child calls sethostname in its own uts namespace. Without one the host itself would be \
    renamed, so that is refused.
    """
  static let manualPages = ["sethostname(2)", "uts_namespaces(7)"]
  static let syntax = Syntax(newName)
  static let example = """
    ns uts user
    hostname mocker
    capture exec hostname
    assert $out is mocker
    """

  private static let newName = Parameter("NAME", HostnameFacet.value)

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[HostnameFacet.self] = HostnameFacet(name: arguments[newName], origin: arguments.span)
  }
}

struct HostnameFacet: Facet {
  let name: Bytes
  let origin: SourceSpan?

  func liveChange(from older: HostnameFacet?) -> LiveChange { .atOnce([.hostname]) }

  /// __NEW_UTS_LEN, see uname(2).
  private static let maximumLength = 64

  static let value = ValueKind<Bytes> { (word) throws(Diagnostic) in
    guard !word.bytes.isEmpty else {
      throw Diagnostic(.badValue, "an empty name", at: word.span, label: "expected a name")
    }
    guard word.bytes.count <= maximumLength else {
      throw Diagnostic(
        .outOfRange, "a name of \(word.bytes.count) bytes", at: word.span,
        label: "at most \(maximumLength)")
    }
    return word.bytes
  }

  var settings: [Setting] { [Setting("hostname", [Bytes("hostname".utf8), name], origin)] }

  func violations(in context: Context) -> [Diagnostic] {
    UTSRule.violations("hostname", at: origin, in: context)
  }

  var phases: [Phase] { [.hostname] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin) { $0.call(.sethostname, .data(name), .number(name.count)) }
  }
}
