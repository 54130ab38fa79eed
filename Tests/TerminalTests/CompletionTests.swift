import TestSupport
import Testing

/// The Tab key, the key `?`, and `complete`, which needs no terminal.
@Suite struct CompletionTests {
  private func candidates(_ line: String, after setup: String = "") -> [String] {
    words(line, after: setup).map { String($0.prefix { $0 != "\t" }) }
  }

  private func words(_ line: String, after setup: String = "") -> [String] {
    let run = Cloche.run(["-c", "\(setup)\ncomplete $1", line])
    #expect(run.status == 0, "\(run.err)")
    return run.out.split(separator: "\n").map(String.init)
  }

  @Test func tabCompletesAndLists() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("hostn\t")
    try terminal.wait(atCursor: "cloche> hostname ")
    try terminal.type("\u{15}ns u\t\t")
    try terminal.wait(for: "  uts   hostname and domain name")
    try terminal.wait(for: "  user  user and group ids")
    try terminal.wait(atCursor: "cloche> ns u")
  }

  @Test func listingsFitTheScreen() throws {
    let terminal = try PseudoTerminal.prompt(rows: 12, columns: 40)
    try terminal.type("\t\t")
    try terminal.wait(for: "more; type another letter")
    #expect(terminal.screen.lines.count { $0.hasPrefix("  ") } <= 9)
    // Not one line of the list has wrapped.
    let listed = terminal.screen.shown.filter { $0.hasPrefix("  ") }
    #expect(listed.allSatisfy { $0.count < 40 })
  }

  @Test func whatIsOpenOnAnEarlierLineCounts() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.enter("let greeting = hello")
    try terminal.enter("echo 'a")
    // Within quotes there are no commands, and no help.
    try terminal.type("hostn\t$gre\t?")
    try terminal.wait(atCursor: "     '> hostn$gre?")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    try terminal.enter("echo \"a")
    try terminal.type("b $gre\t")
    try terminal.wait(atCursor: "     \"> b $greeting")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    try terminal.enter("ns uts \\")
    try terminal.type("us\t")
    try terminal.wait(atCursor: "     \\> user ")
    try terminal.type("\u{3}")
    try terminal.wait(atCursor: "cloche> ")
    try terminal.enter("scope {")
    try terminal.type("hostn\t")
    try terminal.wait(atCursor: "     {> hostname ")
  }

  @Test func secretsAreNotShown() throws {
    let terminal = try PseudoTerminal.prompt(environment: [
      "TOKEN_A": "hidden", "TOKEN_B": "hidden",
    ])
    try terminal.type("echo ${env:TOKEN\t\t\t")
    try terminal.wait(for: "${env:TOKEN_B}")
    try terminal.type("\u{15}env keep TOKEN\t\t\t")
    try terminal.wait("the names") { $0.shown.suffix(4).contains { $0.contains("  TOKEN_B") } }
    #expect(!terminal.screen.contains("hidden"))
  }

  @Test func hostileFileNamesAreListedEscaped() throws {
    let home = TemporaryFolder()
    home.write("x\u{1b}[31m1", "")
    home.write("x2", "")
    let terminal = try PseudoTerminal.prompt(home: home)
    try terminal.type("source \(home.path)/x\t\t")
    try terminal.wait(for: "\\e\\[31m1")
    #expect(terminal.screen.style(of: "m1") == "")
  }

  @Test func questionMarkShowsTheUsage() throws {
    let terminal = try PseudoTerminal.prompt()
    try terminal.type("hostname mock ?")
    try terminal.wait(for: "usage: hostname NAME")
    try terminal.wait(atCursor: "cloche> hostname mock ")
    try terminal.type("\u{15}nss ?")
    try terminal.wait(for: "did you mean `ns`?")
    try terminal.type("\u{15}for ?")
    try terminal.wait(for: "usage: for NAME in [WORD...] { ... }")
  }

  @Test func questionMarkIsACharacterWithinAWord() throws {
    let terminal = try PseudoTerminal.prompt()
    #expect(try terminal.answer(to: "try test a is b; echo $?") == ["1"])
    #expect(try terminal.answer(to: "echo 'who?' \"?\" \\?") == ["who? ? ?"])
    // What the language reserves is refused by the language, and not swallowed.
    #expect(try terminal.answer(to: "note really?").contains { $0.contains("really?") })
    try terminal.type("echo one # ?")
    try terminal.wait(atCursor: "echo one # ?")
  }

  @Test func commandsHaveDescriptions() {
    let all = words("")
    #expect(all.contains("exec\trun a program in the context, and wait for it"))
    #expect(all.allSatisfy { $0.contains("\t") })
    #expect(candidates("ec") == ["echo"])
    #expect(candidates("mine", after: "def mine a { echo $a }") == ["mine"])
    #expect(candidates("try hostn") == ["hostname"])
    #expect(candidates("if test a is a { ech") == ["echo"])
    #expect(candidates("echo a; hostn") == ["hostname"])
    #expect(candidates("if have root { } else { hostn") == ["hostname"])
    #expect(candidates("# hostn").isEmpty)
  }

  /// Nothing is offered that the parser would refuse.
  @Test func theLanguageDecides() {
    #expect(candidates("els").isEmpty)
    #expect(candidates("if fo").isEmpty && candidates("if no").contains("not"))
    #expect(candidates("if have root { } e") == ["else"])
    #expect(candidates("if have root { } else i") == ["if"])
    #expect(candidates("if have root { } else e").isEmpty)
    #expect(candidates("scope { } hostn").isEmpty)
    #expect(candidates("echo { hostn").isEmpty)
    #expect(candidates("exec true & hostn").isEmpty)
    #expect(candidates("exec true | hostn").isEmpty)
    #expect(candidates("'hostn").isEmpty && candidates("'try' hostn").isEmpty)
    #expect(candidates("'ns' u").isEmpty && candidates("$h", after: "let h = ns").isEmpty)
  }

  @Test func whatIsCompletedReadsBack() {
    let folder = TemporaryFolder()
    folder.write("a'b", "")
    folder.write("#c", "")
    folder.write("d\re", "")
    let path = folder.path
    #expect(candidates("source '\(path)/a") == ["'\(path)/a'\\''b'"])
    #expect(candidates("source \(path)/d").isEmpty)
    #expect(candidates("source \(path)/\\").isEmpty && candidates("source \"\(path)/\\").isEmpty)
    let run = Cloche.run(["-c", "complete 'source '"], folder: path)
    #expect(run.out == "\\#c\na\\'b\n")
  }

  @Test func namespacesOfThisKernel() {
    #expect(candidates("ns u") == ["user", "uts"])
    #expect(candidates("ns uts u") == ["user"])
    #expect(candidates("ns -p") == ["-pid"])
    #expect(!candidates("ns ").contains { $0.hasPrefix("-") })
  }

  @Test func controllersOfThisHost() throws {
    let mounted = try #require(Files.text("/proc/self/cgroup"))
    let found = candidates("limit ")
    for controller in ["pids", "memory", "cpu"] {
      let line = mounted.split(separator: "\n").contains { line in
        line.split(separator: ":").dropFirst().first?.split(separator: ",")
          .contains(controller[...]) ?? false
      }
      if line { #expect(found.contains(controller)) }
    }
  }

  @Test func otherArguments() {
    #expect(candidates("rlimit nof") == ["nofile"])
    #expect(candidates("mount tm") == ["tmpfs"])
    #expect(candidates("mount tmpfs /tmp s") == ["size="])
    #expect(candidates("mount proc /proc si").isEmpty)
    #expect(candidates("mount tmpfs /tmp ro r").isEmpty)
    let folder = TemporaryFolder()
    let root = Cloche.run(["-c", "complete 'root h'"], folder: folder.path)
    #expect(root.out.hasPrefix("host\t") && root.out.split(separator: "\n").count == 1)
    #expect(candidates("as 6553").contains("65534:65534"))
    #expect(candidates("exec --t") == ["--timeout"])
    #expect(candidates("box w", after: "box web; box main") == ["web"])
    #expect(candidates("help quo") == ["quoting"] && candidates("help hostn") == ["hostname"])
    #expect(candidates("have ns.u") == ["ns.user", "ns.uts"])
    #expect(candidates("env keep HO") == ["HOME"])
    #expect(candidates("nothing ").isEmpty)
  }

  @Test func variablesShowTheirValues() {
    #expect(words("echo $gre", after: "let greeting = hello") == ["$greeting\thello"])
    #expect(candidates("echo ${host:hostn") == ["${host:hostname}"])
    #expect(candidates("echo ${job:st") == ["${job:status}"])
    #expect(words("echo ${env:TER") == ["${env:TERM}"])
    #expect(candidates("echo '$gre", after: "let greeting = hello").isEmpty)
  }

  @Test func files() {
    let folder = TemporaryFolder()
    folder.write("a b.cloche", "")
    folder.makeFolder("inner")
    let path = folder.path
    #expect(candidates("source \(path)/a") == ["\(path)/a\\ b.cloche"])
    #expect(candidates("source '\(path)/a") == ["'\(path)/a b.cloche'"])
    #expect(candidates("source \"\(path)/a b") == ["\"\(path)/a b.cloche\""])
    #expect(candidates("root \(path)/") == ["\(path)/inner/"])
    let run = Cloche.run(["-c", "complete 'source ~/a'"], environment: ["HOME": path])
    #expect(run.out == "~/a\\ b.cloche\n")
  }

  @Test func pathsInsideTheRoot() throws {
    let root = TemporaryFolder()
    root.makeFolder("bin")
    root.makeFolder("srv")
    root.write("bin/only-inside", "", mode: 0o755)
    root.write("srv/file", "")
    // Links that lead out of the root from outside, and lead within it from inside.
    for (link, target) in [("away", "/etc"), ("up", "../../../etc"), ("srv2", "/srv")] {
      _ = Finished.running(["ln", "-s", target, "\(root.path)/\(link)"])
    }
    let setup = "root \(root.path)"
    #expect(candidates("exec only", after: setup) == ["only-inside"])
    #expect(candidates("exec /bin/o", after: setup) == ["/bin/only-inside"])
    #expect(candidates("cd /s", after: setup) == ["/srv/", "/srv2/"])
    #expect(candidates("exec cat /srv2/f", after: setup) == ["/srv2/file"])
    #expect(candidates("cd /away/", after: setup).isEmpty)
    #expect(candidates("exec cat /up/pass", after: setup).isEmpty)
    #expect(candidates("exec cat /../../etc/pass", after: setup).isEmpty)
    #expect(candidates("exec cat f", after: "\(setup); cd /srv") == ["file"])
  }
}
