import Kernel
import Language
import Presentation
import Sandbox
import Session

/// `ns`: new namespaces.
enum NamespaceCommand: ListingCommand {
  static let name = "ns"
  static let group = CommandGroup.context
  static var errors: [ErrorCode] { [.unknownNamespace] }
  static let summary = "new namespaces for the program"
  static let meaning = """
    The program gets namespaces of its own: a clone3 with one CLONE_NEW flag for each kind. \
    `ns -KIND` takes one away again, `ns all` adds all eight. Without `user`, only root may make \
    the others. `ns` alone lists the namespaces of this machine, as far as you may see them.

    """
    + NamespaceKind.allCases.map { kinds.row($0.rawValue, text: $0.isolates) }
    .joined(separator: "\n")
  private static let kinds = Table(.left(7), indent: 2)
  static let manualPages = ["namespaces(7)", "clone(2)", "unshare(2)"]
  static let syntax = Syntax(changes, options: [json])
  static let example = """
    ns uts pid mnt user
    ns -pid
    exec true
    """

  private struct Change {
    let kinds: [NamespaceKind]
    let isRemoval: Bool
  }

  private static let changes = Parameter.some("KIND", change)
  private static let json = Option.json

  /// `uts`, `-uts`, `all` or `-all`.
  private static let change = ValueKind<Change>(
    .choices(
      NamespaceKind.allCases.map { ($0.rawValue, $0.isolates) } + [("all", "all eight")]
        + NamespaceKind.allCases.map { ("-\($0.rawValue)", "the host's") })
  ) { (word) throws(Diagnostic) in
    let isRemoval = word.bytes.first == UInt8(ascii: "-")
    let name = isRemoval ? word.part(1..<word.bytes.count) : word
    if name.matches("all") { return Change(kinds: NamespaceKind.allCases, isRemoval: isRemoval) }
    guard let kind = NamespaceKind(rawValue: name.text) else { throw unknown(name) }
    return Change(kinds: [kind], isRemoval: isRemoval)
  }

  static func offers(_ word: String, after arguments: [Bytes]) -> Bool {
    let kind = word.hasPrefix("-") ? String(word.dropFirst()) : word
    return kind == "all" || !present([kind]).isEmpty
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    if arguments[json] {
      throw Diagnostic(
        .unexpectedArgument, "`ns --json` lists the namespaces", at: arguments.span,
        label: "it makes none")
    }
    var namespaces = context.namespaces
    for change in arguments[changes] {
      for kind in change.kinds {
        if change.isRemoval {
          namespaces.remove(kind)
        } else {
          namespaces.insert(kind, origin: arguments.span)
        }
      }
    }
    context[NamespaceSet.self] = namespaces.isEmpty ? nil : namespaces
  }

  static func lists(_ invocation: Invocation) -> Bool {
    invocation.words.isEmpty || (invocation.words.count == 1 && json.isNamed(invocation.words[0]))
  }

  // Nothing can be: it takes no other words.
  static func checkList(_ invocation: Invocation) {}

  static func list(_ invocation: Invocation, in session: Session) throws(Diagnostic) -> Int32 {
    NamespaceList.show(session, asJSON: !invocation.words.isEmpty)
    return 0
  }

  private static func unknown(_ name: Argument) -> Diagnostic {
    let names = NamespaceKind.allCases.map(\.rawValue)
    // Other tools have other words for the same.
    let synonyms = [
      "mount": "mnt", "network": "net", "hostname": "uts", "process": "pid", "cgroups": "cgroup",
      "users": "user",
    ]
    let label =
      synonyms[name.text].map { "did you mean `\($0)`?" }
      ?? Suggestion.label(for: name.text, among: names + ["all"])
    if name.matches("from") {
      return Diagnostic(
        .unknownNamespace, "namespaces of another process cannot be joined yet", at: name.span,
        label: "`from` is not in this version")
    }
    return Diagnostic(
      .unknownNamespace, "unknown namespace `\(name.displayed)`", at: name.span, label: label
    ).note("this kernel has: \(present(names).joined(separator: " "))")
  }

  private static func present(_ names: [String]) -> [String] {
    names.filter { !SmallFile.isMissing(FilePath("/proc/self/ns/\($0)")) }
  }
}

extension ErrorCode {
  package static var unknownNamespace: ErrorCode {
    ErrorCode(
      107, title: "an unknown namespace",
      story: """
        Linux has eight kinds of namespaces, named here like the files under /proc/PID/ns: cgroup \
        ipc mnt net pid time user uts. Other tools say `mount`, `network` or `hostname` for mnt, net \
        and uts; cloche recognizes such a word and tells its own. `all` stands for the eight, and a \
        dash in front takes a kind away again.

        The note lists what the running kernel has. Each kind is a build option of the kernel, and \
        `time` came last, with Linux 5.6. See namespaces(7), and `help namespaces` for what each of \
        them isolates.

            ns uts pid mnt
            ns -pid
            ! ls /proc/self/ns
        """)
  }
}
