import CLaunch
import Glibc
import SystemPackage

/// Processes by their numbers, for those that are not children of cloche.
package enum ProcessList {
  /// Sends a signal to the child of an init, or to the group that it leads.
  ///
  /// It is held by a pidfd before its parent is looked at: then it is that child and nobody else.
  package static func signal(_ pid: Int32, childOf parent: Int32, _ signal: Signal, group: Bool) {
    guard let descriptor = try? open(pid) else { return }
    defer { try? descriptor.close() }
    guard self.parent(of: pid) == parent else { return }
    try? signal.send(to: group ? -pid : pid)
  }

  /// Holds a process by a descriptor: its number goes to nobody else meanwhile. See pidfd_open(2).
  private static func open(_ pid: Int32) throws(KernelError) -> FileDescriptor {
    FileDescriptor(
      rawValue: Int32(
        try rawCall("pidfd_open \(pid)", retryOnInterrupt: false) {
          SystemCall.pidfdOpen(UInt64(descriptor: pid))
        }))
  }

  /// A process neither handles nor ignores a signal, see proc_pid_status(5).
  package static func leavesToKernel(_ signal: Signal, of pid: Int32) -> Bool {
    guard let bytes = try? SmallFile.read(FilePath("/proc/\(pid)/status")) else { return false }
    let status = String(decoding: bytes, as: UTF8.self)
    let bit = UInt64(1) << UInt64(signal.number - 1)
    return status.split(separator: "\n").allSatisfy { line in
      guard line.hasPrefix("SigIgn:") || line.hasPrefix("SigCgt:") else { return true }
      return (UInt64(line.dropFirst(8), radix: 16) ?? 0) & bit == 0
    }
  }

  /// A process and all below it, as they are at this moment.
  package static func descendants(of pid: Int32) -> [Int32] {
    var found = [pid]
    var index = 0
    while index < found.count {
      found += children(of: found[index])
      index += 1
    }
    return found
  }

  /// The children of all of a process's threads. See proc_pid_task(5).
  package static func children(of pid: Int32) -> [Int32] {
    let tasks = "/proc/\(pid)/task"
    return Folder.directories(in: tasks).flatMap { task in
      (SmallFile.line(FilePath("\(tasks)/\(task)/children")) ?? "").split(separator: " ")
        .compactMap { Int32($0) }
    }
  }

  /// A process has ended and only waits to be reaped: no list of a control group has it any more. One
  /// whose first thread alone has ended runs on. See proc_pid_stat(5).
  package static func hasEnded(_ pid: Int32) -> Bool {
    let stat = SmallFile.line(FilePath("/proc/\(pid)/stat")) ?? ""
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    guard fields.count > 18 else { return true }
    return (fields[1] == "Z" || fields[1] == "X") && (Int(fields[18]) ?? 0) <= 1
  }

  /// The parent of a process, see proc_pid_stat(5).
  static func parent(of pid: Int32) -> Int32? {
    let stat = SmallFile.line(FilePath("/proc/\(pid)/stat")) ?? ""
    // The name is in parentheses and may hold anything.
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    return fields.count > 2 ? Int32(fields[2]) : nil
  }

  /// Kills the processes of a list and waits until they are gone, for two seconds at most.
  ///
  /// A number may go to somebody else at any moment. So each is first held by a pidfd, and killed
  /// only if the list, read again, still has it: then it is the one that the pidfd holds.
  package static func killAll(_ list: () -> [Int32]) {
    let held = list().compactMap { pid in (try? open(pid)).map { (pid: pid, descriptor: $0) } }
    defer { for entry in held { try? entry.descriptor.close() } }
    let present = Set(list())
    let limit = Clock.deadline(after: 2_000_000_000)
    for entry in held where present.contains(entry.pid) {
      try? Signal.kill.send(toHeld: entry.descriptor, entry.pid)
    }
    for entry in held where present.contains(entry.pid) {
      while true {
        let remaining = limit - Clock.monotonic
        guard remaining > 0 else { return }
        // An interruption is for whoever asks for signals next; the killing is finished first.
        switch try? Poll.wait(
          for: [entry.descriptor.rawValue], nanoseconds: min(remaining, 50_000_000))
        {
        case .ready?: break
        default: continue
        }
        break
      }
      // It may have become a child of ours, as an orphan does.
      _ = try? WaitStatus.change(of: entry.pid, options: WNOHANG, retryOnInterrupt: false)
    }
  }
}
