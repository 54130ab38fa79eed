import Glibc
import TestSupport
import Testing

/// Where cloche finds the place for a group: what it reads for that, and when.
@Suite(.enabled(if: Machine.canLimit, "no control groups can be made here"))
struct LimitPlaceTests {
  /// The mounts and the groups that cloche is in are read once each, whatever is limited and launched.
  /// libcgroup has files of its own that it reads for every value, /proc/mounts and /proc/cgroups: those
  /// are its own.
  @Test(
    .enabled(if: Machine.hasStrace, "strace is not installed"),
    arguments: [
      "limit pids 20; exec true",
      "limit pids 20; limit memory 64M; limit cpu 50%; exec true",
      "limit pids 20; exec true; exec true; limit pids 30; exec true",
      "limit pids 20; plan true",
      "limit pids 20; limit memory 64M; limit cpu 50%; plan true",
    ]) func whatTheHostSaysIsReadOnce(_ script: String) throws
  {
    let trace = TemporaryFile()
    let run = Finished.running([
      "strace", "-f", "-qq", "-e", "trace=openat", "-e", "signal=none", "-o", trace.path,
      Cloche.path, "-c", script,
    ])
    try #require(run.status == 0, "\(run.err)")
    let lines = String(decoding: trace.content, as: UTF8.self).split(separator: "\n")
    let cloche = try #require(lines.first?.split(separator: " ").first)
    let opened = lines.filter { $0.hasPrefix("\(cloche) ") }
    for file in ["/proc/self/mountinfo", "/proc/self/cgroup"] {
      #expect(opened.count { $0.contains("\"\(file)\"") } == 1, "\(file)")
    }
  }

  /// What was read is not kept: a session lives long, and others may move it meanwhile.
  @Test func aSessionThatWasMovedMakesGroupsWhereItIs() throws {
    guard let mount = Machine.version1Mount(of: "pids"), Machine.isRoot else {
      try Test.cancel("needs root and the controller pids on cgroup v1")
    }
    let name = "moved-\(getpid())"
    let group = "\(mount)/\(name)"
    defer { rmdir(group) }
    let run = Cloche.commands(
      """
      limit memory 64M
      exec true
      host sh -c 'mkdir \(group) && echo $1 > \(group)/cgroup.procs' sh ${host:pid}
      limit pids 20
      exec cat /proc/self/cgroup
      """)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.contains("/\(name)/cloche-\(run.pid)-1/inside\n"), "\(run.out)")
  }
}
