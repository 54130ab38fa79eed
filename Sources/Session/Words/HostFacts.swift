import Kernel
import Language
import Sandbox

/// `${host:FACT}`.
package enum HostFacts {
  /// The names of all of them.
  package static let names =
    ["cgroup", "gid", "hostname", "kernel", "pid", "uid"]
    + NamespaceKind.allCases.map { "ns.\($0.rawValue)" }

  /// A fact by its name, or nil where there is none of it.
  package static func value(of name: String, host: Host) -> Bytes? {
    let text: String? =
      switch name {
      case "hostname": SystemIdentity.current.nodeName
      case "kernel": SystemIdentity.current.release
      case "uid": String(host.credentials.uid)
      case "gid": String(host.credentials.gid)
      case "pid": String(SystemIdentity.processID)
      case "cgroup": controlGroup
      case _ where name.hasPrefix("ns."):
        NamespaceKind(rawValue: String(name.dropFirst(3))).flatMap {
          Namespaces.identity(of: $0, process: "self")
        }
      default: nil
      }
    return text.map { Bytes($0.utf8) }
  }

  /// The path in the cgroup v2 hierarchy, or where there is none, in that of the pids controller.
  private static var controlGroup: String? {
    let lines = (SmallFile.line("/proc/self/cgroup") ?? "").split(separator: "\n")
    let chosen =
      lines.first { $0.hasPrefix("0::") && $0 != "0::/" }
      ?? lines.first { $0.split(separator: ":").dropFirst().first?.contains("pids") == true }
      ?? lines.first { $0.hasPrefix("0::") }
    return chosen.map { line in
      String(line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)[2])
    }
  }
}
