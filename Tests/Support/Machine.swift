import Glibc

/// What the machine that runs the tests lets them do. A test that is skipped for one of these says so.
package enum Machine {
  package static let isRoot = geteuid() == 0

  /// A user may make user namespaces: tried with the program itself.
  package static let hasUserNamespaces = Cloche.commands("ns user; exec true").status == 0

  package static let canBecomeNobody = isRoot && hasProgram("setpriv")

  package static let hasStrace = hasProgram("strace")

  package static let canLimit =
    Cloche.commands("requires limit.pids limit.memory limit.cpu").status == 0

  /// A root file system with busybox, made once for all the tests, for everybody to read.
  package static let rootfs: String? = {
    let place = "/tmp/cloche-test-rootfs-\(getpid())"
    let made = Finished.running(["sh", "\(repository)/scripts/rootfs", place])
    guard made.status == 0 else { return nil }
    atexit {
      _ = Finished.running([
        "rm", "-rf", "--one-file-system", "/tmp/cloche-test-rootfs-\(getpid())",
      ])
    }
    return place
  }()

  /// The folder of the project.
  package static let repository: String =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  package static func hasProgram(_ name: String) -> Bool {
    ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].contains {
      access("\($0)/\(name)", X_OK) == 0
    }
  }
}

/// What must not be there afterwards, or be the same as before.
package struct Leftovers: Equatable, CustomStringConvertible {
  package let mounts: [String]
  package let children: [String]

  /// The name of processes that must not survive, this run's own.
  package static let marker = "cloche-left-behind-\(getpid())"

  package static var now: Leftovers {
    let mounts = Files.text("/proc/self/mountinfo") ?? ""
    let children = Finished.running(["pgrep", "-f", "^\(marker)"]).out
    return Leftovers(mounts: lines(mounts), children: lines(children))
  }

  /// The processes that a program of one test has named so. Others have names of their own.
  package static func processes(named name: String) -> [String] {
    lines(Finished.running(["pgrep", "-f", "^\(name)( |$)"]).out)
  }

  /// The control groups that a run has made and that are still there. Other tests make their own at
  /// the same time.
  package static func groups(of run: Finished) -> [String] {
    lines(Finished.running(["find", "/sys/fs/cgroup", "-name", "cloche-\(run.pid)-*"]).out)
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  package var description: String {
    "\(mounts.count) mounts, processes \(children)"
  }
}

extension Machine {
  /// Where a controller of cgroup v1 is mounted; nil where it is not.
  package static func version1Mount(of controller: String) -> String? {
    let lines = (Files.text("/proc/self/mountinfo") ?? "").split(separator: "\n")
    return lines.map { $0.split(separator: " ") }.first { fields in
      fields.contains("cgroup")
        && fields.last?.split(separator: ",").contains(controller[...]) == true
    }.map { String($0[4]) }
  }
}
