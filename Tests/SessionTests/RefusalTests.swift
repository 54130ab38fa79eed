import TestSupport
import Testing

/// What the kernel refuses: the step, the call, the errno, the line that asked, a tested cause, a fix.
@Suite struct RefusalTests {
  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func anIDMapOfARange() {
    let file = TemporaryFile("ns user uts pid mnt\n\n\n\nmap uid 0:1000:10\nexec true\n")
    let run = Cloche.run([file.path], asNobody: true)
    #expect(run.status == 125)
    let text = run.err.replacing(file.path, with: "seed.cloche")
    #expect(text.contains("error[E0412]: the kernel refused step "))
    #expect(
      text.hasSuffix(
        """
        , write /proc/self/uid_map "0 1000 10": EPERM, Operation not permitted
          --> seed.cloche:5:1
           |
         5 | map uid 0:1000:10
           | ^^^^^^^^^^^^^^^^^
           = why: a process without CAP_SETUID maps one id only, its own; you asked for
                  10 (checked: you are uid 65534)
           = fix: `map root`, or a range as root

        """), "\(text)")
  }

  struct Case: CustomTestStringConvertible {
    let commands: String
    let code: String
    /// Parts of what is said, in this order.
    let parts: [String]
    var status: Int32 = 125
    var asNobody = false
    var testDescription: String { commands }
  }

  @Test(arguments: [
    Case(
      commands: "root /nowhere chroot; exec true", code: "E0413",
      parts: [
        "openat(AT_FDCWD, \"/nowhere\"", "ENOENT", "root /nowhere chroot", "there is no /nowhere",
        "`root host` needs no folder",
      ]),
    Case(
      commands: "root /etc/passwd chroot; exec true", code: "E0413",
      parts: ["ENOTDIR", "/etc/passwd is not a folder"]),
    Case(
      commands: "cd /nowhere; exec true", code: "E0413",
      parts: ["ENOENT", "cd /nowhere", "there is no /nowhere inside"]),
    Case(
      commands: "exec no-such-program", code: "E0402",
      parts: [
        "there is no program `no-such-program`", "looked for /usr/local/sbin/no-such-program",
      ], status: 127),
    Case(
      commands: "exec /etc/passwd", code: "E0403",
      parts: ["EACCES", "its mode has no x (checked inside: 0644)", "exec sh FILE"], status: 126),
    Case(
      commands: "exec /etc", code: "E0403", parts: ["it is a folder (checked inside)"], status: 126),
    Case(
      commands: "ns uts; exec true", code: "E0401",
      parts: [
        "clone3: EPERM", "ns uts", "only CAP_SYS_ADMIN makes uts namespaces", "you are uid 65534",
        "`ns user`",
      ],
      asNobody: true),
    Case(
      commands: "root / chroot; exec true", code: "E0413",
      parts: ["chroot(\".\"): EPERM", "CAP_SYS_CHROOT", "`ns user`"], asNobody: true),
    Case(
      commands: "as 0:0; exec true", code: "E0414",
      parts: ["EPERM", "as 0:0", "CAP_SETGID"], asNobody: true),
    Case(
      commands: "ns user; map uid 0:0; exec true", code: "E0412",
      parts: [
        "uid_map \"0 0 1\": EPERM", "maps its own id only; you asked for 0", "`map uid 0:65534`",
      ],
      asNobody: true),
    Case(
      commands: "ns user mnt; mount tmpfs /nowhere; exec true", code: "E0411",
      parts: ["openat2(", "ENOENT", "mount tmpfs /nowhere", "there is no /nowhere inside"]),
    Case(
      commands: "ns user mnt; mount tmpfs /etc/passwd; exec true", code: "E0411",
      parts: ["ENOTDIR", "/etc/passwd is not a folder inside"]),
    Case(
      commands: "ns user mnt; bind /nowhere /mnt; exec true", code: "E0411",
      parts: ["open_tree(", "there is no /nowhere on the host"]),
    Case(
      commands: "ns mnt; mount tmpfs /mnt; exec true", code: "E0401",
      parts: ["EPERM", "`ns user`"],
      asNobody: true),
    Case(
      commands: "limit pids 5; exec true", code: "E0422",
      parts: ["EACCES", "limit pids 5", "you may not make groups in"], asNobody: true),
    Case(
      commands: "rlimit nofile 10000000000; exec true", code: "E0415",
      parts: ["prlimit64(0, RLIMIT_NOFILE", "EPERM"]),
  ]) func isExplained(_ given: Case) throws {
    if given.asNobody, !Machine.canBecomeNobody {
      try Test.cancel("needs root and setpriv to become somebody else")
    }
    let run = Cloche.run(
      ["-c", given.commands], environment: ["COLUMNS": "1000"], asNobody: given.asNobody)
    #expect(run.status == given.status)
    #expect(run.err.hasPrefix("error[\(given.code)]: "), "\(run.err)")
    var rest = run.err[...]
    for part in given.parts {
      guard let found = rest.firstRange(of: part) else {
        Issue.record("`\(part)` is not in its place in:\n\(run.err)")
        break
      }
      rest = rest[found.upperBound...]
    }
  }

  /// What each refusal says to write instead is written, and the program starts.
  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: [
      (
        "ns user mnt; bind / / ro; exec true", "`root / ro`",
        "ns user mnt; root / ro; not exec touch /tmp/cloche-read-only-root"
      ),
      (
        "ns user mnt; bind /dev/null /home; exec true", "`mount tmpfs /home` first",
        "ns user mnt; mount tmpfs /home; bind /dev/null /home/null; exec test -c /home/null"
      ),
      (
        "ns user mnt; bind /usr /etc/passwd; exec true", "`bind /usr /mnt`",
        "ns user mnt; bind /usr /mnt; exec test -d /mnt/bin"
      ),
    ])
  func theFixEndsTheRefusal(commands: String, fix: String, mended: String) {
    let refused = Cloche.run(["-c", commands], environment: ["COLUMNS": "1000"])
    #expect(refused.status != 0)
    #expect(refused.err.contains(fix), "\(refused.err)")
    let run = Cloche.commands(mended)
    #expect(run.status == 0, "\(run.err)")
  }

  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func theHardLimitThatIsNamedIsTaken() throws {
    let refused = Cloche.run(
      ["-c", "rlimit nofile 99999999; exec true"], environment: ["COLUMNS": "1000"],
      asNobody: true)
    let fix = try #require(
      refused.err.split(separator: "`").first { $0.hasPrefix("rlimit nofile ") }.map(String.init),
      "\(refused.err)")
    #expect(Cloche.run(["-c", fix + "; exec true"], asNobody: true).status == 0)
  }

  @Test func windowsLineEnds() throws {
    let folder = TemporaryFolder()
    folder.write("crlf", "#!/bin/sh\r\nexit 7\r\n", mode: 0o755)
    let run = Cloche.run(
      ["-c", "exec \(folder.path)/crlf"], environment: ["COLUMNS": "1000"])
    #expect(run.status == 126)
    #expect(run.err.contains("Windows line ends"), "\(run.err)")
    #expect(run.err.contains("sed -i 's/\\r$//' FILE"), "\(run.err)")
    _ = Cloche.commands("exec sed -i 's/\\r$//' \(folder.path)/crlf")
    #expect(Cloche.commands("exec \(folder.path)/crlf").status == 7)
  }

  @Test(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
  func theInterpreterThatIsMissingIsNamed() throws {
    guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
    let script = Cloche.commands(
      "ns user mnt; root \(rootfs); mount tmpfs /tmp; exec sh -c 'printf \"#!/no/such/shell\\n\" > /tmp/x; chmod +x /tmp/x; exec /tmp/x'"
    )
    _ = script
    let folder = TemporaryFolder()
    folder.write("tool", "#!/no/such/interpreter -x\n", mode: 0o755)
    let run = Cloche.commands("exec \(folder.path)/tool")
    #expect(run.status == 126)
    #expect(run.err.contains("its interpreter /no/such/interpreter is not"))
    // A dynamic program in a root without libraries.
    let dynamic = Cloche.commands("ns user mnt; root \(rootfs); bind /usr/bin/env /tmp; exec true")
    _ = dynamic
    let loader = Cloche.commands(
      "ns user mnt; root \(rootfs); mount tmpfs /tmp; bind /usr/bin /tmp/programs; exec /tmp/programs/env"
    )
    #expect(loader.status == 126)
    #expect(loader.err.contains("its interpreter /lib"), "\(loader.err)")
  }

  @Test(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
  func aFileWithoutAFormat() {
    let folder = TemporaryFolder()
    folder.write("plain", "echo hello\n", mode: 0o755)
    folder.write("empty", "", mode: 0o755)
    #expect(Cloche.commands("exec \(folder.path)/plain").err.contains("no #! line"))
    #expect(
      Cloche.commands("ns user pid; exec \(folder.path)/empty").err.contains("the file is empty"))
    #expect(Cloche.commands("exec \(folder.path)/plain").status == 126)
  }

  @Test(
    .enabled(if: Machine.isRoot && Machine.hasUserNamespaces, "needs root to cover parts of /proc"))
  func aProcThatWouldRevealTooMuch() {
    // In a namespace of its own a part of /proc is covered, as container runtimes do; from there
    // a user namespace cannot have a proc of its own.
    let inner = "ns user pid mnt; mount proc /proc; exec true"
    let run = Cloche.commands(
      "ns mnt; bind /dev/null /proc/version; exec \(Cloche.path) -c '\(inner)'")
    #expect(run.status == 125)
    #expect(run.err.contains("EPERM"))
    #expect(run.err.contains("/proc/version is"), "\(run.err)")
  }

  @Test(.enabled(if: Machine.isRoot, "needs root to change a sysctl of its own namespace"))
  func namespaceLimits() {
    let inner = "ns uts; exec true"
    let run = Cloche.commands(
      "ns user; exec sh -c 'echo 0 > /proc/sys/user/max_uts_namespaces; exec \(Cloche.path) -c \"\(inner)\"'"
    )
    #expect(run.status == 125)
    #expect(run.err.contains("ENOSPC"))
    #expect(run.err.contains("max_uts_namespaces is 0"), "\(run.err)")
  }

  @Test func severalRefusalsAtOnce() {
    let run = Cloche.commands("hostname a\ndomainname b\nmount tmpfs /tmp\nexec true")
    #expect(run.status == 2)
    #expect(run.err.components(separatedBy: "error[E0450]").count == 4, "\(run.err)")
    for fix in ["`ns uts`", "`ns mnt`"] { #expect(run.err.contains(fix)) }
  }

  @Test func aTriedRefusalIsStillShown() {
    let run = Cloche.commands("hostname a; try exec true; echo $?")
    #expect(run.out == "125\n")
    #expect(run.err.contains("it would rename the host"))
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
