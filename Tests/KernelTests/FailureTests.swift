import Glibc
import Kernel
import TestSupport
import Testing

extension Launches {
  /// A refused step is reported with its index and its errno; nothing behind it happens.
  @Suite struct FailureTests {
    struct Refused: CustomTestStringConvertible, Sendable {
      let errno: Errno
      let steps: [Step]
      var testDescription: String { "\(errno.name) from \(steps.last?.call.name ?? "?")" }

      init(_ errno: Errno, _ call: SystemCall, _ operands: Operand..., after: [Step] = []) {
        self.errno = errno
        steps = after + [Step(call, operands)]
      }
    }

    static let here = Operand.constant(Directory.current, Directory.names)

    static func text(_ text: String) -> Operand { .text(bytes(text)) }

    static func openHow(_ resolve: UInt64) -> Operand {
      .structure(
        Operand.Structure(
          "open_how",
          [
            Operand.Member("flags", .number(0)), Operand.Member("mode", .number(0)),
            Operand.Member("resolve", .constant(resolve, ResolveFlag.names)),
          ]))
    }

    static let noMoreFiles = Step(
      .prlimit64,
      [
        .number(0), .number(Int(RLIMIT_NOFILE.rawValue)),
        .structure(
          Operand.Structure(
            "rlimit64", [Operand.Member("soft", .number(0)), Operand.Member("hard", .number(0))])),
        .null,
      ])

    static let refused: [Refused] = [
      Refused(.badFileDescriptor, .close, .number(-1)),
      Refused(.badFileDescriptor, .close, .number(1 << 30)),
      Refused(.noSuchFileOrDirectory, .chdir, text("/nowhere/at/all")),
      Refused(.notDirectory, .chdir, text("/dev/null")),
      Refused(.badAddress, .chdir, .null),
      Refused(.fileNameTooLong, .chdir, .text([UInt8](repeating: 0x61, count: 5000))),
      Refused(.isDirectory, .openat, here, text("/"), .number(1), .number(0)),
      Refused(.fileExists, .mkdirat, here, text("/"), .mode(0o755)),
      Refused(.fileExists, .symlinkat, text("x"), here, text("/dev/null")),
      Refused(
        .tooManySymbolicLinkLevels, .openat, here, text("/proc/self"),
        .constant(OpenFlag.noFollow, OpenFlag.names), .number(0)),
      Refused(
        .improperLink, .openat2, here, text("/etc"), openHow(ResolveFlag.beneath), .number(24)),
      Refused(
        .tooManySymbolicLinkLevels, .openat2, here, text("/proc/self/exe"),
        openHow(ResolveFlag.noMagicLinks), .number(24)),
      Refused(
        .argListTooLong, .openat2, here, text("/etc"), .data([UInt8](repeating: 1, count: 64)),
        .number(64)),
      Refused(.invalidArgument, .prctl, .number(9999), .number(0), .number(0)),
      Refused(.invalidArgument, .dup3, .number(0), .number(0), .number(0)),
      Refused(.noSuchProcess, .setpgid, .number(1), .number(0)),
      Refused(.addressFamilyNotSupported, .socket, .number(9999), .number(2), .number(0)),
      Refused(.protocolNotSupported, .socket, .number(2), .number(2), .number(6)),
      Refused(.socketTypeNotSupported, .socket, .number(2), .number(9), .number(0)),
      Refused(
        .tooManyOpenFiles, .socket, .number(2), .number(2), .number(0), after: [noMoreFiles]),
    ]

    @Test(arguments: refused, Way.allCases) func withItsErrno(_ given: Refused, _ way: Way) throws {
      var draft = Draft(way)
      draft.write("before")
      draft.plan.steps += given.steps
      draft.write("behind")
      let outcome = try draft.run()
      #expect(outcome.failure?.errno == given.errno)
      #expect(outcome.failure?.step == Draft.first + given.steps.count)
      #expect(outcome.out == "before")
      #expect(outcome.status.code == 125)
      #expect(outcome.messages.count == 1)
    }

    /// ENOSPC, EPIPE and ENOTTY come from descriptors of the launch.
    @Test(arguments: Way.allCases) func ofDescriptors(_ way: Way) throws {
      var full = Draft(way)
      let device = full.cell(
        "full", .openat, Self.here, Self.text("/dev/full"), .number(1), .number(0))
      full.add(.write, .cell(device), .data([1]), .number(1))
      #expect(try full.run().failure?.errno == .noSpace)
      var terminal = Draft(way)
      terminal.add(
        .ioctl, .cell(terminal.pipe),
        .constant(DeviceControl.setControllingTerminal, DeviceControl.names), .number(0))
      #expect(try terminal.run().failure?.errno == .inappropriateIOCTLForDevice)
      // The signal that goes with it is blocked: the errno is told.
      var broken = Draft(way)
      let pipe = try Descriptors.pipe()
      try pipe.read.close()
      defer { try? pipe.write.close() }
      let end = broken.plan.cell("end")
      broken.add(.write, .cell(end), .data([1]), .number(1))
      let outcome = try broken.run(presets: [LaunchPlan.Preset(end, Int64(pipe.write.rawValue))])
      #expect(outcome.failure?.errno == .brokenPipe)
    }

    @Test(arguments: Way.allCases, 0..<8) func withItsPosition(_ way: Way, _ position: Int) throws {
      var draft = Draft(way)
      for step in 0..<8 {
        if step == position { draft.add(.chdir, .null) } else { draft.write("\(step)") }
      }
      let outcome = try draft.run()
      #expect(outcome.failure?.step == Draft.first + position)
      #expect(outcome.out == (0..<position).map { "\($0)" }.joined())
    }

    @Test(arguments: Way.allCases) func whatIsToleratedGoesOn(_ way: Way) throws {
      var draft = Draft(way)
      let cell = draft.plan.cell("kept")
      for errnos: [Errno] in [
        [.badAddress], [.notDirectory, .badAddress],
        [.ioError, .notDirectory, .fileExists, .badAddress],
      ] {
        var step = Step(.chdir, [.null])
        step.tolerated = errnos
        step.result = cell
        draft.plan.steps.append(step)
      }
      // A tolerated refusal leaves its cell as it was.
      draft.add(.exitGroup, .cell(cell))
      #expect(try draft.run(presets: [LaunchPlan.Preset(cell, 77)]).status.code == 77)
      var other = Draft(way)
      other.add(.chdir, .null, tolerating: [.notDirectory, .fileExists])
      #expect(try other.run().failure?.errno == .badAddress)
    }

    /// A file system explains itself in words.
    @Test(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
    func withTheKernelsWords() throws {
      var draft = Draft(.shared, flags: CloneFlag.newUser | CloneFlag.newNamespace)
      let context = draft.cell("fs", .fsopen, Self.text("tmpfs"), .number(1))
      var step = Step(
        .fsconfig,
        [.cell(context), .number(1), Self.text("nonsense"), Self.text("1"), .number(0)])
      step.log = context
      draft.plan.steps.append(step)
      let failure = try #require(try draft.run().failure)
      #expect(failure.errno == .invalidArgument)
      #expect(String(decoding: failure.detail, as: UTF8.self).contains("nonsense"))
    }

    @Test(
      .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
      arguments: Way.allCases)
    func whatIsForbidden(_ way: Way) throws {
      // Root of a new user namespace is nobody in the one that owns the host's name.
      var draft = Draft(way, flags: CloneFlag.newUser)
      draft.add(.sethostname, .data(bytes("x")), .number(1))
      #expect(try draft.run().failure?.errno == .notPermitted)
    }

    @Test(arguments: Way.allCases) func aRefusedClone(_ way: Way) throws {
      // CLONE_FS contradicts a mount namespace of one's own.
      let draft = Draft(way, flags: CloneFlag.newNamespace | 0x200)
      let error = #expect(throws: KernelError.self) { _ = try draft.launch() }
      #expect(error == KernelError("clone3", .invalidArgument))
      let group = try FileDescriptor.open("/dev/null", .readOnly)
      defer { try? group.close() }
      let plan = Draft(way).plan
      let misplaced = #expect(throws: KernelError.self) {
        _ = try plan.launch(presets: [], cgroup: group)
      }
      #expect(misplaced == KernelError("clone3", .badFileDescriptor))
    }

    @Test(arguments: Way.allCases) func aPlanThatDoesNothing(_ way: Way) throws {
      var plan = LaunchPlan()
      plan.cloneFlags = way.flags
      let child = try plan.launch(presets: [])
      #expect(child.waitForEnd().code == 125)
      guard case .closed = child.receive() else {
        Issue.record("there was nothing to tell")
        return
      }
    }
  }
}
