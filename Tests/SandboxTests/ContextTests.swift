import Kernel
import Language
import Sandbox
import Testing

/// A context is a value: what was set, what holds by default, and how the prompt shows it.
@Suite struct ContextTests {
  private func settings(_ script: String) throws -> [String] {
    try Building.context(script).settings.map { setting in
      setting.words.map(\.displayed).joined(separator: " ")
    }
  }

  @Test func settingsInTheOrderInWhichTheyWereFirstSet() throws {
    #expect(
      try settings("hostname a\nns uts pid\numask 22\nhostname b\nns net\nlimit pids 5") == [
        "hostname b", "ns uts", "ns pid", "ns net", "umask 022", "limit pids 5",
      ])
  }

  @Test(arguments: [
    ("umask 7", "umask 007"), ("as 1:2,3", "as 1:2,3"), ("as 1", "as 1"),
    ("root host", "root host"),
    ("root host rw", "root host rw"), ("root /srv chroot ro", "root /srv ro chroot"),
    ("bind /usr /usr ro", "bind /usr ro"), ("bind /usr /mnt noexec ro", "bind /usr /mnt ro noexec"),
    ("mount tmpfs /t size=1M", "mount tmpfs /t size=1M"), ("rlimit nofile 5", "rlimit nofile 5"),
    ("env -A", "env -A"), ("env keep all", "env keep all"), ("map self", "map self"),
    ("map uid 0:0", "map uid 0:0:1"), ("tty none", "tty none"), ("init off", "init off"),
    ("no-new-privs on", "no-new-privs on"), ("cd /a b", ""),
  ])
  func asWords(script: String, words: String) throws {
    if words.isEmpty {
      #expect(throws: (any Error).self) { try Building.context(script) }
    } else {
      #expect(try settings(script).filter { !$0.isEmpty } == [words])
    }
  }

  @Test(arguments: [
    "ns uts\nns -uts", "limit pids 5\nlimit pids max", "limit pids max", "ns all\nns -all",
  ])
  func whatIsTakenAwayLeavesNothing(script: String) throws {
    #expect(try Building.context(script).facets.isEmpty)
  }

  @Test(arguments: [
    ("ns uts", "ns uts", true), ("ns uts", "ns pid", false), ("", "", true),
    ("ns uts pid", "ns uts\nns pid", true),
    ("hostname a\nhostname b", "hostname b", true), ("bind /a", "bind /a /a", true),
    ("bind /a\nbind /b", "bind /b\nbind /a", false),
    ("map self\nmap uid 0:0", "map uid 0:0", false),
    ("map root\nmap uid 0:0", "map uid 0:0", true), ("umask 22", "umask 022", true),
  ])
  func same(a: String, b: String, expected: Bool) throws {
    let (left, right) = (try Building.context(a), try Building.context(b))
    #expect(left.isSame(as: right) == expected)
    #expect(right.isSame(as: left) == expected)
  }

  @Test func aCopyIsACopy() throws {
    let first = try Building.context("ns uts")
    var second = first
    second[NamespaceSet.self] = nil
    #expect(first.has(.uts))
    #expect(!second.has(.uts))
  }

  @Test(arguments: [
    ("ns uts pid", "uts pid"), ("root /srv/rootfs/", "root=rootfs"), ("root /", "root=/"),
    ("root host", "root=host"), ("limit pids 20\nlimit cpu 50%", "pids<=20 cpu<=50%"),
    ("as 5:6", "as=5"),
    ("hostname a", ""), ("root \"/a/b\\e\"", "root=b\\e"),
  ])
  func promptLabels(script: String, label: String) throws {
    let labels = try Building.context(script).facets.compactMap(\.promptLabel)
    #expect(labels.joined(separator: " ") == label)
  }

  private func defaults(_ script: String) throws -> [String] {
    Lowering.defaults(of: try Building.context(script), on: Host.user).map { setting in
      setting.words.isEmpty
        ? setting.meaning : setting.words.map(\.displayed).joined(separator: " ")
    }
  }

  @Test func whatHoldsUnasked() throws {
    #expect(
      try defaults("") == [
        "keyring share", "tty none", "init on", "no-new-privs on", "seccomp off",
        "what the program leaves running ends with it",
        "descriptors above 2 are closed", "no capability is inheritable",
        "the program dies with cloche",
        "no signal is ignored or blocked",
      ])
    let all = try defaults("ns all")
    #expect(Set(["map root", "the loopback interface is up"]).isSubset(of: all))
    #expect(all.contains("mounts are private: none is seen outside"))
    #expect(!all.contains("what the program leaves running ends with it"))
  }

  @Test(arguments: [
    ("tty none", "tty share"), ("no-new-privs off", "no-new-privs on"),
    ("seccomp default", "seccomp off"),
    ("ns pid\ninit off", "init on"),
    ("ns user\nmap self", "map root"),
  ])
  func whatWasSetIsNoDefault(script: String, unset: String) throws {
    #expect(try !defaults(script).contains(unset))
  }
}
