import Glibc
import TestSupport
import Testing

/// Each limit is seen to limit something on this machine: see scripts/limits-report.
@Suite(.serialized) struct LimitBiteTests {
  static let limits = [
    "pids", "memory", "swap", "cpu", "cpu-weight", "cpus", "mems", "io", "io-weight", "devices",
    "hugetlb", "notify-on-release", "net",
  ]

  private func report(_ arguments: [String]) -> [Substring] {
    let run = Finished.running(
      ["\(Machine.repository)/scripts/limits-report"] + arguments,
      environment: ["CLOCHE": Cloche.path])
    return run.out.split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  private func expectResult(_ limit: String, _ arguments: [String]) throws {
    let lines = report(arguments + [limit])
    let line = try #require(lines.first)
    let words = line.split(separator: " ", maxSplits: 2)
    #expect(words.count == 3 && words[0] == limit, "\(line)")
    switch words[1] {
    case "bites": break
    // What is missing here is told, with the reason.
    case "stored", "refused", "skipped": print("limit \(line)")
    default: Issue.record("\(line)")
    }
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"), arguments: limits)
  func asItIs(_ limit: String) throws { try expectResult(limit, []) }

  @Test(
    .enabled(
      if: Machine.canBecomeNobody && Machine.canLimit, "needs root to delegate groups to nobody"),
    arguments: ["pids", "memory", "cpu", "cpus", "devices", "hugetlb"])
  func delegated(_ limit: String) throws { try expectResult(limit, ["--delegated"]) }

  /// Where nothing is in the way these have to.
  @Test(
    .enabled(
      if: Machine.isRoot && Machine.canLimit, "needs root and control groups"),
    arguments: ["pids", "memory", "cpu", "cpu-weight", "devices"])
  func asRootTheyBite(_ limit: String) {
    #expect(report([limit]).first?.hasPrefix("\(limit) bites ") == true)
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func theReportSeesALimitThatDoesNotHold() {
    // A program that ignores limits is found out.
    let folder = TemporaryFolder()
    let liar = folder.write(
      "cloche",
      """
      #!/bin/sh
      sed 's/^limit pids.*//' "$1" > \(folder.path)/script
      exec \(Cloche.path) \(folder.path)/script
      """, mode: 0o755)
    let run = Finished.running(
      ["\(Machine.repository)/scripts/limits-report", "pids"], environment: ["CLOCHE": liar])
    #expect(run.out.contains("\npids fails "), "\(run.out)")
  }
}
