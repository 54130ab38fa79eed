import TestSupport
import Testing

/// Where control groups are mounted read-only root is told so, and what he is told mends it.
@Suite(
  .enabled(
    if: Machine.isRoot && Machine.canLimit, "needs root and control groups, to make them read-only")
)
struct ReadOnlyGroupsTests {
  /// A script in a mount namespace where no hierarchy can be written to.
  private func readOnly(_ script: String) -> Finished {
    Finished.running([
      "unshare", "-m", "sh", "-c",
      """
      for m in $(awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/mounts); do mount -o remount,bind,ro $m; done
      cloche=\(Cloche.path)
      \(script)
      """,
    ])
  }

  @Test(arguments: ["limit pids 20; exec true", "requires limit.pids"])
  func theFixMendsIt(_ script: String) throws {
    let run = readOnly("$cloche -c '\(script)'")
    #expect(run.err.contains("mounted read-only"), "\(run.err)")
    #expect(!run.err.contains("systemd-run") && !run.err.contains("as root"), "\(run.err)")
    let words = "= fix: "
    let fix = try #require(run.err.split(separator: "\n").first { $0.contains(words) })
    let command = fix.split(separator: words, maxSplits: 1).last.map(String.init) ?? ""
    #expect(command.hasPrefix("mount -o remount,rw,bind /"))
    let mended = readOnly("\(command); exec $cloche -c '\(script)'")
    #expect(mended.status == 0, "\(mended.err)")
  }

  @Test func doctorTellsIt() {
    let run = readOnly("exec $cloche -c doctor")
    let row = run.out.split(separator: "limit.pids").last.map { $0.prefix(300) } ?? ""
    #expect(row.contains("read-only") && !row.contains("systemd-run"), "\(row)")
  }

  /// Who may not mount is told what does help.
  @Test func withoutTheRightToMount() {
    let run = readOnly(
      "exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin $cloche -c 'limit pids 5; exec true'"
    )
    #expect(
      run.err.contains("mounted read-only") && run.err.contains("privileged one"), "\(run.err)")
  }
}
