import Kernel
import TestSupport
import Testing

extension Launches {
  /// Becoming the program, and what is told when that is refused.
  @Suite struct ExecuteTests {
    private func refusal(_ path: String, _ way: Way) throws -> LaunchFailure {
      var draft = Draft(way)
      draft.report()
      draft.execute(path, [bytes(path)])
      let outcome = try draft.run()
      #expect(outcome.readyPID != nil)
      let failure = try #require(outcome.failure)
      #expect(failure.step == Draft.first + 1)
      return failure
    }

    @Test(arguments: Way.allCases) func aMissingProgram(_ way: Way) throws {
      let failure = try refusal("/nowhere/program", way)
      #expect(failure.errno == .noSuchFileOrDirectory)
      #expect(failure.fileMode == 0)
      #expect(failure.detail.isEmpty)
    }

    @Test(arguments: Way.allCases) func aMissingInterpreter(_ way: Way) throws {
      let folder = TemporaryFolder()
      let script = folder.write("script", "#!/nowhere/interpreter\nx\n", mode: 0o755)
      let failure = try refusal(script, way)
      #expect(failure.errno == .noSuchFileOrDirectory)
      #expect(failure.fileMode == 0o100755)
      #expect(failure.detail == bytes("#!/nowhere/interpreter\nx\n"))
    }

    @Test(arguments: Way.allCases) func whatIsNoProgram(_ way: Way) throws {
      let folder = TemporaryFolder()
      let noMode = try refusal(folder.write("no-mode", "#!/bin/sh\n", mode: 0o644), way)
      #expect(noMode.errno == .permissionDenied)
      #expect(noMode.fileMode == 0o100644)
      let noFormat = try refusal(folder.write("no-format", "echo x\n", mode: 0o755), way)
      #expect(noFormat.errno == .execFormatError)
      #expect(noFormat.detail == bytes("echo x\n"))
      let isFolder = try refusal(folder.path, way)
      #expect(isFolder.errno == .permissionDenied)
      #expect(isFolder.fileMode == 0o040755)
      #expect(isFolder.detail.isEmpty)
      #expect(try refusal("/dev/null/x", way).errno == .notDirectory)
    }

    @Test func theDetailHasABound() throws {
      let folder = TemporaryFolder()
      let long = folder.write("long", "#!/" + String(repeating: "x", count: 5000), mode: 0o755)
      #expect(try refusal(long, .shared).detail.count == 1024)
    }

    /// A fifo that nobody writes to would block whoever opens it to describe it.
    @Test func aFifoIsNotWaitedFor() throws {
      let folder = TemporaryFolder()
      #expect(Finished.running(["mkfifo", "\(folder.path)/fifo"]).status == 0)
      let failure = try refusal("\(folder.path)/fifo", .shared)
      #expect(failure.errno == .permissionDenied)
      #expect(failure.detail.isEmpty)
    }

    @Test(arguments: Way.allCases) func theMostTellingRefusalOfASearch(_ way: Way) throws {
      let folder = TemporaryFolder()
      let refused = folder.write("refused", "", mode: 0o644)
      var draft = Draft(way)
      for path in ["/nowhere/a", refused, "/nowhere/b", "/dev/null/c"] {
        draft.execute(path, [bytes(path)])
      }
      let failure = try #require(try draft.run().failure)
      #expect(failure.errno == .permissionDenied)
      #expect(failure.step == Draft.first + 1)
      #expect(failure.fileMode == 0o100644)
      var found = Draft(way)
      found.prepareProgram()
      for path in ["/nowhere/a", refused, "/bin/echo", "/bin/false"] {
        found.execute(path, ["echo", "found"].map(bytes))
      }
      let outcome = try found.run()
      #expect(outcome.out == "found\n")
      #expect(outcome.messages.isEmpty)
    }

    @Test(arguments: Way.allCases) func aRefusalThatEndsTheSearch(_ way: Way) throws {
      let folder = TemporaryFolder()
      let noFormat = folder.write("no-format", "x", mode: 0o755)
      var draft = Draft(way)
      draft.prepareProgram()
      for path in ["/nowhere/a", noFormat, "/bin/echo"] { draft.execute(path, [bytes("x")]) }
      let outcome = try draft.run()
      #expect(outcome.failure?.errno == .execFormatError)
      #expect(outcome.out.isEmpty)
    }

    @Test(arguments: Way.allCases) func theReportNamesItsSender(_ way: Way) throws {
      var draft = Draft(way)
      draft.shell("echo $$")
      let launched = try draft.launch()
      let pid = launched.child.pid
      let outcome = try launched.finish()
      #expect(outcome.readyPID == pid)
      #expect(outcome.out == "\(pid)\n")
    }

    @Test(arguments: Way.allCases, [0, 1, 7, 125, 255]) func itsStatus(_ way: Way, _ status: Int)
      throws
    {
      var draft = Draft(way)
      draft.shell("exit \(status)")
      let outcome = try draft.run()
      #expect(outcome.status.code == Int32(status))
      #expect(outcome.status.signal == nil)
    }

    @Test(arguments: Way.allCases, [Signal.kill, .terminate, .hangup, Signal(40)])
    func itsSignal(_ way: Way, _ signal: Signal) throws {
      var draft = Draft(way)
      draft.shell("kill -\(signal.number) $$")
      let outcome = try draft.run()
      #expect(outcome.status.signal == signal)
      #expect(outcome.status.code == 128 + signal.number)
    }

    @Test(arguments: Way.allCases) func whatEachStepTook(_ way: Way) throws {
      var draft = Draft(way)
      draft.add(.umask, .mode(0o5))
      draft.add(.umask, .mode(0))
      draft.add(.chdir, .null, tolerating: [.badAddress])
      draft.execute("/bin/true", [bytes("true")])
      let timings = try draft.run(timed: true).timings
      #expect(timings.map(\.step) == [0, 1, 2, 3, 4])
      #expect(timings[2].result == 0o5)
      #expect(timings[3].result == -14)
      #expect(timings.dropLast().allSatisfy { $0.nanoseconds > 0 })
      // What succeeds at the end never comes back to look at the clock.
      #expect(timings[4].nanoseconds == 0)
      #expect(try draft.run().timings.isEmpty)
    }

    @Test(arguments: Way.allCases) func aCheckedWord(_ way: Way) throws {
      for (expected, errno): (UInt64, Errno?) in [(0x3231, nil), (0x3232, .brokenPipe)] {
        let file = TemporaryFile("12")
        var draft = Draft(way)
        let opened = draft.cell(
          "file", .openat, .constant(Directory.current, Directory.names), .text(bytes(file.path)),
          .number(0), .number(0))
        var step = Step(.read, [.cell(opened), .room(8), .number(2)])
        step.check = Step.Check(expected: expected, mismatch: .brokenPipe)
        draft.plan.steps.append(step)
        draft.add(.exitGroup, .number(9))
        let outcome = try draft.run()
        #expect(outcome.failure?.errno == errno)
        #expect(outcome.status.code == (errno == nil ? 9 : 125))
      }
    }
  }
}
