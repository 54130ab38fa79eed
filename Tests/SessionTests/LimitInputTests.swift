import TestSupport
import Testing

/// Limits that cannot be: words that name them, a status, and nothing half-made.
@Suite struct LimitInputTests {
  /// Each limit up to its value, with what is expected of the label for garbage; nil where a zero is
  /// a limit like others.
  private static let resources: [(limit: String, form: String, zero: String?)] = [
    ("pids ", "a whole number", "from 1 to"), ("memory ", "a size with a unit", "from 4K"),
    ("swap ", "a size with a unit", nil), ("cpu ", "expected 50% or 1.5", "at least 1%"),
    ("cpu-weight ", "a whole number", "from 1 to 10000"), ("cpus ", "expected 0-1,3", nil),
    ("mems ", "expected 0-1,3", nil), ("io /dev/vda ", "rbps=", "rbps="),
    ("io /dev/vda rbps=", "a size with a unit", "at least 1"),
    ("io /dev/vda wiops=", "a whole number", "from 1 to"),
    ("io-weight ", "a whole number", "from 1 to 10000"),
    ("devices ", "usage: limit", "usage: limit"), ("devices allow c ", "needs", "needs"),
    ("devices allow c 1:", "needs", "needs"), ("hugetlb ", "needs N", "needs N"),
    ("hugetlb 2M ", "a whole number", nil), ("notify-on-release ", "on|off|max", "on|off|max"),
    ("net ", "a size with a unit", "from 1K"),
  ]

  @Test func everyResourceIsHere() {
    let names = Set(Self.resources.map { $0.limit.prefix { $0 != " " } }.map(String.init))
    #expect(names == Set(LimitBiteTests.limits))
  }

  @Test(arguments: resources.indices) func nonsense(_ index: Int) {
    let (limit, form, zero) = Self.resources[index]
    for value in ["", "garbage", "-1", "9223372036854775808", "18446744073709551616"] {
      let run = Cloche.commands("echo made; limit \(limit)\(value)")
      // Nothing of a script is run that can be seen to be wrong.
      #expect(run.status == 2 && run.out == "", "\(limit)\(value): \(run.err)")
      #expect(run.err.hasPrefix("error[E020"), "\(limit)\(value): \(run.err)")
      if value == "garbage" { #expect(run.err.contains(form), "\(limit): \(run.err)") }
    }
    let none = Cloche.commands("limit \(limit)0; echo kept")
    if let zero {
      #expect(none.status == 2 && none.err.contains(zero), "\(limit)0: \(none.err)")
    } else {
      #expect(none.out == "kept\n", "\(limit)0: \(none.err)")
    }
  }

  @Test(
    .enabled(if: Machine.canLimit, "no control groups can be made here"),
    arguments: [
      ("/dev/no-such", "there is no `/dev/no-such`"), ("/dev/null", "is not a disk"),
      ("/proc/version", "is not a disk"),
    ])
  func whatIsNoDisk(_ device: String, _ words: String) {
    let run = Cloche.commands("limit io \(device) wbps=1M; try exec echo ran; exec echo ran")
    #expect(run.status == 125 && run.out == "")
    #expect(run.err.contains(words) && run.err.contains("fix: "), "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func memoryBelowItsUse() {
    let file = TemporaryFile()
    let run = Cloche.commands(
      """
      limit memory 64M
      let take = '$x = "x" x (30 << 20); open F, ">", shift; print F "x"; close F; sleep 60'
      exec perl -e $take \(file.path) &
      host sh -c 'until test -s $0; do :; done' \(file.path)
      try limit --job %1 memory 4M
      echo $?
      kill -KILL %1
      try wait
      echo ${job:reason}
      """)
    if run.out.hasPrefix("125\n") {
      // v1 keeps what it had.
      #expect(run.err.contains("EBUSY") && run.err.contains("more than that is in use already"))
      #expect(run.err.contains("fix: a higher limit"), "\(run.err)")
    } else {
      #expect(run.out == "0\nout-of-memory\n", "\(run.err)")
    }
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test(.enabled(if: Machine.isRoot && Machine.canLimit, "needs root to remove a group in use"))
  func aGroupThatOthersRemove() {
    // Its process is moved to the group above, as only somebody else would.
    let run = Cloche.commands(
      """
      limit pids 20
      exec sleep 60 &
      host sh -c 'for d in $(find /sys/fs/cgroup -name "cloche-$0-*"); do
        for p in $(cat $d/inside/cgroup.procs); do echo $p > $(dirname $d)/cgroup.procs; done
        rmdir $d/inside $d || exit
        done' ${host:pid}
      try stat
      try watch --count 2 --every 1ms
      try limit --job %1 pids 5
      freeze; thaw
      kill -KILL %1
      try wait
      echo $?
      exec true
      """)
    #expect(run.status == 0 && run.out == "137\n", "\(run.err)")
    for words in [
      "nothing is counted of %1 any more", "its control group was removed from outside",
      "why: the group was removed from outside", "was removed from outside, and its limits with it",
    ] { #expect(run.err.contains(words), "\(words): \(run.err)") }
    #expect(Leftovers.groups(of: run).isEmpty)
  }
}
