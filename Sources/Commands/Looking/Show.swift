import Kernel
import Language
import Presentation
import Sandbox
import Session

/// `show`: the context.
enum ShowCommand: ActingCommand {
  static let name = "show"
  static let group = CommandGroup.looking
  static let summary = "the context: what you set, and what holds by default"
  static let meaning = """
    Everything that `exec` will take into account, as a tree: your settings with the lines that made \
    them, then the defaults. Nothing else happens in a launch.
    """
  static let syntax = Syntax(options: [json])
  static let example = """
    ns uts user
    hostname mocker
    show
    """

  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let context = session.context
    let defaults = Lowering.defaults(of: context, on: session.host)
    if arguments[json] {
      session.output.writeLine(json(context, defaults, session).text)
      return 0
    }
    let set = context.settings.filter { !$0.words.isEmpty }
    let up = session.liveBoxes.current.map { ", up as process \($0.pid)" } ?? ""
    var tree = TextTree("box \(session.boxes.current.name)\(up)")
    tree.add(
      "set",
      rows: set.map { setting in
        (line(setting), setting.origin.map { session.messages.place(of: $0) } ?? "")
      }, empty: "nothing yet: `ns uts pid mnt user` is a good beginning")
    tree.add(
      "default",
      rows: defaults.filter { !$0.meaning.isEmpty }.map { setting in
        setting.words.isEmpty ? (setting.meaning, "") : (line(setting), setting.meaning)
      }, empty: "none")
    tree.add(
      "environment",
      rows: environment(of: context, session).map { name, value in
        value.map { (name + "=" + $0.displayed, "") } ?? (name, "cloche's own value is kept")
      },
      empty: "empty")
    session.output.write(tree.text(session.textStyle))
    return 0
  }

  private static func line(_ setting: Setting) -> String {
    ScriptText.line(setting.words).displayed
  }

  /// The environment of the program. What is kept of cloche's own has no value here: there are
  /// passwords among it, and an audience.
  private static func environment(
    of context: Context, _ session: Session
  ) -> [(name: String, value: Bytes?)] {
    let kept = context[Environment.self]
    return Environment.resolved(in: context, host: session.host).map { entry in
      let name = entry.prefix { $0 != UInt8(ascii: "=") }
      let isKept = kept?.keeps(Bytes(name)) ?? false
      return (name.displayed, isKept ? nil : Bytes(entry.dropFirst(name.count + 1)))
    }
  }

  private static func json(
    _ context: Context, _ defaults: [Setting], _ session: Session
  ) -> JSON {
    func row(_ setting: Setting) -> JSON {
      var members: [(String, JSON)] = [
        ("key", .string(setting.key)), ("words", .array(setting.words.map { .bytes($0) })),
      ]
      if let origin = setting.origin {
        members.append(("place", .string(session.messages.place(of: origin))))
      }
      if !setting.meaning.isEmpty { members.append(("meaning", .string(setting.meaning))) }
      return .object(members)
    }
    return .object([
      ("box", .string(session.boxes.current.name)),
      ("up", session.liveBoxes.current.map { .number(Int($0.pid)) } ?? .null),
      ("set", .array(context.settings.filter { !$0.words.isEmpty }.map(row))),
      ("default", .array(defaults.map(row))),
      (
        "environment",
        .array(
          environment(of: context, session).map { name, value in
            .bytes(Bytes(name.utf8) + (value.map { [UInt8(ascii: "=")] + $0 } ?? []))
          })
      ),
    ])
  }
}
