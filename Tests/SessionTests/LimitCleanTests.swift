import Glibc
import TestSupport
import Testing

/// Control groups never outlive their sandbox, and nobody else's are touched.
@Suite(.serialized, .enabled(if: Machine.canLimit, "no control groups can be made here"))
struct LimitCleanTests {
  /// Where cloche makes its groups of pids, and the group itself as cat shows it inside.
  private func place(_ controller: String) throws -> String {
    let run = Cloche.commands(
      "limit \(controller) \(controller == "pids" ? "20" : "64M"); plan true")
    let line = try #require(run.out.split(separator: "\n").first { $0.contains("mkdir -p /") })
    let path = try #require(line.split(separator: " ").first { $0.hasPrefix("/") })
    return "/" + path.split(separator: "/").dropLast(2).joined(separator: "/")
  }

  @Test(
    .enabled(if: Machine.isRoot, "needs root to write in the groups from inside"),
    arguments: [
      // A group inside of the group, with a process that ignores every signal it can.
      "mkdir -p $d/a/b; sh -c \"trap : TERM INT HUP; echo \\$\\$ > $d/a/b/cgroup.procs; sleep 300\" > /dev/null 2>&1 & sleep 0",
      "mkdir $d/empty",
      // Gone from outside while in use.
      "echo $$ > $(dirname $d)/cgroup.procs; rmdir $d",
    ]) func whateverIsInside(_ action: String) throws
  {
    let place = try place("pids")
    let run = Cloche.commands(
      "limit pids 20; try exec sh -c 'd=\(place)/$(basename $(grep -o \"cloche-[0-9]*-[0-9]*\" /proc/self/cgroup | head -n 1)); test -d $d || exit 9; \(action)'"
    )
    #expect(run.status != 9)
    #expect(!run.err.contains("error[E04"), "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test(arguments: [
    "limit cpus 0; limit pids 20; limit mems 4000; try exec true",
    "limit pids 20; limit memory 64M; root /nowhere chroot; try exec true",
    "limit pids 20; limit hugetlb 512K 3; try exec true",
    "limit pids 20; limit memory 32M; cd /nowhere; try exec true",
    "limit pids 1; ns pid user; try exec true",
  ]) func whereverALaunchFails(_ script: String) {
    let run = Cloche.commands(script)
    #expect(run.err.contains("error[E0"))
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test(.enabled(if: Machine.isRoot, "needs root to make groups of others"))
  func othersAreNotTouched() throws {
    let place = try place("pids")
    let names = ["cloche-\(getpid())-1-x", "cloche-x-1", "cloche-5-", "clochette-\(getpid())"]
    for name in names { #expect(mkdir("\(place)/\(name)", 0o755) == 0) }
    defer { for name in names { rmdir("\(place)/\(name)") } }
    #expect(Cloche.commands("limit pids 20; exec true").status == 0)
    for name in names { #expect(Files.exists("\(place)/\(name)"), "\(name)") }
  }

  @Test(.enabled(if: Machine.isRoot, "needs root to make a group that looks left behind"))
  func whatIsLeftIsSweptWithAllThatIsInIt() throws {
    // As of a cloche that was killed while its program had groups of its own; nobody has this pid.
    let place = try place("pids")
    let group = "\(place)/cloche-4194999-1"
    let made = Finished.running([
      "sh", "-c",
      """
      mkdir -p \(group)/a/b && { sh -c 'echo $$ > \(group)/a/b/cgroup.procs; exec sleep 300' & }
      until grep -q . \(group)/a/b/cgroup.procs; do :; done; cat \(group)/a/b/cgroup.procs
      """,
    ])
    let pid = try #require(Int32(made.out.split(separator: "\n").first ?? ""))
    #expect(Cloche.commands("limit pids 20; exec true").status == 0)
    #expect(!Files.exists(group))
    // Dead, even if nobody has asked for its end.
    let state = Files.text("/proc/\(pid)/stat")?.split(separator: " ").dropFirst(2).first
    #expect(state == nil || state == "Z")
  }

  @Test(.enabled(if: Machine.isRoot, "needs root to hold the lock of a group"))
  func aLiveOneIsNotSwept() throws {
    let place = try place("pids")
    let group = "\(place)/cloche-4194998-1"
    #expect(mkdir(group, 0o755) == 0)
    defer { rmdir(group) }
    let lock = open(group, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    #expect(Cloche.commands("limit pids 20; exec true").status == 0)
    #expect(Files.exists(group))
    close(lock)
    #expect(Cloche.commands("limit pids 20; exec true").status == 0)
    #expect(!Files.exists(group))
  }

  /// How often, by CLOCHE_LAUNCHES.
  static let launches = getenv("CLOCHE_LAUNCHES").flatMap { Int(String(cString: $0)) } ?? 1000

  @Test func manyLaunchesLeaveEverythingAsItWas() throws {
    let batch = 10
    // Cloche looks at itself, once it waits: open descriptors, and resident memory in pages.
    let look =
      "capture host sh -c 'until grep -q State:.S /proc/$0/status; do :; done; "
      + "ls /proc/$0/fd | wc -l; cut -d \" \" -f 2 /proc/$0/statm' ${host:pid}"
    let script = """
      limit pids 20
      limit memory 64M
      limit cpu 80%
      repeat 50 { exec true }
      \(look)
      echo $out
      repeat \(Self.launches / batch) { \(Array(repeating: "exec true", count: batch).joined(separator: "; ")) }
      \(look)
      echo $out
      """
    let run = Cloche.commands(script)
    #expect(run.status == 0, "\(run.err)")
    let numbers = run.out.split(separator: "\n").compactMap { Int($0) }
    try #require(numbers.count == 4, "\(run.out)")
    #expect(numbers[2] == numbers[0], "descriptors")
    // Less than a page for each ten launches: none of them keeps anything.
    #expect(numbers[3] - numbers[1] < max(64, Self.launches / 10), "pages: \(numbers)")
    print(
      "\(Self.launches) launches with three limits: descriptors \(numbers[0]) to \(numbers[2]), pages \(numbers[1]) to \(numbers[3])"
    )
    #expect(Leftovers.groups(of: run).isEmpty)
  }
}
