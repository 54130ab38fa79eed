import Language
import Sandbox
import Testing

/// The environment of a program: clean, but for what any program needs and what was set.
@Suite struct EnvironmentTests {
  private func environment(_ script: String, as host: Host = .user) throws -> [String] {
    Environment.resolved(in: try Building.context(script), host: host).map(\.displayed)
  }

  private let clean = [
    "PATH=/usr/bin:/bin", "HOME=/home/ann", "USER=ann", "TERM=xterm", "LANG=C.UTF-8", "LC_TIME=C",
  ]

  @Test func ofCloches() throws { #expect(try environment("") == clean) }

  @Test(arguments: [
    ("env A=b", ["A=b"], []), ("env A=b A=c", ["A=c"], []), ("env A=b\nenv A=", ["A="], []),
    ("env A=b=c", ["A=b=c"], []), ("env A='b c'", ["A=b c"], []),
    ("env TERM=dumb", ["TERM=dumb"], ["TERM=xterm"]), ("env -TERM", [], ["TERM=xterm"]),
    ("env -TERM\nenv TERM=x", ["TERM=x"], ["TERM=xterm"]), ("env A=b\nenv -A", [], []),
    ("env -NOTHERE", [], []), ("env keep SECRET", ["SECRET=42"], []),
    ("env keep SECRET NOTHERE", ["SECRET=42"], []),
    ("env keep SECRET\nenv SECRET=x", ["SECRET=x"], []),
    ("env SECRET=x\nenv keep SECRET", ["SECRET=42"], []), ("env keep all", ["SECRET=42"], []),
    ("env keep all\nenv -SECRET", [], []), ("env -SECRET\nenv keep all", [], []),
    ("env keep all\nenv A=b -PATH", ["SECRET=42", "A=b"], ["PATH=/usr/bin:/bin"]),
  ])
  func changed(script: String, added: [String], gone: [String]) throws {
    let expected = clean.filter { !gone.contains($0) } + added
    #expect(try Set(environment(script)) == Set(expected))
    #expect(try environment(script).count == expected.count)
  }

  @Test func aValueIsBytes() throws {
    let context = try Building.context("env A=\"\\n\\t\"")
    let resolved = Environment.resolved(in: context, host: .user)
    #expect(resolved.last == Bytes("A=\n\t".utf8))
  }

  @Test(arguments: [
    ("root /srv/rootfs", "/"), ("root /srv/rootfs\nas 0", "/root"),
    ("ns user\nroot /srv/rootfs", "/root"),
    ("ns user\nmap self\nroot /srv/rootfs", "/"),
  ])
  func inARootOfItsOwnPlacesAreThoseOfAFreshSystem(script: String, home: String) throws {
    let environment = try environment(script)
    #expect(environment.contains("PATH=\(Environment.standardPath.displayed)"))
    #expect(environment.contains("HOME=\(home)"))
    #expect(!environment.contains("PATH=/usr/bin:/bin"))
  }

  @Test func inTheHostTreeTheyAreTheHosts() throws {
    let environment = try environment("ns user mnt\nroot host")
    #expect(environment.contains("PATH=/usr/bin:/bin"))
    #expect(environment.contains("HOME=/home/ann"))
  }

  @Test func whatWasSetHoldsInAnyRoot() throws {
    let environment = try environment("env PATH=/mine HOME=/here\nroot /srv/rootfs")
    #expect(
      environment.filter { $0.hasPrefix("PATH=") || $0.hasPrefix("HOME=") } == [
        "PATH=/mine", "HOME=/here",
      ])
  }

  @Test(arguments: [
    ("ns user", "root"), ("as 0", "root"), ("", "ann"), ("ns user\nmap self", "ann"),
  ])
  func rootInsideIsNamedRoot(script: String, user: String) throws {
    #expect(try environment(script).contains("USER=\(user)"))
  }

  @Test func thereIsAlwaysAPath() throws {
    let bare = Host.user.with(environment: [])
    #expect(try environment("", as: bare) == ["PATH=\(Environment.standardPath.displayed)"])
  }

  @Test func oddEntriesOfTheHost() throws {
    let odd = Host.user.with(environment: [
      "noequals", "=C:=x", "", "TERM=a", "TERM=b", "LC_=c", "LC=d",
    ])
    let environment = try environment("env -PATH", as: odd)
    #expect(environment == ["TERM=b", "LC_=c"])
  }

  @Test func itReachesTheProgram() throws {
    let plan = try Building.plan("env A=b")
    guard case .environment(let entries) = plan.launch.steps.last?.operands.last else {
      Issue.record("no environment")
      return
    }
    #expect(entries.map(\.displayed) == clean + ["A=b"])
  }
}
