import Glibc
import Kernel
import TestSupport
import Testing

extension Launches {
  /// What concerns a whole process: its threads, its signals, its place. Each has one of its own.
  @Suite struct ProcessTests {
    @Test func manyThreadsLaunchAtOnce() async {
      await #expect(processExitsWith: .success) {
        await withTaskGroup(of: Void.self) { group in
          for thread in 0..<8 {
            group.addTask {
              for round in 0..<25 {
                let status = (thread * 25 + round) % 256
                var draft = Draft(round % 3 == 0 ? .forked : .shared)
                if round % 5 == 0 { draft.add(.exitGroup, .number(status)) }
                draft.shell("exit \(status)")
                let outcome = try? draft.run()
                #expect(outcome?.status.code == Int32(status))
              }
            }
          }
        }
      }
    }

    /// Signals that are blocked or ignored here are neither in the program, and stay so here.
    @Test(arguments: Way.allCases) func signalsAreFresh(_ way: Way) async {
      await #expect(processExitsWith: .success) { [way] in
        signal(SIGUSR1, SIG_IGN)
        signal(SIGHUP, SIG_IGN)
        var mask = sigset_t()
        sigemptyset(&mask)
        sigaddset(&mask, SIGUSR2)
        pthread_sigmask(SIG_SETMASK, &mask, nil)
        let ask = ["grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"].map(bytes)
        func blocked() -> Bool {
          var now = sigset_t()
          pthread_sigmask(SIG_SETMASK, nil, &now)
          return sigismember(&now, SIGUSR2) == 1 && sigismember(&now, SIGUSR1) == 0
        }

        var bare = Draft(way)
        bare.add(.dup3, .cell(bare.pipe), .number(1), .number(0))
        bare.execute("/bin/grep", ask)
        // Without the steps that see to it, the program would have them all blocked.
        let shown = try bare.run().out
        let none = "0000000000000000"
        #expect(
          !shown.contains("SigBlk:\t\(none)") && !shown.contains("SigIgn:\t\(none)"), "\(shown)")
        #expect(blocked())

        var draft = Draft(way)
        #expect(Signals.ignored & 0x201 == 0x201)
        for number in 1...64 where Signals.ignored >> (UInt64(number) - 1) & 1 != 0 {
          draft.add(
            .rtSigaction, .number(number), .data([UInt8](repeating: 0, count: 32)), .null,
            .number(8))
        }
        draft.prepareProgram()
        draft.execute("/bin/grep", ask)
        #expect(try draft.run().out == "SigBlk:\t\(none)\nSigIgn:\t\(none)\n")
        #expect(blocked())

        _ = try? Draft(way, flags: CloneFlag.newNamespace | 0x200).run()
        #expect(blocked())
      }
    }

    @Test func replacesThisProcess() async {
      await #expect(processExitsWith: .exitCode(9)) {
        var draft = Draft(.shared)
        draft.plan.steps = []
        draft.execute("/bin/sh", ["sh", "-c", "exit 9"].map(bytes))
        _ = try draft.plan.replaceThisProcess(presets: [])
      }
    }

    @Test func staysWhenItCanNotBeReplaced() async {
      await #expect(processExitsWith: .success) {
        var draft = Draft(.shared)
        draft.plan.steps = []
        draft.add(.umask, .mode(0o22))
        draft.execute("/nowhere/x", [bytes("x")])
        let failure = try draft.plan.replaceThisProcess(presets: [])
        #expect(failure.errno == .noSuchFileOrDirectory)
        #expect(failure.step == 1)
      }
    }

    @Test func aNotedSignalIsTakenOnce() async {
      await #expect(processExitsWith: .success) {
        for signal in [Signal.terminate, .hangup] { Signals.note(signal) }
        #expect(!Signals.isWaiting)
        #expect(Signals.take() == nil)
        for signal in [SIGTERM, SIGHUP, SIGTERM] { #expect(raise(signal) == 0) }
        #expect(Signals.isWaiting)
        guard case .interrupted = try Poll.wait(for: []) else {
          Issue.record("a signal that came before is slept over")
          return
        }
        #expect(Signals.take() == .hangup)
        #expect(Signals.isWaiting)
        #expect(Signals.take() == .terminate)
        #expect(Signals.take() == nil)
        #expect(!Signals.isWaiting)
      }
    }

    @Test func whatIsIgnoredStaysIgnored() async {
      await #expect(processExitsWith: .success) {
        _ = Glibc.signal(SIGHUP, SIG_IGN)
        Signals.note(.hangup)
        #expect(raise(SIGHUP) == 0)
        #expect(Signals.take() == nil)
        Signals.forget(.hangup)
        #expect(Signals.ignored & 1 == 1)
        Signals.note(.hangup, evenIfIgnored: true)
        #expect(raise(SIGHUP) == 0)
        #expect(Signals.take() == .hangup)
        Signals.forget(.hangup)
        #expect(Signals.ignored & 1 == 0)
      }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGPIPE]) func diesOfASignal(_ number: Int32) async {
      await #expect(processExitsWith: .signal(number)) { [number] in
        Signals.note(Signal(number))
        Signals.die(of: Signal(number))
      }
    }

    @Test func aSignalWithoutADeadlyDefaultIsAStatus() async {
      await #expect(processExitsWith: .exitCode(128 + 28)) { Signals.die(of: .windowChange) }
      await #expect(processExitsWith: .exitCode(77)) { Process.exit(77) }
    }

    @Test func standardDescriptorsAreOpened() async {
      await #expect(processExitsWith: .success) {
        close(0)
        close(2)
        Startup.openStandardDescriptors()
        for descriptor in [0, 2] {
          #expect(Links.target(of: "/proc/self/fd/\(descriptor)") == bytes("/dev/null"))
        }
      }
    }

    @Test func orphansAreAdoptedAndKilled() async {
      await #expect(processExitsWith: .success) {
        try Orphans.adopt()
        var draft = Draft(.shared)
        draft.shell("sleep 1000 & setsid sleep 1000 & exit 0")
        let launched = try draft.launch()
        #expect(launched.child.waitForEnd().code == 0)
        #expect(Possessions.now.hasChildren)
        Orphans.killAll(except: [])
        #expect(!Possessions.now.hasChildren)
        // The pipe of those that are gone has an end.
        #expect(try launched.rest().isEmpty)
        Orphans.killAll(except: [])
      }
    }

    @Test func aListOfProcessesIsKilled() async {
      await #expect(processExitsWith: .success) {
        var draft = Draft(.forked)
        draft.gate()
        let (doomed, spared) = (try draft.launch(), try draft.launch())
        // One that the list has only at first is somebody else by then.
        var calls = 0
        ProcessList.killAll {
          calls += 1
          return calls == 1 ? [doomed.child.pid, spared.child.pid] : [doomed.child.pid]
        }
        #expect(kill(doomed.child.pid, 0) == -1)
        #expect(kill(spared.child.pid, 0) == 0)
        try spared.child.send(.kill)
        #expect(spared.child.waitForEnd().signal == .kill)
      }
    }
  }
}
