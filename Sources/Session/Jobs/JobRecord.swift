import Kernel
import Language
import Limits
import Sandbox

/// How a job ended: `${job:FACT}`, `$?` and the status file.
package struct JobRecord: Sendable {
  /// Whose word the status is, and why: `${job:reason}`.
  package enum Reason: String, Sendable {
    case exited
    case killed
    case outOfMemory = "out-of-memory"
    case timedOut = "timeout"
    case setUp = "setup-failed"
    case notFound = "not-found"
    case notExecutable = "not-executable"
  }

  /// The program and its arguments.
  package let program: [Bytes]
  /// As seen by cloche; 0 when the program never ran.
  package var pid: Int32
  /// The status, as in `$?`: 128 and the number of the signal that killed it.
  package var status: Int32
  /// Why it ended.
  package var reason: Reason
  /// The signal that killed it.
  package var signal: Signal?
  /// The identities of the program's namespaces, where they were looked at.
  package var namespaces: [NamespaceKind: String]
  /// Counters of its control group.
  package var counters: [String: Int] = [:]

  /// The limits that it had.
  package internal(set) var limits: LimitSet?

  /// What its limits did to it.
  package internal(set) var troubles: [Trouble] = []

  /// What the kernel stored of its limits, by resource.
  package var storedLimits: [String: String] = [:]

  /// Whether the status is the program's own and not cloche's word about it.
  package var isOwnStatus: Bool { [.exited, .killed, .outOfMemory].contains(reason) }

  init(
    program: [Bytes], pid: Int32 = 0, status: Int32 = 0, reason: Reason = .exited,
    signal: Signal? = nil, namespaces: [NamespaceKind: String] = [:]
  ) {
    self.program = program
    self.pid = pid
    self.status = status
    self.reason = reason
    self.signal = signal
    self.namespaces = namespaces
  }

  /// Of a program that never ran.
  init(unlaunched program: [Bytes], _ error: Diagnostic) {
    let reason: Reason =
      switch error.code {
      case .programNotFound: .notFound
      case .programNotExecutable: .notExecutable
      default: .setUp
      }
    self.init(program: program, status: error.exitStatus, reason: reason)
  }

  static let factNames =
    ["pid", "reason", "status"] + NamespaceKind.allCases.map { "ns.\($0.rawValue)" }

  func fact(_ name: String) -> Bytes? {
    let text: String? =
      switch name {
      case "pid": String(pid)
      case "status": String(status)
      case "reason": reason.rawValue
      case _ where name.hasPrefix("ns."):
        NamespaceKind(rawValue: String(name.dropFirst(3))).flatMap { namespaces[$0] }
      case _ where name.hasPrefix("stat."): counters[String(name.dropFirst(5))].map(String.init)
      default: nil
      }
    return text.map { Bytes($0.utf8) }
  }
}
