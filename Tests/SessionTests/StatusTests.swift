import Glibc
import TestSupport
import Testing

/// The exit statuses of docs/language.md, section 1.
@Suite struct StatusTests {
  struct Case: CustomTestStringConvertible {
    let commands: String
    let status: Int32
    var testDescription: String { commands }
  }

  @Test(arguments: [
    Case(commands: "", status: 0),
    Case(commands: "echo hello", status: 0),
    Case(commands: "exec true", status: 0),
    Case(commands: "assert a is b", status: 1),
    Case(commands: "exec false", status: 1),
    Case(commands: "exec sh -c 'exit 42'", status: 42),
    Case(commands: "exec sh -c 'exit 255'; echo not reached", status: 255),
    Case(commands: "nonsense", status: 2),
    Case(commands: "ns", status: 0),
    Case(commands: "hostname", status: 2),
    Case(commands: "hostname a b", status: 2),
    Case(commands: "echo 'open", status: 2),
    Case(commands: "quit 7", status: 7),
    Case(commands: "quit 256", status: 2),
    Case(commands: "try exec false; quit", status: 1),
    Case(commands: "exec --timeout 50ms sleep 60", status: 124),
    Case(commands: "root /nowhere/at/all chroot; exec true", status: 125),
    Case(commands: "exec /etc/passwd", status: 126),
    Case(commands: "exec /etc", status: 126),
    Case(commands: "exec no-such-program", status: 127),
    Case(commands: "exec /no/such/program", status: 127),
    Case(commands: "exec sh -c 'kill -9 $$'", status: 137),
    Case(commands: "exec sh -c 'kill -TERM $$'", status: 143),
    Case(commands: "not exec true", status: 1),
    Case(commands: "not exec false", status: 0),
    Case(commands: "try exec false", status: 0),
    Case(commands: "test a is b", status: 1),
    Case(commands: "if test a is b { exec false }", status: 0),
    Case(commands: "if test a is a { exec sh -c 'exit 5' }", status: 5),
  ]) func endsWith(_ expected: Case) {
    let run = Cloche.commands(expected.commands)
    #expect(run.status == expected.status, "\(run.err)")
  }

  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: [
      Case(commands: "ns user pid; exec sh -c 'kill -9 $$'", status: 137),
      Case(commands: "ns user pid; exec sh -c 'exit 9'", status: 9),
      Case(commands: "ns user pid; exec no-such-program", status: 127),
      Case(commands: "ns user pid; exec /etc", status: 126),
      Case(commands: "ns user pid; exec --timeout 50ms sleep 60", status: 124),
      Case(commands: "ns user pid; init off; exec sh -c 'exit 3'", status: 3),
      Case(commands: "ns user time; exec sh -c 'exit 4'", status: 4),
      Case(commands: "ns user time; exec sh -c 'kill -9 $$'", status: 137),
    ]) func endsWithInNamespaces(_ expected: Case)
  {
    let run = Cloche.commands(expected.commands)
    #expect(run.status == expected.status, "\(run.err)")
  }

  @Test func aWholeRunHasATimeout() {
    #expect(Cloche.run("--timeout", "50ms", "-c", "repeat 1000000000 { let x = y }").status == 124)
    #expect(Cloche.run("--timeout", "50ms", "-c", "exec sleep 60").status == 124)
    #expect(Cloche.run("--timeout", "1h", "-c", "exec true").status == 0)
  }

  @Test func aScriptThatIsNotThereRunsNothing() {
    let run = Cloche.run("/no/such/script.cloche")
    #expect(run.status == 2)
    #expect(run.err.contains("ENOENT"))
  }

  @Test func theReplacedProgramHasClochesPlace() {
    let run = Cloche.commands("exec --replace sh -c 'echo replaced; exit 6'; echo not reached")
    #expect(run.status == 6)
    #expect(run.out == "replaced\n")
  }

  @Test func theStatusFileTellsWhoseStatusItIs() throws {
    let file = TemporaryFile()
    _ = Cloche.run("--status-file", file.path, "-c", "exec sh -c 'exit 3'")
    let own = String(decoding: file.content, as: UTF8.self)
    #expect(own.contains(#""exit_status":3,"status":3,"source":"child","reason":"exited""#))
    _ = Cloche.run("--status-file", file.path, "-c", "exec no-such-program")
    let ours = String(decoding: file.content, as: UTF8.self)
    #expect(ours.contains(#""status":127,"source":"cloche","reason":"not-found""#))
    _ = Cloche.run("--status-file", file.path, "-c", "exec sh -c 'kill -9 $$'")
    let killed = String(decoding: file.content, as: UTF8.self)
    #expect(killed.contains(#""status":137,"source":"child","reason":"killed","signal":"SIGKILL""#))
    _ = Cloche.run("--status-file", file.path, "-c", "echo nothing ran")
    #expect(String(decoding: file.content, as: UTF8.self).contains(#""status":null"#))
  }

  /// `-` is standard output, and what cannot be written fails the run.
  @Test func whereTheStatusGoes() {
    let shown = Cloche.run("--status-file", "-", "-c", "exec true")
    #expect(shown.out.hasPrefix(#"{"exit_status":0,"status":0,"source":"child""#), "\(shown.out)")
    let refused = Cloche.run("--status-file", "/nowhere/file", "-c", "exec true")
    #expect(refused.status == 1)
    #expect(refused.err.contains("error[E0311]: could not write /nowhere/file: ENOENT"))
    #expect(Cloche.run("--status-file", "/nowhere/file", "-c", "exec sh -c 'exit 7'").status == 7)
    // Nobody reads this one: it is not waited for.
    let folder = TemporaryFolder()
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    #expect(Cloche.run("--status-file", "\(folder.path)/pipe", "-c", "exec true").status == 1)
  }

  @Test(arguments: [("HUP", 1), ("INT", 2), ("QUIT", 3), ("TERM", 15)])
  func aFatalSignalIsPassedOn(_ name: String, _ number: Int32) {
    let run = Cloche.commands(
      "exec sh -c 'kill -\(name) $1; exec sleep 60' sh ${host:pid}; echo not reached")
    #expect(run.signal == number)
    #expect(run.out.isEmpty)
  }
}
