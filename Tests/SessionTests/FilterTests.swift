import Glibc
import TestSupport
import Testing

/// Filters of system calls as the kernel enforces them.
@Suite struct FilterTests {
  static let users = Machine.canBecomeNobody ? [false, true] : [false]

  @Test(arguments: users) func aDeniedCallIsRefused(asNobody: Bool) {
    let place = TemporaryFolder()
    func make(_ context: String) -> Finished {
      Cloche.commands("\(context)\nexec mkdir \(place.path)/\(asNobody)", asNobody: asNobody)
    }
    let refused = make("seccomp deny mkdir mkdirat errno=EROFS")
    #expect(refused.status == 1)
    #expect(refused.err.contains("Read-only file system"))
    let killed = make("seccomp deny mkdir mkdirat kill")
    #expect(killed.status == 159)
    #expect(killed.err == "cloche: `mkdir` was killed by SIGSYS\n")
    #expect(make("seccomp deny mkdir mkdirat\ninit on").status == 1)
    #expect(make("seccomp deny rmdir").status == (asNobody ? 1 : 0))
  }

  @Test(arguments: users) func itIsInPlace(asNobody: Bool) {
    func seccomp(_ context: String) -> String {
      Cloche.commands("\(context)\nexec grep Seccomp: /proc/self/status", asNobody: asNobody).out
    }
    #expect(seccomp("seccomp default") == "Seccomp:\t2\n")
    #expect(seccomp("ns user\nseccomp deny mount\nno-new-privs off") == "Seccomp:\t2\n")
    #expect(seccomp("seccomp default\nseccomp off") == seccomp(""))
  }

  @Test(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
  func clochesOwnCallsComeBefore() {
    let run = Cloche.commands(
      """
      ns all
      root host
      mount proc /proc
      hostname glass
      tty own
      rlimit nofile 64
      cap drop all
      seccomp default
      seccomp deny sethostname prctl setsid fchdir openat2 kill
      exec hostname
      """)
    #expect(run.out == "glass\r\n", "\(run.err)")
    #expect(run.status == 0)
  }

  @Test(arguments: [
    "seccomp allow read kill", "seccomp allow read", "seccomp deny write",
    "seccomp allow read kill; init on",
  ]) func aProgramThatIsNotThereIsToldOf(context: String) {
    let run = Cloche.commands("\(context)\nexec /no/such-program")
    #expect(run.status == 127)
    #expect(run.err.contains("error[E0402]: there is no program `/no/such-program`"))
  }

  @Test func aListOfAllowedCalls() throws {
    guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
    let program = "\(rootfs)/bin/busybox"
    // What a static program needs to begin with, found by strace.
    let start =
      "arch_prctl set_tid_address set_robust_list rseq prlimit64 readlink readlinkat getrandom brk "
      + "mprotect mmap munmap getuid setuid setgid getgid geteuid getegid prctl futex fstat "
      + "newfstatat ioctl uname getpid rt_sigaction rt_sigprocmask"
    #expect(Cloche.commands("seccomp allow \(start)\nexec \(program) true").status == 0)
    let refused = Cloche.commands("seccomp allow \(start)\nexec \(program) mkdir /tmp/x/y/z")
    #expect(refused.err.contains("Operation not permitted"), "\(refused.err)")
    let killed = Cloche.commands("seccomp allow \(start) kill\nexec \(program) mkdir /tmp/x/y/z")
    #expect(killed.status == 159)
  }

  @Test func completion() {
    func words(_ line: String) -> [String] {
      Cloche.commands("complete '\(line)'").out.split(separator: "\n")
        .map { String($0.prefix { $0 != "\t" }) }
    }
    #expect(words("seccomp ") == ["default", "off", "deny", "allow", "log"])
    #expect(words("seccomp deny mou") == ["mount", "mount_setattr"])
    #expect(words("seccomp deny mount errno=EPER") == ["errno=EPERM"])
    #expect(words("seccomp deny mount er") == ["errno="])
    #expect(words("seccomp deny mount kil") == ["kill"])
    #expect(words("seccomp allow ").count > 300)
  }

  @Test func whatIsSaidOfItAgain() {
    let run = Cloche.commands(
      "seccomp deny mkdir kill; seccomp default; seccomp deny mkdir; save -; seccomp off; save -")
    #expect(run.out == "seccomp default\nseccomp deny mkdir\nseccomp off\n")
    #expect(
      run.err == """
        note: -c:1: this replaces `seccomp deny mkdir kill` of -c:1
        note: -c:1: this replaces `seccomp default` of -c:1
        note: -c:1: this replaces `seccomp deny mkdir` of -c:1

        """)
  }
}

#if arch(x86_64)
  /// Calls that no program makes in earnest, each made by a program of a few bytes.
  @Suite struct RawCallTests {
    /// How a program ends that makes one call: its errno, or its signal.
    func made(
      _ context: String, _ number: UInt32, _ arguments: [UInt64] = [], by entry: [UInt8] = syscall
    ) -> Int32 {
      let written = TemporaryFile(Self.program(number, arguments, entry))
      let folder = TemporaryFolder()
      // Copied by a process of its own: what this one has open for writing, another test's child may
      // hold open at this moment, and the kernel would not execute it.
      _ = Finished.running(["install", "-m", "755", written.path, "\(folder.path)/call"])
      return Cloche.commands("\(context)\nexec \(folder.path)/call").status
    }

    private static let syscall: [UInt8] = [0x0f, 0x05]
    private static let interrupt: [UInt8] = [0xcd, 0x80]

    /// An ELF file that makes a call and exits with the errno. See elf(5).
    private static func program(
      _ number: UInt32, _ arguments: [UInt64], _ entry: [UInt8]
    ) -> [UInt8] {
      func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
      }
      var code: [UInt8] = []
      // mov rdi, rsi, rdx; mov eax; the call; neg eax; mov edi, eax; exit.
      for (register, value) in zip([0xbf, 0xbe, 0xba] as [UInt8], arguments) {
        code += [0x48, register] + bytes(value)
      }
      code += [0xb8] + bytes(number) + entry + [0xf7, 0xd8, 0x89, 0xc7]
      code += [0xb8] + bytes(UInt32(60)) + syscall
      let base: UInt64 = 0x40_0000
      let size = UInt64(120 + code.count)
      let header: [UInt8] =
        [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9) + bytes(UInt16(2))
        + bytes(UInt16(62)) + bytes(UInt32(1)) + bytes(base + 120) + bytes(UInt64(64))
        + bytes(UInt64(0)) + bytes(UInt32(0)) + bytes(UInt16(64)) + bytes(UInt16(56))
        + bytes(UInt16(1)) + Array(repeating: 0, count: 6)
      let segment: [UInt8] =
        bytes(UInt32(1)) + bytes(UInt32(5)) + bytes(UInt64(0)) + bytes(base) + bytes(base)
        + bytes(size) + bytes(size) + bytes(UInt64(0x1000))
      return header + segment + code
    }

    @Test func theProgramDoesWhatItIsFor() {
      // close(-1) is EBADF.
      #expect(made("cd /", 3, [.max]) == EBADF)
      #expect(made("seccomp deny close errno=EXDEV", 3, [.max]) == EXDEV)
      #expect(made("seccomp deny close kill", 3, [.max]) == 128 + SIGSYS)
    }

    @Test func aRequestIsComparedIn32Bits() {
      for request: UInt64 in [0x5412, 0x1_0000_5412] {
        #expect(made("cd /", 16, [0, request, 0]) == ENOTTY)
        #expect(made("seccomp default", 16, [0, request, 0]) == EPERM)
      }
      #expect(made("seccomp default", 16, [0, 0x5401, 0]) == ENOTTY)
    }

    @Test func namespacesAreRefused() {
      #expect(made("seccomp default", 272, [0x1000_0000]) == EPERM)
      #expect(made("seccomp default", 56, [0x1000_0011, 0, 0]) == EPERM)
      #expect(made("seccomp default", 435, [0, 0]) == ENOSYS)
      #expect(made("cd /", 435, [0, 0]) != ENOSYS)
    }

    @Test func foreignCallsKill() throws {
      #expect(made("seccomp default", 0x4000_0027) == 128 + SIGSYS)
      guard made("cd /", 20, by: Self.interrupt) != 128 + SIGSEGV else {
        try Test.cancel("this kernel has no calls of 32 bits")
      }
      #expect(made("seccomp default", 20, by: Self.interrupt) == 128 + SIGSYS)
      #expect(made("seccomp deny mkdir", 20, by: Self.interrupt) == 128 + SIGSYS)
    }

    /// open_tree_attr of Linux 6.15.
    @Test func aYoungerCallIsNotThere() throws {
      #expect(made("seccomp default", 467, [.max, 0, 0]) == ENOSYS)
      #expect(made("seccomp deny mkdir", 467, [.max, 0, 0]) == ENOSYS)
      guard made("cd /", 467, [.max, 0, 0]) != ENOSYS else {
        try Test.cancel("this kernel has no call that is younger than the filter")
      }
    }
  }
#endif
