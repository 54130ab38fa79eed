import Kernel
import Language
import Presentation
import Sandbox
import Session

/// `ns` alone: the namespaces of this machine.
enum NamespaceList {
  /// A namespace and the processes that were seen in it.
  private struct Row {
    let kind: NamespaceKind
    let identity: String
    var processes: [Int32]
    var isOwn: Bool
  }

  static func show(_ session: Session, asJSON: Bool) {
    var rows: [Row] = []
    let processes = Folder.directories(in: "/proc").compactMap { Int32($0) }.sorted()
    for kind in NamespaceKind.allCases {
      let own = Namespaces.identity(of: kind, process: "self")
      for process in processes {
        guard let identity = Namespaces.identity(of: kind, process: String(process)) else {
          continue
        }
        if let index = rows.firstIndex(where: { $0.identity == identity }) {
          rows[index].processes.append(process)
        } else {
          rows.append(
            Row(kind: kind, identity: identity, processes: [process], isOwn: identity == own))
        }
      }
    }
    guard !asJSON else {
      return session.output.writeLine(JSON.array(rows.map(json)).text)
    }
    let table = Table(.left(7), .left(20), .left(6))
    session.output.writeLine(table.row("kind", "namespace", "count", text: "first one"))
    for row in rows {
      let first = row.processes[0]
      let name = SmallFile.line(FilePath("/proc/\(first)/comm")) ?? "?"
      session.output.writeLine(
        table.row(
          row.kind.rawValue, row.identity, String(row.processes.count),
          text: "\(first) \(Bytes(name.utf8).displayed)" + (row.isOwn ? "  (own)" : "")))
    }
  }
  private static func json(_ row: Row) -> JSON {
    .object([
      ("kind", .string(row.kind.rawValue)), ("namespace", .string(row.identity)),
      ("own", .bool(row.isOwn)), ("processes", .array(row.processes.map { .number(Int($0)) })),
    ])
  }
}
