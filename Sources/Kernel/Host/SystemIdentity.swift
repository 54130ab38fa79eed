import Glibc

/// What uname(2) tells, and who this process is.
package struct SystemIdentity: Sendable {
  package let nodeName: String
  package let release: String
  package let machine: String

  package static var processID: Int32 { getpid() }

  package static var current: SystemIdentity {
    var names = utsname()
    uname(&names)
    return SystemIdentity(
      nodeName: text(names.nodename), release: text(names.release), machine: text(names.machine))
  }

  private static func text(_ field: some Any) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
