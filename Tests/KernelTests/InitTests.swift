import Kernel
import TestSupport
import Testing

extension Launches {
  /// The small PID 1, a program of its own.
  @Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
  struct InitTests {
    private func draft(_ script: String, group: Bool = false) -> Draft {
      var draft = Draft(.forked, flags: CloneFlag.newUser | CloneFlag.newPID)
      draft.spawnBehindInit(words: group ? ["first", "group"] : ["first"])
      if group { draft.add(.setpgid, .number(0), .number(0)) }
      draft.shell(script)
      return draft
    }

    @Test func itsNumbers() throws {
      let launched = try draft("echo $$ $PPID; exec cat /proc/$1/status").launch()
      let pid = launched.child.pid
      let outcome = try launched.finish()
      #expect(outcome.out.hasPrefix("2 1\n"))
      // The kernel vouches for the sender, by the number that it has for us.
      #expect(try #require(outcome.readyPID) > 2)
      #expect(outcome.readyPID != pid)
    }

    @Test func theSenderIsTheProgramItself() throws {
      var draft = Draft(.forked, flags: CloneFlag.newUser | CloneFlag.newPID)
      draft.spawnBehindInit()
      draft.report()
      draft.gate()
      draft.shell(":")
      let launched = try draft.launch()
      guard case .ready(let pid)? = try launched.message() else {
        Issue.record("no report")
        return
      }
      let status = Files.text("/proc/\(pid)/status") ?? ""
      #expect(status.contains("NSpid:\t\(pid)\t2\n"))
      #expect(status.contains("PPid:\t\(launched.child.pid)\n"))
      try launched.child.openGate()
      #expect(try launched.finish().status.code == 0)
    }

    @Test(arguments: [0, 7, 255]) func passesTheStatus(_ status: Int) throws {
      let outcome = try draft("exit \(status)").run()
      #expect(outcome.exited?.code == Int32(status))
      #expect(outcome.status.code == Int32(status))
    }

    @Test(arguments: [Signal.kill, .terminate, .interrupt, Signal(50)])
    func passesTheKillingSignal(_ signal: Signal) throws {
      let outcome = try draft("kill -\(signal.number) $$").run()
      #expect(outcome.exited?.signal == signal)
      #expect(outcome.status.code == 128 + signal.number)
    }

    @Test func reapsOrphans() throws {
      // kill -0 finds a process until it was reaped, dead or not.
      let outcome = try draft(
        """
        orphan=$(sh -c 'sleep 0 >/dev/null & echo $!')
        tries=0
        while kill -0 $orphan 2>/dev/null && test $tries -lt 1000000; do tries=$((tries + 1)); done
        kill -0 $orphan 2>/dev/null && exit 1
        echo reaped
        """
      ).run()
      #expect(outcome.out == "reaped\n")
      #expect(outcome.exited?.code == 0)
    }

    @Test func endsWhatIsLeft() throws {
      // The pipe has an end of file only when everybody that could write is gone.
      let outcome = try draft("sleep 1000 & setsid sleep 1000 & echo x").run()
      #expect(outcome.out == "x\n")
      #expect(outcome.status.code == 0)
    }

    @Test(arguments: [
      Signal.terminate, .hangup, .interrupt, .quit, Signal(10), Signal(12), .windowChange,
      .continue, .pipe,
    ]) func forwards(_ signal: Signal) throws {
      let name = signal.name.dropFirst(3)
      let launched = try draft("trap 'exit 9' \(name); echo there; sleep 1000 & wait").launch()
      #expect(try launched.line() == "there")
      try launched.child.send(signal)
      #expect(try launched.finish().exited?.code == 9)
    }

    @Test func forwardsToTheGroup() throws {
      let draft = draft(
        """
        trap 'wait; echo outer; exit 4' TERM
        sh -c 'trap "echo inner; exit" TERM; echo there; sleep 1000 & wait' &
        wait
        """, group: true)
      let launched = try draft.launch()
      #expect(try launched.line() == "there")
      try launched.child.send(.terminate)
      let outcome = try launched.finish()
      #expect(outcome.out == "inner\nouter\n")
      #expect(outcome.exited?.code == 4)
    }

    @Test func tellsOfStops() throws {
      let launched = try draft("kill -STOP $$; kill -TSTP $$; exit 5").launch()
      var told: [String] = []
      while let message = try launched.message() {
        switch message {
        case .ready: told.append("ready")
        case .stopped(let signal):
          told.append(signal.name)
          try launched.child.send(.continue)
        // What follows at once overtakes the word of its going on: the kernel keeps one only.
        case .continued, .terminal, .executed: break
        case .exited(let status): told.append("exited \(status.code)")
        case .failed(let failure): told.append("failed \(failure)")
        }
      }
      #expect(told == ["ready", "SIGSTOP", "SIGTSTP", "exited 5"])
      #expect(try launched.finish().status.code == 5)
    }

    @Test func tellsOfGoingOn() throws {
      let launched = try draft("kill -STOP $$; exec sleep 1000").launch()
      var told: [String] = []
      while told.last != "continued", let message = try launched.message() {
        switch message {
        case .stopped(let signal):
          told.append(signal.name)
          try launched.child.send(.continue)
        case .continued: told.append("continued")
        default: break
        }
      }
      #expect(told == ["SIGSTOP", "continued"])
      try launched.child.send(.terminate)
      #expect(try launched.finish().exited?.signal == .terminate)
    }

    @Test func aProgramThatCanNotRun() throws {
      var draft = Draft(.forked, flags: CloneFlag.newUser | CloneFlag.newPID)
      draft.spawnBehindInit()
      draft.report()
      draft.execute("/nowhere/program", [bytes("program")])
      let outcome = try draft.run()
      #expect(outcome.failure?.errno == .noSuchFileOrDirectory)
      #expect(outcome.failure?.step == draft.plan.steps.count - 1)
      #expect(outcome.status.code == 125)
    }

    /// A step of the init's own has its index behind those of the program.
    @Test func aStepOfTheInitThatIsRefused() throws {
      var draft = draft("sleep 1000")
      draft.plan.initSteps.insert(Step(.chdir, [.null]), at: 0)
      let outcome = try draft.run()
      #expect(outcome.failure?.errno == .badAddress)
      #expect(outcome.failure?.step == draft.plan.steps.count)
      #expect(outcome.status.code == 125)
    }

    @Test func aRefusedSpawn() throws {
      var draft = Draft(.forked)
      var step = Step(.clone3, [.number(0), .spawnArgumentsSize])
      step.kind = .spawn
      draft.plan.steps.append(step)
      draft.write("never")
      let outcome = try draft.run()
      #expect(outcome.failure?.errno == .badAddress)
      #expect(outcome.failure?.step == Draft.first)
      #expect(outcome.out.isEmpty)
    }

    @Test func withoutSharedMemory() throws {
      var draft = Draft(.forked, flags: CloneFlag.newUser | CloneFlag.newPID)
      draft.spawnBehindInit(sharing: false)
      draft.shell("echo $$; exit 6")
      let outcome = try draft.run()
      #expect(outcome.out == "2\n")
      #expect(outcome.exited?.code == 6)
    }
  }
}
