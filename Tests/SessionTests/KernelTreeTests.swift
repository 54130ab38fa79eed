import Foundation
import TestSupport
import Testing

/// What a fresh proc or sysfs shows of the whole machine, for a program that is the host's root.
@Suite(.enabled(if: Machine.isRoot, "only root's programs can change the machine"))
struct KernelTreeTests {
  static let contexts = [
    "ns pid mnt", "ns user pid mnt", "ns user pid mnt\nmap root\ncap drop all",
  ]

  /// Writes back what is there, so that nothing changes but whether it can be done.
  static let attack =
    "exec sh -c 'cd /proc/sys/kernel; read x < printk_ratelimit; echo $x > printk_ratelimit'"

  static let isWritable =
    access("/proc/sys/kernel/printk_ratelimit", W_OK) == 0
    && Cloche.commands(
      "exec sh -c 'cd /proc/sys/kernel; echo $(cat printk_ratelimit) > printk_ratelimit'"
    )
    .status == 0

  @Test(
    .enabled(if: isWritable, "this machine's own /proc/sys cannot be written"),
    arguments: contexts)
  func settingsOfTheMachineAreReadOnly(context: String) {
    for mount in ["mount proc /proc full", "bind /proc /proc"] {
      let open = Cloche.commands("\(context)\n\(mount)\n\(Self.attack)")
      #expect(open.status == 0, "\(mount): \(open.err)")
    }
    // The last is what cloche tells to write where a fresh proc is refused.
    for mount in [
      "mount proc /proc", "mount proc", "root host", "root host\nmount proc /proc",
      "bind /proc /proc ro",
    ] {
      let run = Cloche.commands("\(context)\n\(mount)\n\(Self.attack)")
      #expect(run.status != 0)
      #expect(run.err.contains("Read-only file system"), "\(mount): \(run.err)")
    }
  }

  @Test(arguments: contexts) func theProgramCannotUndoIt(context: String) {
    for undoing in [
      "umount /proc/sys", "mount -o remount,bind,rw /proc/sys", "mount -t proc proc /proc",
      "unshare -m umount /proc/sys",
    ] {
      let run = Cloche.commands("\(context)\nmount proc /proc\nexec sh -c '\(undoing)'")
      #expect(run.status != 0, "\(undoing)")
      let free = Cloche.commands(
        "\(context)\nmount proc /proc\ncap all\nexec sh -c '\(undoing)'")
      #expect(free.status == 0 || context.contains("drop"), "\(undoing): \(free.err)")
    }
  }

  @Test(arguments: contexts) func inABoxThatIsUpAsWell(context: String) {
    let run = Cloche.commands("\(context)\nup\nmount proc /proc\n\(Self.attack)")
    #expect(run.err.contains("Read-only file system"), "\(run.err)")
  }

  @Test(arguments: contexts) func whatTellsOfTheMachineIsEmpty(context: String) throws {
    let names = ["kcore", "keys", "latency_stats", "sched_debug", "timer_list"]
      .filter { FileManager.default.fileExists(atPath: "/proc/\($0)") }
    try #require(!names.isEmpty)
    let list = names.map { "/proc/\($0)" }.joined(separator: " ")
    let open = Cloche.commands("\(context)\ncap all\nmount proc /proc full\nexec ls -l \(list)")
    #expect(!open.out.contains("crw"), "\(open.err)")
    let run = Cloche.commands("\(context)\nmount proc /proc\nexec ls -l \(list)")
    #expect(run.out.split(separator: "\n").count == names.count, "\(run.err)")
    #expect(run.out.split(separator: "\n").allSatisfy { $0.hasPrefix("crw-rw-rw-") }, "\(run.out)")
  }

  @Test func sysfsIsReadOnly() {
    for (context, options, isOpen) in [
      ("ns mnt", "", false), ("ns user mnt net", "", false), ("ns mnt", " full", true),
      ("ns user mnt net", " full", true),
    ] {
      let run = Cloche.commands(
        "\(context)\nmount sysfs /sys\(options)\nexec sh -c 'grep \" /sys \" /proc/self/mountinfo'")
      #expect(run.out.contains(isOpen ? " rw,nosuid" : " ro,nosuid"), "\(run.out) \(run.err)")
    }
  }

  @Test func showSaysSo() {
    let run = Cloche.commands(
      "ns pid mnt; mount proc /proc; show; mount proc /proc full; plan true")
    #expect(run.out.contains("/proc/sys and the like cannot be written"), "\(run.out)")
  }
}

/// For an ordinary user the kernel refuses it all, and no step is spent on it.
@Suite(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
struct OrdinaryKernelTreeTests {
  @Test func nothingIsAdded() {
    let script = "ns user pid mnt; mount proc /proc; plan true"
    let run = Cloche.commands(script, asNobody: true)
    #expect(run.status == 0, "\(run.err)")
    #expect(!run.out.contains("sysrq-trigger") && !run.out.contains("kcore"), "\(run.out)")
    #expect(Cloche.commands(script).out.contains("sysrq-trigger"))
  }

  @Test func theKernelRefuses() {
    let run = Cloche.commands(
      "ns user pid mnt\nmount proc /proc\n\(KernelTreeTests.attack)", asNobody: true)
    #expect(run.err.contains("Permission denied"), "\(run.err)")
  }
}
