import Kernel
import Language
import Sandbox

/// `domainname`: the NIS domain name that uname(2) tells inside.
enum DomainnameCommand: BuildingCommand {
  static let name = "domainname"
  static let group = CommandGroup.context
  static let summary = "the NIS domain name inside; needs `ns uts`"
  static let meaning = """
    The child calls setdomainname in its own uts namespace. Without one the host's would change, \
    so that is refused.
    """
  static let manualPages = ["setdomainname(2)", "uts_namespaces(7)"]
  static let syntax = Syntax(newName)
  static let example = """
    ns uts user
    domainname glass
    exec true
    """

  private static let newName = Parameter("NAME", HostnameFacet.value)

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[DomainnameFacet.self] = DomainnameFacet(
      name: arguments[newName], origin: arguments.span)
  }
}

struct DomainnameFacet: Facet {
  let name: Bytes
  let origin: SourceSpan?

  func liveChange(from older: DomainnameFacet?) -> LiveChange { .atOnce([.hostname]) }

  var settings: [Setting] { [Setting("domainname", [Bytes("domainname".utf8), name], origin)] }

  func violations(in context: Context) -> [Diagnostic] {
    UTSRule.violations("domainname", at: origin, in: context)
  }

  var phases: [Phase] { [.hostname] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin) { $0.call(.setdomainname, .data(name), .number(name.count)) }
  }
}
