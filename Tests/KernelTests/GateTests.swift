import Glibc
import Kernel
import TestSupport
import Testing

extension Launches {
  /// The child waits for its parent, and never longer than it lives.
  @Suite struct GateTests {
    private func gated() throws -> Launched {
      var draft = Draft(.forked)
      draft.write("outside\n")
      draft.gate()
      draft.write("inside\n")
      draft.shell("echo program")
      return try draft.launch()
    }

    @Test func opened() throws {
      let launched = try gated()
      #expect(try launched.line() == "outside")
      try launched.child.openGate()
      let outcome = try launched.finish()
      #expect(outcome.out == "inside\nprogram\n")
      #expect(outcome.status.code == 0)
    }

    @Test func openedBeforeTheChildIsThere() throws {
      let launched = try gated()
      try launched.child.openGate()
      #expect(try launched.finish().out == "outside\ninside\nprogram\n")
    }

    @Test func closedByTheEndOfItsParent() throws {
      var launched: Launched? = try gated()
      let pid = launched.map { $0.child.pid } ?? 0
      let output = FileDescriptor(rawValue: dup(launched.map { $0.output.rawValue } ?? -1))
      defer { try? output.close() }
      // With the last of the parent's end the child sees that nobody will come.
      launched = nil
      var status: Int32 = 0
      #expect(waitpid(pid, &status, 0) == pid)
      #expect(WaitStatus(rawValue: status).code == 125)
      #expect(try Descriptors.read(output, room: 100) == bytes("outside\n"))
    }

    @Test func killedWhileItWaits() throws {
      let launched = try gated()
      #expect(try launched.line() == "outside")
      try launched.child.send(.kill)
      let outcome = try launched.finish()
      #expect(outcome.status.signal == .kill)
      #expect(outcome.messages.isEmpty)
      #expect(outcome.out.isEmpty)
      // Signals for those that have ended are lost without a word, and so is the gate.
      try launched.child.send(.kill)
      #expect(throws: KernelError.self) { try launched.child.openGate() }
    }

    /// Nothing but the last step that was made tells where a child died.
    @Test func theStepAtWhichItDied() throws {
      var draft = Draft(.forked)
      draft.write("outside\n")
      draft.gate()
      let launched = try draft.launch(timed: true)
      #expect(try launched.line() == "outside")
      // The word of a step comes before its time is taken.
      while launched.child.timings.count < 2 { sched_yield() }
      try launched.child.send(.kill)
      #expect(try launched.finish().timings.map(\.step) == [0, 1])
    }

    /// Whatever comes is blocked until the program is there, in both ways to clone.
    @Test func signalsWait() throws {
      var draft = Draft(.forked)
      draft.write("outside\n")
      draft.gate()
      draft.shell("echo never")
      let launched = try draft.launch()
      #expect(try launched.line() == "outside")
      try launched.child.send(.terminate)
      try launched.child.openGate()
      let outcome = try launched.finish()
      #expect(outcome.status.signal == .terminate)
      #expect(outcome.out.isEmpty)
    }
  }
}
