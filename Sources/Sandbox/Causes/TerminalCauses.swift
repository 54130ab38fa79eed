import Kernel

/// Why there is no pseudo-terminal. See pts(4).
enum TerminalCauses {
  static let explain: Causes = { refusal in
    let why: String? =
      switch refusal.errno {
      case .noSuchFileOrDirectory, .noSuchAddressOrDevice, .inappropriateIOCTLForDevice:
        "/dev/ptmx does not make pseudo-terminals here: is a devpts mounted at /dev/pts?"
      case .noSpace: "there are no more: see /proc/sys/kernel/pty/max"
      default: nil
      }
    return Explanation(
      .stepRefused, why: why.map { [$0] } ?? [],
      fix: ["`tty share` is cloche's own terminal, `tty none` needs none"])
  }
}
