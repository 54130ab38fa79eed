import Glibc

/// A signal by its number, with the names that people use. See signal(7).
public struct Signal: Hashable, Sendable {
  public let number: Int32

  public init(_ number: Int32) { self.number = number }

  public static var hangup: Signal { Signal(SIGHUP) }
  public static var interrupt: Signal { Signal(SIGINT) }
  public static var quit: Signal { Signal(SIGQUIT) }
  public static var kill: Signal { Signal(SIGKILL) }
  public static var pipe: Signal { Signal(SIGPIPE) }
  public static var terminate: Signal { Signal(SIGTERM) }
  public static var child: Signal { Signal(SIGCHLD) }
  public static var `continue`: Signal { Signal(SIGCONT) }
  public static var stop: Signal { Signal(SIGSTOP) }
  public static var terminalStop: Signal { Signal(SIGTSTP) }
  public static var windowChange: Signal { Signal(SIGWINCH) }

  /// `SIGKILL`; real-time signals are `SIGRTMIN+N`.
  public var name: String {
    if let name = Self.named.first(where: { $0.value == number })?.key { return "SIG" + name }
    return number >= 34 && number <= 64 ? "SIGRTMIN+\(number - 34)" : "signal \(number)"
  }

  /// From `KILL`, `SIGKILL`, `sigkill`, `RTMIN+2` or `9`.
  public init?(named text: String) {
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
  public static var names: [String] { named.map(\.key) }

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
