import Glibc
import Kernel
import TestSupport
import Testing

/// What this process has, and must have again after a launch.
struct Possessions: Equatable {
  /// Without those by which the runtime of the tests waits and looks at itself; no launch makes
  /// such ones.
  let descriptors: [String]
  let mounts: Int
  /// Children that have not been reaped, running or dead.
  let hasChildren: Bool

  static var now: Possessions {
    var information = siginfo_t()
    let alone =
      waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == -1 && errno == ECHILD
    // The folder's own descriptor is gone when its entries are looked at.
    let descriptors = Folder.entries(in: bytes("/proc/self/fd")).compactMap { entry in
      let name = String(decoding: entry.name, as: UTF8.self)
      return Links.target(of: "/proc/self/fd/\(name)").map {
        "\(name) \(String(decoding: $0, as: UTF8.self))"
      }
    }.filter { link in
      !["anon_inode:[event", "anon_inode:[timerfd]", " /proc/"].contains { link.contains($0) }
    }
    let mounts = Files.read("/proc/thread-self/mountinfo") ?? []
    return Possessions(
      descriptors: descriptors, mounts: mounts.count { $0 == 0x0a }, hasChildren: !alone)
  }
}

extension Launches {
  /// Nothing is left of a launch: each looks at a process of its own, where nothing else happens.
  @Suite struct LeakTests {
    @Test func theDetectorSeesDescriptors() async {
      await #expect(processExitsWith: .success) {
        let before = Possessions.now
        #expect(before == .now)
        let file = open("/dev/null", O_RDONLY)
        #expect(before != .now)
        close(file)
        #expect(before == .now)
        let pair = try Descriptors.pipe()
        #expect(Possessions.now.descriptors.count == before.descriptors.count + 2)
        try pair.read.close()
        try pair.write.close()
      }
    }

    @Test func theDetectorSeesChildren() async {
      await #expect(processExitsWith: .success) {
        #expect(!Possessions.now.hasChildren)
        var draft = Draft(.forked)
        draft.gate()
        let launched = try draft.launch()
        #expect(Possessions.now.hasChildren)
        try launched.child.send(.kill)
        // One that nobody has reaped counts: its end is seen by the descriptor.
        _ = try Poll.wait(for: [launched.child.processDescriptor.rawValue])
        #expect(Possessions.now.hasChildren)
        _ = launched.child.waitForEnd()
        #expect(!Possessions.now.hasChildren)
      }
    }

    @Test(.enabled(if: Machine.isRoot, "only root may mount in a namespace of its own"))
    func theDetectorSeesMounts() async {
      await #expect(processExitsWith: .success) {
        var draft = Draft(.shared)
        draft.plan.steps = []
        draft.add(.unshare, .constant(CloneFlag.newNamespace, CloneFlag.names))
        draft.add(
          .mount, .null, .text(bytes("/")), .null,
          .constant(MountFlag.recursive | MountFlag.private, MountFlag.names), .null)
        draft.execute("/nowhere/x", [])
        let failure = try draft.plan.replaceThisProcess(presets: [])
        #expect(failure.step == 2)
        let before = Possessions.now
        #expect(mount("none", "/mnt", "tmpfs", 0, nil) == 0)
        #expect(Possessions.now.mounts == before.mounts + 1)
        #expect(umount("/mnt") == 0)
        let after = Possessions.now
        #expect(before == after, "\(before) became \(after)")
      }
    }

    /// Every shape that succeeds, and that is refused in a step, at the program or at the clone.
    private static let shapes: [Draft] = {
      var drafts: [Draft] = []
      for way in Way.allCases {
        var succeeds = Draft(way)
        succeeds.shell("exit 0")
        var refused = Draft(way)
        refused.add(.chdir, .null)
        var missing = Draft(way)
        missing.execute("/nowhere/x", [bytes("x")])
        var killed = Draft(way)
        killed.shell("kill -9 $$")
        drafts += [succeeds, refused, missing, killed]
        drafts.append(Draft(way, flags: CloneFlag.newNamespace | 0x200))
      }
      if Machine.hasUserNamespaces {
        let flags = CloneFlag.newUser | CloneFlag.newPID | CloneFlag.newNamespace
        var inside = Draft(.forked, flags: flags)
        inside.add(
          .mount, .null, .text(bytes("/")), .null,
          .constant(MountFlag.recursive | MountFlag.private, MountFlag.names), .null)
        inside.add(
          .mount, .text(bytes("x")), .text(bytes("/mnt")), .text(bytes("tmpfs")), .number(0), .null)
        inside.spawnBehindInit()
        inside.shell("sleep 1000 & exit 3")
        drafts.append(inside)
      }
      return drafts
    }()

    @Test func nothingIsLeftOfManyLaunches() async {
      await #expect(processExitsWith: .success) {
        func launchAll(timed: Bool) {
          for draft in Self.shapes { _ = try? draft.run(timed: timed) }
        }
        // What is made once, the stack above all, is there after the first.
        launchAll(timed: true)
        let before = Possessions.now
        for round in 0..<30 { launchAll(timed: round % 2 == 0) }
        let after = Possessions.now
        #expect(before == after, "\(before) became \(after)")
        #expect(!after.hasChildren)
      }
    }

    @Test func aChildThatIsLetGoOfIsNotHeld() async {
      await #expect(processExitsWith: .success) {
        let before = Possessions.now
        for _ in 0..<50 {
          var draft = Draft(.forked)
          draft.gate()
          let pid = try draft.launch().child.pid
          #expect(waitpid(pid, nil, 0) == pid)
        }
        let after = Possessions.now
        #expect(before == after, "\(before) became \(after)")
      }
    }
  }
}
