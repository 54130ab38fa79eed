import Kernel
import Language
import Limits
import Presentation
import Sandbox
import Session

/// Something that a host has or has not, asked by `have` and `requires`.
struct Feature: Sendable {
  let name: String
  let meaning: String
  /// Why a session has it not, with what gives it; nil where it has.
  let absence: @Sendable (Session) -> Explanation?

  private init(
    name: String, meaning: String, absence: @escaping @Sendable (Session) -> Explanation?
  ) {
    (self.name, self.meaning, self.absence) = (name, meaning, absence)
  }

  /// One whose remedy is always the same.
  private init(
    name: String, meaning: String, remedy: String,
    isPresent: @escaping @Sendable (Session) -> Bool
  ) {
    self.init(name: name, meaning: meaning) {
      isPresent($0) ? nil : Explanation(.missingFeature, fix: [remedy])
    }
  }

  static var all: [Feature] {
    let namespaces = NamespaceKind.allCases.map { kind in
      Feature(
        name: "ns.\(kind.rawValue)", meaning: "\(kind.rawValue) namespaces",
        remedy: "a kernel with them",
        isPresent: { _ in !SmallFile.isMissing(FilePath("/proc/self/ns/\(kind.rawValue)")) })
    }
    let limits = Resource.allCases.map { resource in
      Feature(
        name: "limit.\(resource.rawValue)",
        meaning: "control groups that limit \(resource.rawValue)",
        // Tried as well: who may make groups where is a matter of many files.
        absence: { LimitProbe.refusal(of: resource, by: $0.groupMaker, on: $0.host) })
    }
    return namespaces + limits + [
      Feature(
        name: "root", meaning: "CAP_SYS_ADMIN on the host", remedy: "run cloche as root",
        isPresent: { $0.host.can(.systemAdmin) }),
      Feature(
        name: "userns", meaning: "user namespaces for this user",
        remedy: "see `/proc/sys/user/max_user_namespaces` and your distribution's switches",
        // Tried, since no file tells it.
        isPresent: { _ in NamespaceProbe.canClone(CloneFlag.newUser) }),
      Feature(
        name: "seccomp", meaning: "filters of system calls",
        remedy: "a kernel with CONFIG_SECCOMP_FILTER",
        isPresent: { _ in !SmallFile.isMissing("/proc/sys/kernel/seccomp/actions_avail") }),
      Feature(
        name: "tty", meaning: "a terminal as standard input", remedy: "run it from a terminal",
        isPresent: { _ in Descriptors.isTerminal(.standardInput) }),
    ]
  }

  static let value = ValueKind<Feature>(.choices(all.map { ($0.name, $0.meaning) })) {
    (word) throws(Diagnostic) in
    if let feature = all.first(where: { word.matches($0.name) }) { return feature }
    throw Diagnostic(
      .unknownWord, "unknown feature `\(word.displayed)`", at: word.span,
      label: Suggestion.label(for: word.text, among: all.map(\.name))
    ).note("there are \(all.map(\.name).joined(separator: " "))")
  }

  static var list: String {
    let all = all
    let table = Table(.fitting(all.map(\.name)), indent: 2)
    return all.map { table.row($0.name, text: $0.meaning) }.joined(separator: "\n")
  }
}
