import Kernel
import Language

extension PlanBuilder {
  /// Writes a file of /proc, after the file system is checked to be one: what is mounted on /proc
  /// may be anything.
  mutating func writeProc(_ path: String, _ content: Bytes) {
    let summary = "write /proc/\(path) \"\(content.displayed)\""
    let directory = checkedProc()
    let file = open(
      "file", in: .cell(directory), Bytes(path.utf8),
      flags: OpenFlag.writeOnly | OpenFlag.closeOnExec,
      resolve: ResolveFlag.beneath | ResolveFlag.noCrossDevice | ResolveFlag.noMagicLinks,
      summary: summary)
    call(.write, .cell(file), .data(content), .number(content.count), summary: summary)
  }

  /// A descriptor of /proc, opened and checked once a launch.
  mutating func checkedProc() -> Cell {
    if let proc { return proc }
    let directory = cell(
      "proc", .openat, .constant(Directory.current, Directory.names), .text(Bytes("/proc".utf8)),
      .constant(
        OpenFlag.path | OpenFlag.directory | OpenFlag.closeOnExec, OpenFlag.names), .number(0))
    // struct statfs has f_type first and is 120 bytes on 64-bit machines, see statfs(2).
    var check = Step(.fstatfs, [.cell(directory), .room(120)])
    check.check = Step.Check(
      expected: FileSystemMagic.proc, mismatch: .operationNotSupportedByDevice)
    add(check)
    proc = directory
    return directory
  }
}
