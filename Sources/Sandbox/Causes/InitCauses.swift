import Kernel
import Language

/// Why the init, which runs from memory, could not be started.
enum InitCauses {
  static let explain: Causes = { refusal in
    let setting = FilePath("/proc/sys/vm/memfd_noexec")
    if let value = SmallFile.number(setting), value > 0 {
      return Explanation(
        .stepRefused,
        why:
          "this host does not let programs run from memory (checked: vm.memfd_noexec is \(value))",
        fix: "`init off`, or as root: sysctl vm.memfd_noexec=0")
    }
    switch refusal.errno {
    case .tooManyOpenFiles:
      return Explanation(
        .stepRefused, why: "cloche has no descriptor left", fix: "ulimit -n 64, before cloche")
    case .fileTooLarge:
      return Explanation(
        .stepRefused, why: "no file may grow here, and none in memory either",
        fix: "ulimit -f 64, before cloche, or `init off`")
    default: return nil
    }
  }
}
