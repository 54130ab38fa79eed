import TestSupport
import Testing

/// What a program sees inside, as root and as an ordinary user.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
struct InsideTests {
  struct Case: CustomTestStringConvertible {
    let context: String
    let program: String
    let output: String
    var testDescription: String { "\(context): \(program)" }

    init(_ context: String, _ program: String, _ output: String) {
      (self.context, self.program, self.output) = (context, program, output)
    }
  }

  /// The same for everybody, since a user namespace comes first.
  static let everywhere = [
    Case("ns user uts; hostname glass", "hostname", "glass"),
    Case("ns user uts; domainname jar", "cat /proc/sys/kernel/domainname", "jar"),
    Case("ns user", "id -u", "0"),
    Case("ns user; map root", "id -g", "0"),
    Case("ns user pid", "sh -c 'echo $$'", "2"),
    Case("ns user pid; init off", "sh -c 'echo $$'", "1"),
    Case("ns user pid mnt; mount proc /proc", "sh -c 'set -- /proc/[0-9]*; echo $#'", "2"),
    Case("ns user mnt; mount tmpfs /tmp", "sh -c 'ls -A /tmp | wc -l'", "0"),
    Case(
      "ns user mnt; mount tmpfs /tmp size=64K",
      "sh -c 'df -k /tmp | tail -1 | tr -s \" \" | cut -d\" \" -f2'", "64"),
    Case("ns user mnt; mount tmpfs /tmp mode=751", "stat -c %a /tmp", "751"),
    Case("ns user mnt; mount tmpfs /tmp ro", "sh -c 'touch /tmp/x 2>/dev/null; echo $?'", "1"),
    Case(
      "ns user mnt; mount tmpfs /tmp; bind /usr/bin /tmp/programs ro", "ls /tmp/programs/env",
      "/tmp/programs/env"),
    Case(
      "ns user mnt; mount tmpfs /tmp; bind /etc/hostname /tmp/a/b/file",
      "sh -c 'test -f /tmp/a/b/file && echo yes'", "yes"),
    Case("ns user mnt; bind /usr /mnt ro", "sh -c 'touch /mnt/x 2>/dev/null; echo $?'", "1"),
    Case("ns user mnt; bind /usr/bin /mnt noexec", "sh -c '/mnt/true 2>/dev/null; echo $?'", "126"),
    Case("ns user mnt ipc; mount mqueue /mnt", "stat -f -c %T /mnt", "mqueue"),
    Case("ns user mnt net; mount sysfs /mnt", "ls /mnt/class/net", "lo"),
    Case("ns user mnt; mount devpts /mnt", "ls /mnt", "ptmx"),
    Case(
      "ns user mnt; mount dev /dev",
      "sh -c 'echo x > /dev/null; head -c1 /dev/zero | wc -c; ls /dev/full'", "1\n/dev/full"),
    Case("ns user net", "cat /sys/class/net/lo/operstate /proc/self/net/if_inet6", ""),
    Case("ns user ipc", "sh -c 'wc -l < /proc/sysvipc/shm'", "1"),
    Case("ns user mnt; root host", "ls -d /etc /usr /tmp", "/etc\n/tmp\n/usr"),
    Case("ns user mnt; root host", "sh -c 'touch /usr/x /etc/x 2>/dev/null; echo $?'", "1"),
    Case(
      "ns user mnt; root host", "sh -c 'touch /tmp/x /home/x /root/x && echo written'", "written"),
    Case("ns user mnt; root host", "pwd", "/"),
    Case("ns user mnt; root host; cd /usr/bin", "pwd", "/usr/bin"),
    Case("cd /usr", "pwd", "/usr"),
    Case("umask 027", "sh -c umask", "0027"),
    Case("rlimit nofile 33", "sh -c 'ulimit -n'", "33"),
    Case("rlimit core 0:0", "sh -c 'ulimit -c'", "0"),
    Case("rlimit stack 1M:2M", "sh -c 'ulimit -s'", "1024"),
    Case("env A=1 B='two words'", "sh -c 'echo $A $B'", "1 two words"),
    Case("env A=1; env -A", "sh -c 'echo ${A-none}'", "none"),
    Case("env -PATH", "/usr/bin/env", ""),
    Case("no-new-privs on", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t1"),
    Case("no-new-privs off", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t0"),
    Case("", "sh -c 'ls /proc/self/fd | tr \"\\n\" \" \"'", "0 1 2 3 "),
    Case(
      "", "grep -E 'Sig(Blk|Ign)' /proc/self/status",
      "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000"),
    Case("", "grep CapInh /proc/self/status", "CapInh:\t0000000000000000"),
    Case(
      "ns user pid", "grep -E 'Sig(Blk|Ign)' /proc/self/status",
      "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000"),
    Case("ns user cgroup", "sh -c 'cut -d: -f3 /proc/self/cgroup | sort -u'", "/"),
    Case("ns all", "sh -c 'echo fine'", "fine"),
    Case("tty none", "sh -c 'ps -o tty= -p $$ | tr -d \" \"'", "?"),
  ]

  @Test(arguments: everywhere) func isAsAskedForAsThisUser(_ given: Case) {
    check(given, asNobody: false)
  }

  @Test(
    .enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"),
    arguments: everywhere)
  func isAsAskedForAsNobody(_ given: Case) {
    check(given, asNobody: true)
  }

  private func check(_ given: Case, asNobody: Bool) {
    if given.output.isEmpty, given.program.contains("operstate") {
      // What sysfs shows is the namespace that mounted it; the address file tells the truth.
      let run = Cloche.commands(
        "\(given.context); exec cat /proc/self/net/if_inet6", asNobody: asNobody)
      #expect(run.out.contains(" lo"), "\(run.err)")
      return
    }
    let run = Cloche.commands("\(given.context)\nexec \(given.program)", asNobody: asNobody)
    if given.context == "env -PATH" {
      #expect(!run.out.contains("PATH="))
    } else {
      #expect(run.out == given.output + (run.out.hasSuffix("\n") ? "\n" : ""), "\(run.err)")
    }
    #expect(run.status == 0, "\(run.err)")
  }

  @Test func theEnvironmentStartsClean() {
    let run = Cloche.commands(
      "exec env", environment: ["SECRET": "x", "LC_ALL": "C", "LANGUAGE": "de", "EDITOR": "vi"])
    let names = run.out.split(separator: "\n").compactMap { $0.split(separator: "=").first }
    #expect(Set(names).isSubset(of: ["PATH", "HOME", "USER", "TERM", "LANG", "LC_ALL"]))
    let kept = Cloche.commands(
      "env keep SECRET; exec printenv SECRET", environment: ["SECRET": "x"])
    #expect(kept.out == "x\n")
    let all = Cloche.commands("env keep all; exec printenv EDITOR", environment: ["EDITOR": "vi"])
    #expect(all.out == "vi\n")
  }

  @Test func aRootOfOnesOwn() throws {
    guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
    let inside = "ns user pid mnt uts; root \(rootfs); mount proc /proc; hostname box; "
    #expect(Cloche.commands(inside + "exec sh -c 'echo $$ $(hostname) $(pwd)'").out == "2 box /\n")
    #expect(
      Cloche.commands(inside + "exec sh -c 'grep -vc \" /proc/\" /proc/self/mountinfo'").out
        == "2\n")
    #expect(
      Cloche.commands(inside + "exec sh -c 'echo $PATH $HOME'").out
        == "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /root\n")
    let readOnly = Cloche.commands("ns user mnt; root \(rootfs) ro; exec touch /x")
    #expect(readOnly.err.contains("Read-only file system"))
    #expect(Cloche.commands("ns user; root \(rootfs) chroot; exec pwd").out == "/\n")
    #expect(Cloche.commands("ns user mnt; root \(rootfs) chroot; exec ls -d /bin").out == "/bin\n")
    if Machine.canBecomeNobody {
      #expect(Cloche.commands(inside + "exec id -u", asNobody: true).out == "0\n")
    }
  }

  @Test func linksInARootLeadNowhereElse() throws {
    guard let rootfs = Machine.rootfs else { try Test.cancel("no static busybox for a rootfs") }
    let folder = TemporaryFolder()
    let copy = "\(folder.path)/root"
    #expect(Finished.running(["cp", "-a", rootfs, copy]).status == 0)
    // A root that tries to have the host's folders mounted upon, and its own /proc elsewhere.
    _ = Finished.running([
      "sh", "-c",
      "cd \(copy) && rmdir proc && ln -s /etc proc && ln -s ../../../../../../etc up && ln -s tmp inside",
    ])
    let proc = Cloche.commands("ns user pid mnt; root \(copy); mount proc /proc; exec true")
    #expect(proc.status == 125)
    #expect(proc.err.contains("symbolic link"))
    // An ordinary link within the root keeps working, and ".." stops at it.
    let inside = Cloche.commands(
      "ns user mnt; root \(copy); mount tmpfs /inside; exec sh -c 'stat -f -c %T /tmp'")
    #expect(inside.out == "tmpfs\n", "\(inside.err)")
    let up = Cloche.commands(
      "ns user mnt; root \(copy); mount tmpfs /up; exec sh -c 'stat -f -c %T /etc'")
    #expect(up.out == "tmpfs\n", "\(up.err)")
    #expect(Files.exists("/etc/passwd"))
  }

  @Test(.enabled(if: Machine.isRoot, "only root can be somebody else"))
  func rootCanBeSomebodyElse() {
    #expect(Cloche.commands("as 65534:65533,65532; exec id -G").out == "65533 65532\n")
    #expect(Cloche.commands("as 65534; exec id -u").out == "65534\n")
    let mapped = "ns user; map uid 0:100000:1000; map gid 0:100000:1000; "
    #expect(Cloche.commands(mapped + "exec id -u").out == "0\n")
    #expect(Cloche.commands(mapped + "as 5:6,7; exec sh -c 'id -u; id -G'").out == "5\n6 7\n")
    #expect(Cloche.commands(mapped + "exec cat /proc/self/uid_map").out.contains("100000"))
    #expect(Cloche.commands(mapped + "ns mnt; mount tmpfs /tmp; exec touch /tmp/x").status == 0)
  }

  @Test func clocheIsNotHarmedByWhatRuns() {
    // The init is out of reach of the inside, which may neither trace nor kill it.
    let run = Cloche.commands(
      "ns user pid mnt; mount proc /proc; exec sh -c 'kill -9 1; cat /proc/1/environ 2>/dev/null; readlink /proc/1/fd/3; echo alive'"
    )
    #expect(run.out == "alive\n")
  }
}
