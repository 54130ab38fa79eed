import TestSupport
import Testing

/// Capabilities as the kernel has them for the program, as root, as a user, and in a user namespace.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"))
struct CapabilityTests {
  /// `CapEff 2000`, without zeros in front.
  private func sets(
    _ context: String, before: [String] = [], asNobody: Bool = false
  ) -> [String: String] {
    let words = Cloche.words(
      ["-c", "\(context)\nexec grep ^Cap /proc/self/status"], asNobody: asNobody)
    let run = Finished.running(before + words)
    #expect(run.status == 0, "\(run.err)")
    var sets: [String: String] = [:]
    for line in run.out.split(whereSeparator: \.isNewline) {
      let digits = line.split { $0 == "\t" || $0 == "\r\n" }.last?.drop { $0 == "0" } ?? ""
      sets[String(line.prefix(6))] = digits.isEmpty ? "0" : String(digits)
    }
    return sets
  }

  private func expect(
    _ context: String, asNobody: Bool = false, inheritable: String = "0", permitted: String,
    bounding: String, ambient: String = "0", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      sets(context, asNobody: asNobody) == [
        "CapInh": inheritable, "CapPrm": permitted, "CapEff": permitted, "CapBnd": bounding,
        "CapAmb": ambient,
      ], sourceLocation: sourceLocation)
  }

  static let users = Machine.canBecomeNobody ? [false, true] : [false]

  @Test(arguments: users) func insideAUserNamespace(asNobody: Bool) {
    expect("ns user; cap drop all", asNobody: asNobody, permitted: "0", bounding: "0")
    expect(
      "ns user; cap none; cap keep net_raw chown", asNobody: asNobody, permitted: "2001",
      bounding: "2001")
    expect(
      "ns user pid; cap none; cap keep net_raw", asNobody: asNobody, permitted: "2000",
      bounding: "2000")
    expect(
      "ns user; init on; cap none; cap keep net_raw chown; cap drop chown", asNobody: asNobody,
      permitted: "2000", bounding: "2000")
    let all = sets("ns user", asNobody: asNobody)["CapBnd"] ?? ""
    expect("ns user; cap keep all", asNobody: asNobody, permitted: all, bounding: all)
    expect(
      "ns user; cap drop chown", asNobody: asNobody, permitted: all.dropLast() + "e",
      bounding: all.dropLast() + "e")
  }

  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func whoIsNotUIDZeroInsideKeepsByTheAmbientSet() {
    expect(
      "ns user; map self; cap none; cap keep net_raw", asNobody: true, inheritable: "2000",
      permitted: "2000", bounding: "2000", ambient: "2000")
    expect(
      "ns user; map self; cap drop all", asNobody: true, permitted: "0", bounding: "0")
    let all = sets("ns user", asNobody: true)["CapBnd"] ?? ""
    expect("ns user; map self", asNobody: true, permitted: "0", bounding: all)
    expect(
      "as 65534; cap none; cap keep chown", inheritable: "1", permitted: "1", bounding: "1",
      ambient: "1")
    expect("as 65534; cap drop all", permitted: "0", bounding: "0")
    expect(
      "as 65534; init on; tty own; cap none; cap keep chown; no-new-privs off", inheritable: "1",
      permitted: "1", bounding: "1", ambient: "1")
  }

  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func theInheritableSetIsEmpty() {
    let giving = ["setpriv", "--inh-caps", "+net_raw,+chown"]
    let plain = sets("cd /", before: giving)
    #expect(plain["CapInh"] == "0")
    #expect(plain["CapEff"] == sets("cd /")["CapEff"])
    // Without cloche they get through: the test can see them.
    let without = Finished.running(giving + ["grep", "CapInh", "/proc/self/status"])
    #expect(without.out.hasSuffix("2001\n"), "\(without.err)")
    let ambient = [
      "setpriv", "--reuid=65534", "--inh-caps", "+net_raw", "--ambient-caps", "+net_raw", "--",
    ]
    let user = sets("cd /", before: ambient)
    #expect(user["CapInh"] == "0" && user["CapAmb"] == "0" && user["CapEff"] == "0")
    let kept = sets("cap keep net_raw", before: ambient)
    #expect(kept["CapEff"] == "2000")
  }

  /// A raw socket is what net_raw is for: python and ping may be missing, busybox has traceroute.
  @Test(arguments: users) func whatIsDroppedIsRefused(asNobody: Bool) {
    func name(_ context: String) -> Finished {
      Cloche.commands("\(context)\nexec hostname glass", asNobody: asNobody)
    }
    #expect(name("ns user uts").status == 0)
    #expect(name("ns user uts; cap drop net_raw").status == 0)
    let refused = name("ns user uts; cap drop sys_admin")
    #expect(refused.status == 1)
    #expect(refused.err.contains("hostname: "))
    // Cloche's own steps have what they need.
    let own = Cloche.commands(
      """
      ns user uts mnt pid net
      hostname glass
      root host
      mount proc /proc
      rlimit nofile 64
      cap drop all
      exec sh -c 'hostname; mount -t tmpfs none /tmp 2>/dev/null || echo refused'
      """, asNobody: asNobody)
    #expect(own.out == "glass\nrefused\n", "\(own.err)")
  }

  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func aUserWithoutANamespaceIsTold() {
    let run = Cloche.commands("cap drop net_raw\nexec true", asNobody: true)
    #expect(run.status == 125)
    for part in ["error[E0416]", "PR_CAPBSET_DROP, CAP_NET_RAW", "-c:1:1", "`ns user`, or run"] {
      #expect(run.err.contains(part), "\(run.err)")
    }
  }

  /// Nobody can take capabilities from a process that runs: who comes next has fewer.
  @Test(arguments: users) func inABoxTheNextProgramHasThem(asNobody: Bool) {
    let run = Cloche.commands(
      """
      ns user uts
      up
      exec hostname glass
      cap drop sys_admin
      seccomp deny mkdir mkdirat
      exec hostname
      not exec hostname jar
      not exec mkdir /tmp/never-made
      cap keep all
      seccomp off
      exec hostname jar
      exec hostname
      """, asNobody: asNobody)
    #expect(run.status == 0, "\(run.err)")
    #expect(run.out == "glass\njar\n")
    #expect(run.err.contains("Operation not permitted"))
  }

  @Test func commandsThatFollowReplaceOrAdd() {
    let run = Cloche.commands("cap drop chown; cap drop kill; cap none; save -")
    #expect(run.out == "cap none\n")
    #expect(
      run.err == """
        note: -c:1: this replaces `cap drop chown` of -c:1
        note: -c:1: this replaces `cap drop kill` of -c:1

        """)
    #expect(
      Cloche.commands("cap drop chown\nundo\nsave -\ncap drop kill chown\nsave -").out
        == "cap drop kill chown\n")
  }

  @Test func completion() {
    func words(_ line: String) -> [String] {
      Cloche.commands("complete '\(line)'").out.split(separator: "\n")
        .map { String($0.prefix { $0 != "\t" }) }
    }
    #expect(words("cap ") == ["container", "all", "none", "drop", "keep"])
    #expect(
      words("cap drop net_") == ["net_bind_service", "net_broadcast", "net_admin", "net_raw"])
    #expect(words("cap keep net_raw net_r").isEmpty)
    #expect(words("cap keep al") == ["all"])
    #expect(words("cap keep chown al").isEmpty)
    let last = Files.text("/proc/sys/kernel/cap_last_cap").flatMap {
      Int($0.prefix { $0 != "\n" })
    }
    #expect(words("cap drop ").count == min(last ?? 40, 40) + 2)
  }
}
