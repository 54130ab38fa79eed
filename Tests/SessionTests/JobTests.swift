import TestSupport
import Testing

/// `&`, `jobs`, `wait`, `kill`, `fg` and `bg`, with and without an init between.
@Suite struct JobTests {
  static let contexts = ["", "init on\n", "ns user pid\n", "ns user pid\ninit off\n", "tty none\n"]

  @Test(arguments: contexts) func aJobIsWaitedFor(_ context: String) {
    let run = Cloche.commands(
      """
      \(context)exec sh -c 'exit 3' &
      try wait %1
      echo $? ${job:reason}
      """)
    #expect(run.out == "3 exited\n", "\(run.err)")
    #expect(run.status == 0)
  }

  @Test(arguments: contexts) func aSignalReachesTheProgramAndItsGroup(_ context: String) {
    let name = "job-group-\(context.count)"
    // The shell has a child in its group, which must not outlive it.
    let run = Cloche.commands(
      """
      \(context)exec bash -c 'exec -a \(name) sleep 60 | exec -a \(name) sleep 60' &
      kill -KILL %1
      try wait %1
      echo $?
      """)
    #expect(run.out == "137\n", "\(run.err)")
    #expect(Leftovers.processes(named: name).isEmpty)
  }

  @Test(arguments: ["", "init on\n", "ns user pid\n", "tty none\n"])
  func aJobIsStoppedAndContinued(_ context: String) {
    let run = Cloche.commands(
      """
      \(context)exec sleep 60 &
      kill -STOP %1
      def stopped {
        capture jobs
        if not test $out contains "stopped by" { exec sleep 0.01; stopped }
      }
      stopped
      bg %1
      capture jobs
      assert $out contains running
      kill %1
      try wait %1
      echo $?
      """)
    #expect(run.out == "143\n", "\(run.err)")
  }

  @Test func theFirstFailureOfAllDecides() {
    let run = Cloche.commands(
      "exec true &\nexec sh -c 'exit 4' &\nexec sh -c 'exit 5' &\ntry wait\necho $?")
    #expect(run.out == "4\n")
  }

  @Test func theForegroundGivesTheStatus() {
    #expect(Cloche.commands("exec sh -c 'exit 6' &\nfg").status == 6)
  }

  @Test func aFailedJobStopsTheScriptAtWait() {
    let run = Cloche.commands("exec false &\nwait\necho not reached")
    #expect(run.status == 1)
    #expect(run.out == "")
  }

  @Test func aSetUpThatFailsIsSaidAtOnce() {
    let run = Cloche.commands("root /no/such/root chroot\ntry exec true &\necho $?")
    #expect(run.out == "125\n")
    #expect(run.err.contains("E0413"))
  }

  @Test(arguments: contexts) func jobsEndWithTheScript(_ context: String) {
    let name = "job-at-end-\(context.count)"
    let run = Cloche.commands(
      "\(context)exec bash -c 'exec -a \(name) sleep 60' &\necho on")
    #expect(run.status == 0)
    #expect(run.err == "note: %1 is ended with cloche: bash -c 'exec -a \(name) sleep 60'\n")
    #expect(Leftovers.processes(named: name).isEmpty)
  }

  @Test func aTimeOutEndsItWithoutAnybodyWaiting() {
    let run = Cloche.commands("exec --timeout 50ms sleep 60 &\ntry wait\necho $? ${job:reason}")
    #expect(run.out == "124 timeout\n")
  }

  @Test func itReadsNothingOfTheScript() {
    let run = Cloche.run([], input: "exec cat &\nwait\necho still here\n")
    #expect(run.out == "still here\n")
  }

  @Test func unknownJobsAreNamed() {
    let run = Cloche.commands("try wait %7\ntry fg\necho $?")
    #expect(run.out == "1\n")
    #expect(run.err.contains("there is no job `%7`"))
    #expect(Cloche.commands("kill 5").err.contains("`5` is no job"))
    #expect(run.err.contains("`exec PROGRAM &` makes one"))
    let signal = Cloche.commands("kill -TREM %1")
    #expect(signal.status == 2)
    #expect(signal.err.contains("did you mean `-TERM`?"))
  }

  @Test func nothingIsCapturedOfIt() {
    let run = Cloche.commands("capture exec true &")
    #expect(run.status == 125)
    #expect(run.err.contains("E0451"))
  }
}
