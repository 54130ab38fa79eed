import Glibc

/// A signal by its number, with the names that people use. See signal(7).
package struct Signal: Hashable, Sendable {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  package static var hangup: Signal { Signal(SIGHUP) }
  package static var interrupt: Signal { Signal(SIGINT) }
  package static var quit: Signal { Signal(SIGQUIT) }
  package static var kill: Signal { Signal(SIGKILL) }
  package static var pipe: Signal { Signal(SIGPIPE) }
  package static var terminate: Signal { Signal(SIGTERM) }
  package static var child: Signal { Signal(SIGCHLD) }
  package static var `continue`: Signal { Signal(SIGCONT) }
  package static var stop: Signal { Signal(SIGSTOP) }
  package static var terminalStop: Signal { Signal(SIGTSTP) }
  package static var terminalInput: Signal { Signal(SIGTTIN) }
  package static var terminalOutput: Signal { Signal(SIGTTOU) }
  package static var windowChange: Signal { Signal(SIGWINCH) }

  /// Sends it to a process, or to a process group where the number is below zero. See kill(2).
  ///
  /// - Throws: ESRCH where there is nobody, EPERM where nobody there may get it.
  package func send(to process: Int32) throws(KernelError) {
    try call("send \(name) to process \(process)", retryOnInterrupt: false) {
      Glibc.kill(process, number)
    }
  }

  /// Sends it to a process that a descriptor holds, whoever has its number by now. See
  /// pidfd_send_signal(2).
  ///
  /// - Parameter pid: of the process, for the error.
  /// - Throws: ESRCH where it has ended.
  func send(toHeld process: FileDescriptor, _ pid: Int32) throws(KernelError) {
    try rawCall("pidfd_send_signal \(name) to process \(pid)", retryOnInterrupt: false) {
      SystemCall.pidfdSendSignal(UInt64(descriptor: process.rawValue), UInt64(number))
    }
  }

  /// `SIGKILL`; real-time signals are `SIGRTMIN+N`.
  package var name: String {
    if let name = Self.named.first(where: { $0.value == number })?.key { return "SIG" + name }
    return number >= 34 && number <= 64 ? "SIGRTMIN+\(number - 34)" : "signal \(number)"
  }

  /// From `KILL`, `SIGKILL`, `sigkill`, `RTMIN+2` or `9`.
  package init?(named text: String) {
    if let number = Int32(text) {
      guard (1...64).contains(number) else { return nil }
      self.number = number
      return
    }
    var upper = text.uppercased()
    if upper.hasPrefix("SIG") { upper.removeFirst(3) }
    if upper.hasPrefix("RTMIN+") {
      let digits = upper.dropFirst(6)
      guard digits.allSatisfy(\.isNumber), let offset = Int32(digits), offset <= 30 else {
        return nil
      }
      number = 34 + offset
      return
    }
    guard let entry = Self.named.first(where: { $0.key == upper }) else { return nil }
    number = entry.value
  }

  /// All names without SIG, in the order of their numbers.
  package static var names: [String] { named.map(\.key) }

  private static let named: KeyValuePairs<String, Int32> = [
    "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ILL": SIGILL, "TRAP": SIGTRAP,
    "ABRT": SIGABRT, "BUS": SIGBUS, "FPE": SIGFPE, "KILL": SIGKILL, "USR1": SIGUSR1,
    "SEGV": SIGSEGV, "USR2": SIGUSR2, "PIPE": SIGPIPE, "ALRM": SIGALRM, "TERM": SIGTERM,
    "STKFLT": 16, "CHLD": SIGCHLD, "CONT": SIGCONT, "STOP": SIGSTOP, "TSTP": SIGTSTP,
    "TTIN": SIGTTIN, "TTOU": SIGTTOU, "URG": SIGURG, "XCPU": SIGXCPU, "XFSZ": SIGXFSZ,
    "VTALRM": SIGVTALRM, "PROF": SIGPROF, "WINCH": SIGWINCH, "IO": SIGIO, "PWR": SIGPWR,
    "SYS": SIGSYS,
  ]
}
