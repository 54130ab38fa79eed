/// A process by its number and the moment at which it began: a later process of the same number is
/// another one.
package struct ProcessIdentity: Hashable, Sendable {
  package let pid: Int32
  /// In clock ticks since the boot, see proc_pid_stat(5).
  private let start: UInt64

  /// The process that has a number now; nil where none has.
  package init?(_ pid: Int32) {
    let stat = SmallFile.line(FilePath("/proc/\(pid)/stat")) ?? ""
    // The name is in parentheses and may hold anything.
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    guard fields.count > 20, let start = UInt64(fields[20]) else { return nil }
    self.pid = pid
    self.start = start
  }

  /// It has not been reaped.
  package var isPresent: Bool { ProcessIdentity(pid) == self }
}
