import Glibc
import Kernel
import TestSupport
import Testing

/// Values that stand for what the kernel says.
@Suite struct FactTests {
  @Test(
    arguments: [
      (0, nil, 0), (0x0100, nil, 1), (0xff00, nil, 255), (9, 9, 137), (0x8b, 11, 139),
      (0x7f, nil, 0),
    ] as [(Int32, Int32?, Int32)])
  func waitStatuses(_ raw: Int32, _ signal: Int32?, _ code: Int32) {
    let status = WaitStatus(rawValue: raw)
    #expect(status.signal?.number == signal)
    #expect(status.code == code)
  }

  @Test func signalNames() {
    for name in Signal.names {
      let signal = Signal(named: name)
      #expect(signal?.name == "SIG\(name)")
      #expect(Signal(named: "SIG\(name)") == signal)
      #expect(Signal(named: "sig\(name.lowercased())") == signal)
      #expect(Signal(named: "\(signal?.number ?? -1)") == signal)
    }
    #expect(Signal.names.count == 31)
    #expect(Signal.names.compactMap { Signal(named: $0)?.number } == Array(1...31))
    #expect(Signal(34).name == "SIGRTMIN+0")
    #expect(Signal(64).name == "SIGRTMIN+30")
    #expect(Signal(33).name == "signal 33")
    for wrong in ["", "0", "65", "-1", "SIG", "NONE", "SIGSIGKILL", "9 ", "4294967305"] {
      #expect(Signal(named: wrong) == nil, "\(wrong)")
    }
  }

  /// What `name` says it must also understand.
  @Test func realTimeSignalsByName() {
    for number: Int32 in 34...64 {
      #expect(Signal(named: Signal(number).name) == Signal(number))
    }
    for wrong in ["RTMIN+31", "RTMIN+-1", "RTMIN+", "RTMINX", "RTMIN+ 1"] {
      #expect(Signal(named: wrong) == nil, "\(wrong)")
    }
  }

  @Test func errnoNames() {
    let names: [(Errno, String)] = [
      (.notPermitted, "EPERM"), (.noSuchFileOrDirectory, "ENOENT"), (.argListTooLong, "E2BIG"),
      (.wouldBlock, "EAGAIN"), (.tooManySymbolicLinkLevels, "ELOOP"), (.noSpace, "ENOSPC"),
      (Errno(rawValue: EUSERS), "EUSERS"), (Errno(rawValue: ENOTSUP), "EOPNOTSUPP"),
      (Errno(rawValue: EDQUOT), "EDQUOT"), (Errno(rawValue: ECANCELED), "ECANCELED"),
      (Errno(rawValue: ENOKEY), "ENOKEY"), (Errno(rawValue: EOWNERDEAD), "EOWNERDEAD"),
      (Errno(rawValue: ERFKILL), "ERFKILL"), (Errno(rawValue: EPROTO), "EPROTO"),
      (Errno(rawValue: EILSEQ), "EILSEQ"), (Errno(rawValue: EHWPOISON), "EHWPOISON"),
    ]
    for (errno, name) in names { #expect(errno.name == name) }
    for number: Int32 in [-1, 0, 41, 58, 9999] {
      #expect(Errno(rawValue: number).name == "errno \(number)")
    }
    #expect(Errno.notPermitted.explained == "EPERM, Operation not permitted")
  }

  @Test func theClockGoesOn() {
    let before = Clock.monotonic
    let after = Clock.monotonic
    #expect(before > 0 && after >= before)
    #expect(Clock.deadline(after: 1_000_000_000_000) > after)
    #expect(Clock.deadline(after: .max) == .max)
  }

  @Test func capabilities() {
    #expect(CapabilitySet.all.contains(.systemAdmin))
    #expect(!CapabilitySet(bits: 0).contains(.systemAdmin))
    let two = CapabilitySet(bits: 1 << 6 | 1 << 31)
    #expect(two.contains(.setGID) && two.contains(.setFileCapabilities))
    #expect(!two.contains(.setUID) && !two.contains(.systemChroot))
    // The kernel's own word about this process.
    let line = (Files.text("/proc/self/status") ?? "").split(separator: "\n")
      .first { $0.hasPrefix("CapEff:") }
    let bits = line.flatMap { UInt64($0.dropFirst(7).drop { $0 == "\t" }, radix: 16) }
    #expect(Credentials.current.capabilities.bits == bits)
  }

  @Test func credentials() {
    let own = Credentials.current
    #expect("\(own.uid)\n" == Finished.running(["id", "-u"]).out)
    #expect("\(own.gid)\n" == Finished.running(["id", "-g"]).out)
    let groups = Set(Finished.running(["id", "-G"]).out.split { $0 == " " || $0 == "\n" })
    #expect(Set(own.groups + [own.gid]) == Set(groups.compactMap { UInt32($0) }))
    #expect(own.permitted.bits & own.capabilities.bits == own.capabilities.bits)
  }

  @Test func namespaces() {
    for kind in NamespaceKind.allCases {
      let own = Namespaces.identity(of: kind, process: "self")
      #expect(own?.hasPrefix("\(kind.rawValue):[") == true, "\(kind)")
      #expect(Namespaces.identity(of: kind, process: "\(getpid())") == own)
      #expect(kind.limitFile == "/proc/sys/user/max_\(kind.rawValue)_namespaces")
      #expect(SmallFile.number(FilePath(kind.limitFile)) != nil)
      #expect(NamespaceKind(rawValue: kind.rawValue) == kind)
    }
    #expect(Namespaces.identity(of: .uts, process: "0") == nil)
    #expect(Set(NamespaceKind.allCases.map(\.cloneFlag)).count == 8)
    #expect(NamespaceKind.allCases == NamespaceKind.allCases.sorted())
    #expect(Links.target(of: "/etc/passwd") == nil)
  }

  @Test func constants() {
    #expect(OpenFlag.names.text(of: 0) == "0")
    #expect(OpenFlag.names.text(of: OpenFlag.path | OpenFlag.closeOnExec) == "O_PATH|O_CLOEXEC")
    #expect(MountFlag.names.text(of: MountFlag.recursive | 1 << 40) == "MS_REC|0x10000000000")
    #expect(Directory.names.text(of: Directory.current) == "AT_FDCWD")
    #expect(Directory.names.text(of: 7) == "7")
    #expect(Constants.signals.text(of: 9) == "SIGKILL")
    #expect(CloneFlag.names.text(of: CloneFlag.vm | CloneFlag.newUser) == "CLONE_VM|CLONE_NEWUSER")
  }

  @Test func cellsHaveNames() {
    var plan = LaunchPlan()
    let cells = ["target", "root", "target", "target"].map { plan.cell($0) }
    #expect(cells.map { plan.name(of: $0) } == ["target", "root", "target2", "target3"])
    #expect(plan.cellCount == 7)
    #expect(plan.name(of: LaunchPlan.channel) == "channel")
  }

  @Test func theMachine() {
    let machine = SystemIdentity.current
    #expect(
      "\(machine.nodeName) \(machine.release) \(machine.machine)\n"
        == Finished.running(["uname", "-nrm"]).out)
    #expect(SystemIdentity.processID == getpid())
    #expect(!Startup.isPrivilegedFile)
    #expect(Startup.arguments.count == Int(CommandLine.argc))
    let path = getenv("PATH").map { "PATH=" + String(cString: $0) }
    #expect(ProcessEnvironment.entries.contains(bytes(path ?? "")))
  }

  @Test func probing() {
    #expect(NamespaceProbe.canClone(0))
    // CLONE_FS contradicts a mount namespace of one's own.
    #expect(!NamespaceProbe.canClone(CloneFlag.newNamespace | 0x200))
    #expect(NamespaceProbe.canClone(CloneFlag.newUser) == Machine.hasUserNamespaces)
  }
}
