import Testing

/// The values of the building commands: what each refuses, with the code and the label.
@Suite struct CommandValueTests {
  @Test(arguments: [
    ("ns", "E0201", "expected KIND"), ("ns ''", "E0107", ""), ("ns -", "E0107", ""),
    ("ns utc", "E0107", "did you mean `uts`?"), ("ns -pdi", "E0107", "did you mean `pid`?"),
    ("ns al", "E0107", "did you mean `all`?"), ("ns UTS", "E0107", ""),
    ("ns --uts", "E0203", ""),
    ("ns mount", "E0107", "did you mean `mnt`?"), ("ns network", "E0107", "did you mean `net`?"),
    ("ns process", "E0107", "did you mean `pid`?"), ("ns users", "E0107", "did you mean `user`?"),
    ("ns cgroups", "E0107", "did you mean `cgroup`?"),
    ("ns hostname", "E0107", "did you mean `uts`?"),
  ])
  func namespaces(script: String, code: String, label: String) throws {
    try expect(script, code, label)
  }

  @Test(arguments: [
    ("map uid 0", "E0204", "expected IN:OUT or IN:OUT:COUNT"),
    ("map uid 0:0:1:1", "E0204", "expected IN:OUT or IN:OUT:COUNT"),
    ("map uid ''", "E0204", "expected IN:OUT or IN:OUT:COUNT"),
    ("map uid :0", "E0204", "expected a whole number"),
    ("map uid 0:", "E0204", "expected a whole number"),
    ("map uid 0:0:", "E0204", "expected a whole number"),
    ("map uid 0:0:0", "E0205", "from 1 to 4294967295"),
    ("map uid -1:0", "E0205", "cannot be negative"),
    ("map uid 4294967295:0", "E0205", "from 0 to 4294967294"),
    ("map gid 0:4294967295", "E0205", "from 0 to 4294967294"),
    ("map uid 0:18446744073709551616", "E0205", "more than 64 bits hold"),
    // The last id is none.
    ("map uid 1:0:4294967295", "E0205", "from 1 to 4294967294"),
    ("map uid 0:4294967294:2", "E0205", "from 1 to 1"),
    ("map uid 0:0:10 5:100:1", "E0204", "has ids of 0:0:10"),
    ("map uid 0:100:10 50:109:1", "E0204", "has ids of 0:100:10"),
    ("map uid 0:0 0:0", "E0204", "has ids of 0:0:1"),
    ("map gid 10:0:5\nmap gid 14:99", "E0204", "has ids of 10:0:5"),
  ])
  func maps(script: String, code: String, label: String) throws { try expect(script, code, label) }

  @Test(arguments: [
    "map uid 0:0:4294967295", "map uid 4294967294:4294967294:1", "map uid 0:0:10 10:10:10",
    "map uid 0:10:10 10:0:10", "map uid 0:0\nmap gid 0:0", "map uid 0:0\nmap root\nmap uid 0:0",
    "as 0", "as 4294967294:4294967294", "as 1:2,3,4,5", "hostname a", "umask 0", "umask 777",
    "umask 0022", "rlimit nofile 0", "rlimit nofile 5:5", "rlimit as max", "rlimit as 1K:2K",
    "rlimit nofile 9223372036854775807", "env A=", "env A=b=c", "env _a1=x -B", "env keep A all",
    "cd .", "mount tmpfs /", "bind usr", "bind /a..b", "bind ../x /y",
  ])
  func accepted(script: String) throws { _ = try Building.context(script) }

  @Test(arguments: [
    ("as", "E0201", "expected UID[:GID[,GID...]]"), ("as ''", "E0204", "expected a whole number"),
    ("as root", "E0204", "expected a whole number"), ("as 0:", "E0204", "expected a whole number"),
    ("as :0", "E0204", "expected a whole number"), ("as 0:0,", "E0204", "expected a whole number"),
    ("as 0:0:0", "E0204", "expected UID, UID:GID or UID:GID,GID..."),
    ("as 4294967295", "E0205", "from 0 to 4294967294"), ("as -1", "E0205", "cannot be negative"),
    ("as 0,1", "E0204", "expected a whole number"),
    ("as 0 0", "E0202", "nothing more can follow here"),
  ])
  func identities(script: String, code: String, label: String) throws {
    try expect(script, code, label)
  }

  @Test(arguments: [
    ("hostname ''", "E0204", "expected a name"), ("domainname ''", "E0204", "expected a name"),
    ("hostname \(String(repeating: "a", count: 65))", "E0205", "at most 64"),
    ("domainname \(String(repeating: "\u{e9}", count: 33))", "E0205", "at most 64"),
    ("cd ''", "E0204", "expected a folder"), ("cd", "E0201", "expected DIR"),
    ("mount proc proc", "E0204", "a mount point begins with /, the root inside"),
    ("mount proc ''", "E0204", "a mount point begins with /, the root inside"),
    ("mount proc /a/../proc", "E0204", "write where it leads to"),
    ("mount ext4 /x", "E0206", ""), ("mount prco /x", "E0206", "did you mean `proc`?"),
    ("init", "E0201", "expected on|off"), ("init yes", "E0206", ""),
    ("init offf", "E0206", "did you mean `off`?"),
    ("no-new-privs On", "E0206", "did you mean `on`?"), ("tty", "E0201", "expected own|share|none"),
    ("tty owm", "E0206", "did you mean `own`?"),
    ("tty none x", "E0202", "nothing more can follow here"),
  ])
  func others(script: String, code: String, label: String) throws {
    try expect(script, code, label)
  }

  @Test(arguments: [
    "888", "", "0x7", "-0", "-7", "+7", "1000", "00777", "07777", "u=rwx", "7 7",
  ])
  func umasks(value: String) throws {
    let refusal = try #require(Building.refusal("umask '\(value)'"))
    #expect(["E0204", "E0205"].contains(refusal.code.description))
  }

  @Test(arguments: [
    ("rlimit", "E0201", "expected NAME"), ("rlimit nofile", "E0201", "expected SOFT[:HARD]"),
    ("rlimit files 5", "E0206", ""), ("rlimit nofiles 5", "E0206", "did you mean `nofile`?"),
    ("rlimit nofile ''", "E0204", "expected a whole number"),
    ("rlimit nofile 5:", "E0204", "expected a whole number"),
    ("rlimit nofile :5", "E0204", "expected a whole number"),
    ("rlimit nofile 5:5:5", "E0204", "expected SOFT or SOFT:HARD"),
    ("rlimit nofile 6:5", "E0205", "SOFT:HARD, the larger one last"),
    ("rlimit nofile max:5", "E0205", "SOFT:HARD, the larger one last"),
    ("rlimit nofile 5K", "E0204", "expected a whole number"),
    ("rlimit as 5", "E0204", "expected a size with a unit: K, M, G or T"),
    ("rlimit core -1", "E0205", "cannot be negative"),
    ("rlimit nofile 18446744073709551615", "E0205", "more than 64 bits hold"),
    ("rlimit nofile unlimited", "E0204", "expected a whole number"),
  ])
  func resourceLimits(script: String, code: String, label: String) throws {
    try expect(script, code, label)
  }

  @Test(arguments: [
    ("env A", "E0204", "expected NAME=VALUE or -NAME"),
    ("env =b", "E0204", "expected letters, digits and _"),
    ("env 1A=b", "E0204", "expected letters, digits and _"),
    ("env A-B=c", "E0204", "expected letters, digits and _"),
    ("env -", "E0204", "expected letters, digits and _"),
    ("env -A=b", "E0204", "expected letters, digits and _"),
    ("env keep A=b", "E0204", "expected letters, digits and _"),
    ("env A=b C", "E0204", "expected NAME=VALUE or -NAME"),
    ("env keep ''", "E0204", "expected letters, digits and _"),
  ])
  func environments(script: String, code: String, label: String) throws {
    try expect(script, code, label)
  }

  @Test func aVariableOfCloches() throws {
    try expectRefusal(
      "env TERM",
      is: """
        E0204 `TERM` is not a change of the environment
        at: TERM
        label: expected NAME=VALUE or -NAME
        fix: `env keep TERM` passes cloche's own on
        """)
  }

  @Test func aRangeThatMeetsAnother() throws {
    try expectRefusal(
      "map uid 0:0:10\nmap uid 20:5",
      is: """
        E0204 this range meets another one
        at: 20:5
        label: has ids of 0:0:10
        note: an id has one counterpart, inside and outside
        fix: `map root` or `undo` takes the earlier one back
        """)
  }

  private func expect(_ script: String, _ code: String, _ label: String) throws {
    let refusal = try #require(Building.refusal(script))
    #expect(refusal.code.description == code)
    #expect(refusal.label == label)
  }
}
