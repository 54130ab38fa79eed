import Kernel
import Language
import Session

/// `--record`: runs this program once more in a pseudo-terminal of its own, hands keys in and output
/// out, and keeps the output with its times. What is typed is kept only as far as it is shown.
struct Recorder {
  let session: Session
  /// Of the recording.
  let path: Bytes
  /// The command line to be run, with the program's name.
  let arguments: [Bytes]

  /// The status of what was recorded; or dies of the signal that it died of.
  func run() -> Int32 {
    let size = WindowSize.current ?? .standard
    let cast: CastFile
    do throws(KernelError) {
      cast = try CastFile(path, size: size, environment: { session.host.variable($0) })
    } catch {
      session.messages.report(error, .unwritableFile)
      return 2
    }
    let terminal = Terminal.saved()
    let process: TerminalProcess
    do throws(KernelError) {
      process = try TerminalProcess(arguments: arguments, like: terminal)
    } catch {
      session.messages.report(error, .stepRefused)
      return 125
    }
    terminal?.makeRaw()
    let status = relay(process, cast, hasInput: terminal != nil)
    terminal?.restore()
    cast.close()
    if let failure = cast.failure {
      session.messages.report(
        failure, .unwritableFile, severity: .warning, consequence: "the recording is cut short")
    }
    if let signal = status?.signal { Signals.die(of: signal) }
    return status?.code ?? 125
  }

  private func relay(_ process: TerminalProcess, _ cast: CastFile, hasInput: Bool) -> WaitStatus? {
    for signal in [Signal.windowChange, .child, .hangup, .interrupt, .terminate, .quit] {
      Signals.note(signal)
    }
    var buffer = Bytes(repeating: 0, count: 1 << 16)
    var keys: Bytes = []
    var isTyping = hasInput
    while true {
      // A terminal that takes no more keys now is asked again soon.
      let watched = [process.terminal.descriptor.rawValue] + (isTyping && keys.isEmpty ? [0] : [])
      let outcome = try? Poll.wait(
        for: watched, nanoseconds: keys.isEmpty ? nil : 10_000_000)
      takeSignals(process, cast)
      if case .ready(let indices) = outcome, indices.contains(1) {
        let read = (try? Descriptors.read(.standardInput, room: 4096)) ?? []
        keys += read
        isTyping = !read.isEmpty
      }
      if !keys.isEmpty, case .bytes(let count) = process.terminal.write(keys[...]) {
        keys.removeFirst(count)
      }
      switch buffer.withUnsafeMutableBytes({ process.terminal.read(into: $0) }) {
      case .bytes(let count): show(Bytes(buffer[..<count]), cast)
      case .notNow: if let status = process.ended(waiting: false) { return status }
      case .closed: return process.ended(waiting: true)
      }
    }
  }

  private func takeSignals(_ process: TerminalProcess, _ cast: CastFile) {
    while let signal = Signals.take() {
      switch signal {
      case .child: break
      case .windowChange:
        guard let size = WindowSize.current else { continue }
        process.terminal.resize(to: size)
        cast.resize(size)
      default: process.send(signal)
      }
    }
  }

  private func show(_ bytes: Bytes, _ cast: CastFile) {
    cast.output(bytes)
    // Nobody may see it any more; the recording goes on.
    try? Descriptors.writeAll(bytes, to: .standardOutput)
  }
}
