import Kernel
import Language
import Sandbox
import Testing

/// `cap`, as root and as a user.
@Suite struct CapabilityPlanTests {
  /// The kernel's whole list down to four, so that a plan is short.
  private func small(_ host: Host) -> Host {
    var copy = host
    copy.lastCapability = { 3 }
    return copy
  }

  @Test func dropsOfRoot() throws {
    try expectSteps(
      "cap drop chown\ncap drop CAP_FOWNER cap_chown", as: small(.root),
      are: """
        child  2 prctl(PR_CAPBSET_DROP, CAP_CHOWN, 0, 0, 0)
        child  2 prctl(PR_CAPBSET_DROP, CAP_FOWNER, 0, 0, 0)
        child  2 capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x6, permitted=0x6})
        """)
  }

  @Test func eachStepIsOfTheCommandThatAskedForIt() throws {
    try expectSteps(
      "cap drop fowner\ncap drop chown", as: small(.root),
      are: """
        child  2 prctl(PR_CAPBSET_DROP, CAP_CHOWN, 0, 0, 0)
        child  1 prctl(PR_CAPBSET_DROP, CAP_FOWNER, 0, 0, 0)
        child  2 capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x6, permitted=0x6})
        """)
  }

  @Test func theHigherHalf() throws {
    var host = Host.root
    host.lastCapability = { 33 }
    host.boundingSet = { CapabilitySet(bits: 1 << 33 | 1) }
    try expectSteps(
      "cap drop mac_admin", as: host,
      are: """
        child  1 prctl(PR_CAPBSET_DROP, CAP_MAC_ADMIN, 0, 0, 0)
        child  1 capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0xffffffff, \
        permitted=0xffffffff, effective[1]=0x1, permitted[1]=0x1})
        """)
  }

  @Test func allOfThemInAUserNamespace() throws {
    try expectSteps(
      "cap drop all", as: small(.root),
      are: """
        child  1 prctl(PR_CAPBSET_DROP, CAP_CHOWN, 0, 0, 0)
        child  1 prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
        child  1 prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)
        child  1 prctl(PR_CAPBSET_DROP, CAP_FOWNER, 0, 0, 0)
        child  1 capset({version=_LINUX_CAPABILITY_VERSION_3}, {})
        """)
  }

  private func asked(_ script: String, as host: Host) throws -> [String] {
    try Building.plan(script, as: host).lines.filter { $0.actor == .child }.map(\.text)
      .filter { $0.contains("CAP") || $0.hasPrefix("setresuid") }
      .filter { !$0.contains("PR_CAPBSET_DROP") }
  }

  @Test func whoGivesUIDZeroUpKeepsByTheAmbientSet() throws {
    #expect(
      try asked("cap none\ncap keep chown\nas 5", as: small(.root)) == [
        "prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)", "setresuid(5, 5, 5)",
        "capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x1, permitted=0x1, "
          + "inheritable=0x1})",
        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0)",
      ])
  }

  @Test func uidZeroNeedsNoAmbientSet() throws {
    #expect(
      try asked("ns user\ncap none\ncap keep chown", as: small(.user)) == [
        "capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x1, permitted=0x1})"
      ])
  }

  @Test func aUserInsideHasThemWithoutKeepcaps() throws {
    #expect(
      try asked("ns user\nmap self\ncap none\ncap keep chown", as: small(.user)) == [
        "capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x1, permitted=0x1, "
          + "inheritable=0x1})",
        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0)",
      ])
  }

  @Test func whoHasNoneKeepsNone() throws {
    #expect(try asked("cap keep all", as: .user).isEmpty)
    // The change of the uid takes them all: there is nothing left to set.
    #expect(try asked("cap drop all\nas 5", as: .root) == ["setresuid(5, 5, 5)"])
  }

  @Test func whatTheBoundingSetHasNotIsNotDropped() throws {
    var host = Host.root
    host.boundingSet = { CapabilitySet(bits: 3) }
    let drops = try Building.plan("cap drop all", as: host).lines
      .filter { $0.text.contains("CAPBSET") }
    #expect(drops.count == 2)
    // In a new user namespace they are all back.
    let inside = try Building.plan("ns user\ncap drop all", as: host).lines
      .filter { $0.text.contains("CAPBSET") }
    #expect(inside.count == 41)
  }

  @Test func aYoungerKernelsAreDroppedToo() throws {
    var host = Host.root
    host.lastCapability = { 42 }
    let steps = try Building.plan("cap drop all", as: host).lines.map(\.text)
    #expect(steps.contains("prctl(PR_CAPBSET_DROP, 42, 0, 0, 0)"))
  }

  @Test func theInheritableSetIsEmptiedWhereItIsNot() throws {
    var host = Host.root
    host.credentials.inheritable = CapabilitySet(bits: 4)
    host.credentials.capabilities = CapabilitySet(bits: 5)
    host.credentials.permitted = CapabilitySet(bits: 7)
    func capsets(_ script: String, _ host: Host) throws -> [String] {
      // The init's own come with every launch.
      try Building.plan(script, as: host).lines.filter { $0.actor == .child }.map(\.text)
        .filter { $0.hasPrefix("capset") }
    }
    #expect(
      try capsets("", host) == [
        "capset({version=_LINUX_CAPABILITY_VERSION_3}, {effective=0x5, permitted=0x7})"
      ])
    #expect(try capsets("ns user", host).isEmpty)
    #expect(try capsets("", .root).isEmpty)
    #expect(try capsets("", .user).isEmpty)
  }

  @Test func laterCommands() throws {
    func commands(_ script: String) throws -> [String] {
      try Building.context(script).facets.flatMap(\.commands)
        .map { ScriptText.line($0).displayed }
    }
    #expect(
      try commands("cap drop chown\ncap drop kill chown") == ["cap drop kill chown"])
    #expect(
      try commands("cap drop chown\ncap keep kill") == ["cap keep kill", "cap drop chown"])
    #expect(
      try commands("cap keep chown kill\ncap drop kill") == ["cap keep chown", "cap drop kill"])
    #expect(try commands("cap drop kill\ncap keep kill") == ["cap keep kill"])
    #expect(try commands("cap drop kill\ncap none") == ["cap none"])
    #expect(try commands("cap drop ALL\ncap keep kill") == ["cap none", "cap keep kill"])
    #expect(try commands("cap keep all\ncap drop kill") == ["cap all", "cap drop kill"])
    #expect(try commands("cap drop all\ncap keep all") == ["cap all"])
    #expect(try commands("cap all\ncap container") == ["cap container"])
  }

  /// `container` as it is written in the language's description.
  private static let container: [Capability] = """
    chown dac_override fowner fsetid kill setgid setuid setpcap setfcap net_bind_service net_raw \
    sys_chroot audit_write
    """.split(separator: " ").compactMap { Capability(named: String($0)) }

  /// What the plan of root does not drop.
  private func left(_ script: String) throws -> CapabilitySet {
    let steps = try Building.plan(script, as: .root).lines.map(\.text)
    return CapabilitySet(
      Capability.all.filter { !steps.contains("prctl(PR_CAPBSET_DROP, \($0.name), 0, 0, 0)") })
  }

  @Test func whatHoldsOnlyAgainstFewerCapabilitiesTakesThemAway() throws {
    let container = CapabilitySet(Self.container)
    #expect(container.members.count == 13)
    for script in [
      "ns mnt\nroot host", "root /srv", "ns mnt\nbind /usr /mnt ro", "ns mnt\nmount tmpfs /mnt",
      "cap container",
    ] {
      #expect(try left(script) == container, "\(script)")
      #expect(try left(script + "\ncap all") == CapabilitySet(Capability.all))
      #expect(try left(script + "\ncap drop kill").contains(.kill) == false)
      #expect(
        try left(script + "\ncap keep sys_admin")
          == container.union(CapabilitySet([.systemAdmin])))
    }
    for script in ["", "ns all", "cd /tmp", "cap all"] {
      #expect(try left(script) == CapabilitySet(Capability.all), "\(script)")
    }
    #expect(
      try left("ns mnt net\nroot host").members.map(\.word).filter { $0.hasPrefix("net") }
        == ["net_bind_service", "net_admin", "net_raw"])
  }

  @Test func theDefaultMakesNothingAmbientAndAsksUsersForNothing() throws {
    let root = try Building.plan("root /srv", as: .root).lines.map(\.text)
    #expect(root.count { $0.contains("PR_CAPBSET_DROP") } == 28)
    #expect(root.contains("prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0)"))
    for script in ["root /srv\nas 5", "ns user\nmap self\nroot /srv"] {
      let steps = try Building.plan(script, as: .root).lines.filter { $0.actor == .child }
      #expect(!steps.contains { $0.text.contains("PR_CAP_AMBIENT_RAISE") })
    }
    let user = try Building.plan("root /srv", as: .user).lines.map(\.text)
    #expect(!user.contains { $0.contains("CAPBSET") || $0.hasPrefix("capset") })
  }

  @Test func showSaysWhy() throws {
    let context = try Building.context("ns mnt\nroot host\ncap drop kill")
    let shown = Lowering.defaults(of: context, on: .user).first { $0.key == "cap" }
    #expect(shown?.meaning == "for `root host`; `cap all` gives all")
    #expect(shown.map { ScriptText.line($0.words).displayed } == "cap container")
    let plain = try Building.context("ns mnt")
    #expect(!Lowering.defaults(of: plain, on: .user).contains { $0.key == "cap" })
  }

  @Test(arguments: [
    ("cap drop all", "cap=none"), ("cap keep all", "cap=all"), ("cap drop kill", "cap-kill"),
    ("cap drop kill chown", "cap-2"), ("cap none\ncap keep kill chown", "cap=kill,chown"),
    ("cap none\ncap keep kill chown bpf", "cap=3"), ("cap container", "cap=container"),
    ("cap keep bpf\ncap drop kill", "cap+bpf-kill"),
  ]) func thePromptSaysIt(script: String, label: String) throws {
    #expect(try Building.context(script).facets.compactMap(\.promptLabel) == [label])
  }

  @Test func unknownNames() throws {
    let refusal = try #require(Building.refusal("cap drop CAP_NET_RAV"))
    #expect(refusal.code == .unknownWord)
    #expect(refusal.label == "did you mean `net_raw`?")
    #expect(refusal.remarks.count == 1)
    try expectRefusal(
      "cap keep chown all",
      is: """
        E0202 `all` stands alone
        at: all
        label: `all` already is every one of them
        """)
    #expect(Building.refusal("cap drop")?.code == .missingArgument)
    #expect(Building.refusal("cap lose all")?.code == .unknownWord)
  }

  @Test func whatThisKernelHasNot() throws {
    try expectRefusal(
      "cap drop kill", as: small(.root),
      is: """
        E0416 this kernel has no capability `kill`
        at: cap drop kill
        label: its last one is `fowner`
        why: /proc/sys/kernel/cap_last_cap is 3
        """)
  }

  @Test func whatNobodyHereHas() throws {
    try expectRefusal(
      "cap keep kill",
      is: """
        E0416 `kill` cannot be kept
        at: cap keep kill
        label: cloche does not have it itself
        why: a program gets no capability that whoever starts it does not have
        fix: `ns user`, which gives all of them over what is inside, or run cloche as root
        """)
    #expect(Building.refusal("ns user\ncap keep kill") == nil)
  }

  @Test func everyCapabilityHasItsOwnNameAndMeaning() {
    #expect(Set(Capability.all.map(\.word)).count == 41)
    #expect(Capability.all.allSatisfy { !$0.meaning.isEmpty })
    #expect(Capability(named: "CAP_CHECKPOINT_RESTORE")?.number == 40)
    #expect(Capability.systemAdmin.name == "CAP_SYS_ADMIN")
    #expect(Capability(named: "cap_cap_chown") == nil)
    #expect(CapabilitySet.upTo(40).members.count == 41)
    #expect(CapabilitySet.upTo(63) == .all)
  }
}
