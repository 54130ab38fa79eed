@testable import ControlGroups
import Glibc
import Kernel
import TestSupport
import Testing

/// A group that is in use: changed, frozen, thawed, killed, and asked how it is.
@Suite(.serialized) struct LiveTests {
  /// A group with a process in it, which ends with it.
  private func withGroup(
    _ controllers: [String], _ body: (ControlGroup, Int32) throws -> Void
  ) throws {
    let manager = try GroupManager()
    let group: ControlGroup
    do { group = try manager.makeGroup(for: controllers) } catch {
      try Test.cancel("no control group can be made here: \(error)")
    }
    let pid = try Self.spawn(in: group)
    defer {
      #expect(throws: Never.self) {
        try group.remove()
        try manager.restore()
      }
      waitpid(pid, nil, 0)
    }
    try body(group, pid)
  }

  /// A sleeping process that has joined the group.
  private static func spawn(in group: ControlGroup) throws -> Int32 {
    let run: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("300"), nil]
    defer { for word in run { free(word) } }
    // The threads that run tests block signals.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let status = posix_spawnp(&pid, "sleep", nil, &attributes, run, environ)
    if status != 0 { throw KernelError("posix_spawnp sleep", Errno(rawValue: status)) }
    for path in group.processFiles { move(pid, by: path) }
    return pid
  }

  private static func move(_ pid: Int32, by path: String) {
    let file = open(path, O_WRONLY)
    let text = Array("\(pid)".utf8)
    #expect(text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == text.count)
    close(file)
  }

  private func state(_ pid: Int32) -> String? {
    Files.text("/proc/\(pid)/stat")?.split(separator: " ").dropFirst(2).first.map(String.init)
  }

  @Test func limitsChangeWhileItRuns() throws {
    try withGroup(["pids", "memory", "cpu"]) { group, _ in
      for (limit, expected) in [
        (Limit(.pids, .amount(7)), "7"), (Limit(.pids, .amount(5)), "5"),
        (Limit(.pids, nil), "max"),
      ] {
        try group.set(limit)
        #expect(group.stored(limit) == expected)
      }
      let small = Limit(.memory, .amount(32 << 20))
      let large = Limit(.memory, .amount(256 << 20))
      let swap = Limit(.swap, .amount(8 << 20))
      try group.set(small)
      try group.set(swap, beside: [small])
      // Up and down again: on v1 neither file may be above the other on the way.
      for memory in [large, small, large, small] {
        try group.set(memory, beside: [swap])
        #expect(group.stored(memory)?.contains("\(memory == large ? 256 << 20 : 32 << 20)") == true)
      }
      try group.set(Limit(.cpu, .amount(250)))
      #expect(group.stored(Limit(.cpu, .amount(250)))?.contains("25000") == true)
      try group.set(Limit(.cpu, nil))
    }
  }

  /// As when a process is born outside again and again.
  @Test func whatCanNotAllBeTakenIsLetOutAgain() throws {
    try withGroup(["pids"]) { group, pid in
      let manager = try GroupManager()
      let before = Files.text("/proc/\(pid)/cgroup")
      try manager.extend(group, by: ["memory"])
      let paths = group.processFiles
      var looks = 0
      let error = #expect(throws: KernelError.self) {
        try group.take {
          looks += 1
          // Moved out of both groups before each search for those that are not inside, but the last.
          if looks % 2 == 0, looks < 2000, let last = paths.last {
            let outside = last.split(separator: "/").dropLast(3).joined(separator: "/")
            Self.move(pid, by: "/\(outside)/cgroup.procs")
          }
          return [pid]
        }
      }
      if paths.count > 1 {
        #expect(error?.errno == .resourceBusy)
        group.abandon()
        // It lives, where it was before, and what was made for it is gone.
        #expect(kill(pid, 0) == 0 && group.processes == [pid])
        #expect(Files.text("/proc/\(pid)/cgroup") == before)
        #expect(group.processFiles == Array(paths.dropLast()) && !group.has("memory"))
        let last = try #require(paths.last)
        #expect(access(String(last.dropLast("/cgroup.procs".count)), F_OK) != 0)
      }
      try manager.restore()
    }
  }

  /// The rules of v1 are several writes: a refused one would leave no device at all.
  @Test func whatWasThereIsPutBack() throws {
    try withGroup(["pids", "devices"]) { group, _ in
      let null = DeviceRule(isBlock: false, major: 1, minor: 3, access: "r")
      let devices = Limit(.devices, .devices([null]))
      for (old, new) in [
        (Limit(.pids, .amount(7)), Limit(.pids, .amount(5))),
        (Limit(.pids, nil), Limit(.pids, .amount(5))),
        (devices, Limit(.devices, .devices([]))), (Limit(.devices, nil), devices),
      ] {
        let version = GroupManager.version(of: new.resource.controller ?? "") ?? 2
        // A filter of v2 is replaced by one call, or not at all.
        if new.resource == .devices, version == 2 { continue }
        try group.set(old)
        let stored = group.stored(old)
        for write in new.writes(version: version, isNew: false) {
          let former = group.formerValues(of: write)
          try group.set(write)
          for value in former.reversed() { value.putBack() }
          #expect(group.stored(old) == stored)
        }
      }
    }
  }

  @Test func itFreezesAndThaws() throws {
    try withGroup(["pids", "freezer"]) { group, pid in
      #expect(group.canFreeze && !group.isEmpty && group.processes == [pid])
      try group.freeze()
      // A frozen process takes no signal but the last.
      kill(pid, SIGTERM)
      #expect(waitpid(pid, nil, WNOHANG) == 0)
      try group.thaw()
      var status: Int32 = 0
      #expect(waitpid(pid, &status, 0) == pid)
      #expect(status & 0x7f == SIGTERM)
      #expect(group.isEmpty)
    }
  }

  @Test func aFrozenGroupIsKilled() throws {
    try withGroup(["pids", "freezer"]) { group, pid in
      try group.freeze()
      try group.kill()
      var status: Int32 = 0
      #expect(waitpid(pid, &status, 0) == pid || state(pid) == nil)
      #expect(group.isEmpty)
      // It can be used again.
      #expect(group.stored(Limit(.pids, nil)) == "max")
    }
  }

  @Test func aFrozenGroupIsRemoved() throws {
    try withGroup(["memory", "freezer"]) { group, pid in
      try group.freeze()
      try group.remove()
      #expect(group.processFiles.allSatisfy { !Files.exists($0) })
    }
  }

  @Test func itTellsHowItIs() throws {
    try withGroup(["pids", "memory", "cpu"]) { group, _ in
      let values = Dictionary(
        uniqueKeysWithValues: Counter.all.map { ($0.name, group.value(of: $0)) })
      #expect(values["pids.current"] == 1)
      #expect(values["pids.refused"] == 0)
      #expect((values["memory.current"] ?? nil) != nil)
      #expect(values["memory.oom_kills"] == 0)
      #expect(values["cpu.throttled"] == 0)
    }
  }

  @Test func aGroupThatIsGoneSaysSo() throws {
    let manager = try GroupManager()
    guard let group = try? manager.makeGroup(for: ["pids"]) else {
      try Test.cancel("no control group can be made here")
    }
    try group.remove()
    do {
      try group.set(Limit(.pids, .amount(5)))
      Issue.record("a group that is gone was set")
    } catch { #expect(error.errno == .noSuchFileOrDirectory) }
    // Removing it again is no error: it is not there.
    try group.remove()
    try manager.restore()
  }

  @Test(
    arguments: [
      (
        "some avg10=1.23 avg60=0.00 avg300=10.00 total=42\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7",
        123, 7
      ),
      ("some avg10=0.50 avg60=0.00 avg300=0.00 total=1", 50, nil),
    ] as [(String, Int, Int?)]) func pressureIsRead(text: String, some: Int, full: Int?) throws
  {
    let pressure = try #require(Pressure(text))
    #expect(pressure.some.last10 == some)
    #expect(pressure.full?.total == full)
  }

  @Test func listsOfNumbers() {
    #expect(NumberList.numbers("0-2,5") == [0, 1, 2, 5])
    #expect(NumberList.numbers("").isEmpty)
    #expect(NumberList.numbers("3-1").isEmpty)
  }
}
