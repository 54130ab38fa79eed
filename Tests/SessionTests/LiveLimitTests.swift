import TestSupport
import Testing

/// Limits, freezing and counters of what runs.
@Suite(.enabled(if: Machine.canLimit, "no control groups can be made here"))
struct LiveLimitTests {
  /// Goes on forking, whatever comes of it.
  private static let forking =
    "perl -e 'while (1) { my $p = fork; "
    + "if (defined $p and not $p) { sleep 60; exit } select undef, undef, undef, 0.005 }'"

  @Test func aLimitIsChangedAtOnce() {
    let run = Cloche.commands(
      """
      limit pids 10
      exec \(Self.forking) &
      def refused {
        capture stat --json
        if test $out contains '"pids.refused":{"value":0' { exec sleep 0.01; refused }
      }
      refused
      limit --job %1 pids 12
      def more {
        capture stat --json %1
        if not test $out contains '"pids.current":{"value":12,"limit":12}' { exec sleep 0.01; more }
      }
      more
      kill -KILL %1
      try wait %1
      echo ${job:reason}
      """)
    #expect(run.out == "killed\n", "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test func aLiftedLimitIsLifted() {
    let run = Cloche.commands(
      """
      limit pids 2
      exec sleep 60 &
      limit --job %1 pids max
      capture stat --json
      kill -KILL %1
      try wait
      assert $out contains '"pids.current":{"value":2,"limit":null}'
      """)
    #expect(run.status == 0, "\(run.err)")
  }

  /// A group that is not there yet is made, and one in another hierarchy added.
  @Test func aJobThatHadNoneGetsALimit() {
    let run = Cloche.commands(
      """
      exec \(Self.forking) &
      limit --job %1 pids 12
      limit --job %1 memory 512M
      limit --job %1 cpus 0
      def more {
        capture stat --json %1
        if not test $out contains '"pids.refused":{"value":0' { echo bites } else { exec sleep 0.01; more }
      }
      more
      kill -KILL %1
      try wait %1
      """)
    #expect(run.out.hasPrefix("bites\n"), "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  /// Not even a group that nobody is in: it would be counted.
  @Test func aRefusedChangeLeavesNothing() {
    let run = Cloche.commands(
      """
      exec sleep 60 &
      try limit --job %1 cpus 4095
      try stat %1
      echo $?
      limit --job %1 pids 9
      try limit --job %1 cpus 4095
      limit --job %1
      freeze %1
      capture jobs
      assert $out contains frozen
      kill -KILL %1
      try wait %1
      """)
    #expect(run.out == "125\npids 9             stored: 9\n", "\(run.out)\(run.err)")
    #expect(run.err.contains("nothing is counted of %1"), "\(run.err)")
    #expect(run.status == 0, "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  /// On v1 the two are one number.
  @Test func theSwapIsStoredAnewWithTheMemory() {
    let run = Cloche.commands(
      """
      if have limit.swap {
        limit memory 64M
        limit swap 16M
        exec sleep 60 &
        limit --job %1 memory 32M
        limit --job %1
        kill -KILL %1
        try wait %1
      } else { echo "none: no swap is counted here" }
      """)
    let stored = run.out.split(separator: "\n").first { $0.hasPrefix("swap") }
    let isRight = stored?.hasSuffix(" 50331648") ?? false || stored?.hasSuffix(" 16777216") ?? false
    #expect(isRight || run.out.hasPrefix("none"), "\(run.out)\(run.err)")
  }

  @Test func whatLivesTellsOfItselfInOneDocument() throws {
    let run = Cloche.commands(
      """
      exec sleep 60 &
      limit --job %1 pids 9
      limit --job %1
      limit --job %1 --json pids 8
      freeze --json
      thaw --json %1
      """)
    let lines = run.out.split(separator: "\n").map(String.init)
    try #require(lines.count == 4, "\(run.out)\(run.err)")
    #expect(lines[0] == "pids 9             stored: 9")
    #expect(lines[1] == #"[{"resource":"pids","limit":["pids","8"],"stored":"8"}]"#)
    #expect(lines[2] == #"{"job":1,"box":null,"state":"frozen"}"#)
    #expect(lines[3] == #"{"job":1,"box":null,"state":"running"}"#)
  }

  @Test func whatCanNotBeChangedIsRefused() {
    let other = Cloche.commands("ns user net\nexec sleep 60 &\nlimit --job %1 net 1M")
    #expect(other.status == 125)
    #expect(other.err.contains("`limit net` is no limit of a group"), "\(other.err)")
    #expect(Cloche.commands("limit --job %1 pids 5").err.contains("there is no job `%1`"))
    #expect(Cloche.commands("limit --job 1 pids 5").status == 2)
    #expect(Cloche.commands("limit --job").status == 2)
    #expect(Cloche.commands("limit --json pids 5").status == 2)
  }

  @Test(arguments: ["", "limit pids 50\n", "ns user pid\n", "limit memory 64M\nns user pid\n"])
  func aFrozenJobStandsStillAndCanBeKilled(_ context: String) {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      """
      \(context)exec sh -c 'while true; do echo x >> \(folder.path)/ticks; sleep 0.01; done' &
      freeze %1
      capture jobs
      assert $out contains frozen
      capture host sh -c 'wc -c < \(folder.path)/ticks 2>/dev/null || echo 0'
      let before = $out
      exec sleep 0.1
      capture host sh -c 'wc -c < \(folder.path)/ticks 2>/dev/null || echo 0'
      assert $out is $before
      thaw %1
      capture jobs
      assert $out contains running
      freeze %1
      kill -KILL %1
      try wait %1
      echo $?
      """)
    #expect(run.out == "137\n", "\(run.err)")
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test func aFrozenJobEndsWithTheScript() {
    let run = Cloche.commands("exec sleep 60 &\nfreeze")
    #expect(run.status == 0)
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  @Test func anOutOfMemoryKillIsToldSo() throws {
    let file = TemporaryFile()
    let run = Cloche.run(
      "--status-file", file.path, "-c", "limit memory 16M\nexec sh -c 'exec tail /dev/zero'")
    #expect(run.status == 137)
    #expect(
      run.err.contains("`sh` was killed by SIGKILL: out of memory, limit 16M"), "\(run.err)")
    let json = try StrictJSON(file.content)
    #expect(json["reason"]?.text == "out-of-memory")
    #expect(json["source"]?.text == "child")
  }

  @Test func refusedForksAreTold() {
    let run = Cloche.commands(
      "limit pids 3\ntry exec sh -c 'sleep 1 & sleep 1 & sleep 1 & sleep 1 & true'")
    #expect(run.err.contains("refused, limit 3 pids"), "\(run.err)")
  }

  @Test func watchShowsEachLook() throws {
    let run = Cloche.commands(
      """
      limit pids 20
      exec sleep 60 &
      watch --every 1ms --count 3 pids.current
      watch --every 1ms --count 2 --json
      """)
    let lines = run.out.split(separator: "\n")
    #expect(
      lines.prefix(3) == ["pids.current 2 of 20", "pids.current 2 of 20", "pids.current 2 of 20"])
    let json = try StrictJSON(Array(lines.dropFirst(3).joined().utf8))
    #expect(json.elements.count == 2)
    #expect(Cloche.commands("watch nonsense").err.contains("unknown counter"))
  }

  @Test func watchTellsWhatHappens() throws {
    let run = Cloche.commands(
      """
      limit pids 5
      exec \(Self.forking) &
      def told {
        capture watch --every 20ms --count 2
        if not test $out contains 'fork refused: 5 of 5 pids' { told }
      }
      told
      """)
    #expect(run.status == 0, "\(run.err)")
  }

  @Test func statOfWhatHasEndedOrIsNotCounted() {
    #expect(Cloche.commands("stat").err.contains("nothing is counted of the last job"))
    #expect(Cloche.commands("exec sleep 60 &\nstat").err.contains("nothing is counted of %1"))
  }
}

/// What is read of a job that is gone.
@Suite(.enabled(if: Machine.canLimit, "no control groups can be made here"))
struct EndedCounterTests {
  /// The group is removed with its job; its counters and limits stay until the next one.
  @Test func countersStayReadable() {
    let run = Cloche.commands("limit pids 10\nexec true\nstat\nstat --json")
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out.contains("of 10"), "\(run.out)")
  }
}
