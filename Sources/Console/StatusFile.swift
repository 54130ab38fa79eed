import Kernel
import Language
import Presentation
import Session

/// `--status-file`: how the last job ended.
enum StatusFile {
  /// Writes one JSON object; `-` is standard output.
  ///
  /// - Returns: the status of the whole run: a file that cannot be written fails one that went well.
  static func write(_ status: Int32, _ session: Session, to path: Bytes?) -> Int32 {
    guard let path else { return status }
    let text = json(status, session.supervisor.lastRecord).text + "\n"
    if path == Bytes("-".utf8) {
      session.output.write(text)
      session.output.flush()
      return status
    }
    do throws(KernelError) {
      try NewFile.write(Bytes(text.utf8), to: FilePath(bytes: path), overwriting: true)
      return status
    } catch {
      session.messages.report(error, .unwritableFile)
      return status == 0 ? 1 : status
    }
  }

  /// `source` tells whose word the job's status is: the child's, or cloche's about it.
  private static func json(_ exitStatus: Int32, _ job: JobRecord?) -> JSON {
    guard let job else {
      return .object([
        ("exit_status", .number(Int(exitStatus))), ("status", .null), ("source", .string("cloche")),
        ("reason", .string("no-job")), ("signal", .null), ("pid", .null), ("program", .null),
      ])
    }
    return .object([
      ("exit_status", .number(Int(exitStatus))), ("status", .number(Int(job.status))),
      ("source", .string(job.isOwnStatus ? "child" : "cloche")),
      ("reason", .string(job.reason.rawValue)),
      ("signal", job.signal.map { .string($0.name) } ?? .null), ("pid", .number(Int(job.pid))),
      ("program", .array(job.program.map { .bytes($0) })),
    ])
  }
}
