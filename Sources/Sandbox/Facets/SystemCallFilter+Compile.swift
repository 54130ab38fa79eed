import Kernel
import Language
import Seccomp

extension SystemCallFilter {
  /// The rules as the kernel gets them.
  func compiled() throws(FilterError) -> FilterProgram {
    let said = rules.map { rule -> (String, FilterAction) in
      switch rule.verb {
      case .deny: (rule.call, rule.action)
      case .allow: (rule.call, .allow)
      case .log: (rule.call, .log)
      }
    }
    guard isAllowList else {
      let listed = usesDefault ? Self.listed(but: Set(rules.map(\.call))) : []
      return try FilterProgram(otherwise: .allow, rules: listed + Self.known(said))
    }
    // The launch ends in execve, whose refusal is told by write, and whatever runs has to end.
    let needed = Self.alwaysAllowed.filter { name in !said.contains { $0.0 == name } }
    return try FilterProgram(
      otherwise: otherwise ?? .standard,
      rules: Self.known(said + needed.map { ($0, FilterAction.allow) }))
  }

  /// Without these nothing would start, say why not, or end.
  static let alwaysAllowed = ["execve", "write", "exit", "exit_group", "rt_sigreturn"]

  private static func known(_ said: [(String, FilterAction)]) -> [FilterRule] {
    said.compactMap { name, action in
      guard case .here(let number) = SystemCallName.number(of: name) else { return nil }
      return FilterRule(number, action)
    }
  }

  /// What `default` refuses, without calls of which something else was said.
  private static func listed(but said: Set<String>) -> [FilterRule] {
    DeniedByDefault.all.flatMap { group in
      group.calls.flatMap { call -> [FilterRule] in
        guard !said.contains(call), case .here(let number) = SystemCallName.number(of: call) else {
          return []
        }
        guard !group.conditions.isEmpty else { return [FilterRule(number, group.action)] }
        return group.conditions.map { FilterRule(number, group.action, where: $0) }
      }
    }
  }
}
