import TestSupport
import Testing

/// The table of exit statuses, row by row, with what the status file has to say about each.
@Suite struct StatusTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let script: String
    let exit: Int32
    let status: Int?
    let source: String
    let reason: String
    let signal: String?
    var options: [String] = []
    var testDescription: String { script }

    init(
      _ script: String, _ exit: Int32, _ status: Int?, _ source: String, _ reason: String,
      signal: String? = nil, options: [String] = []
    ) {
      (self.script, self.exit, self.status, self.source) = (script, exit, status, source)
      (self.reason, self.signal, self.options) = (reason, signal, options)
    }
  }

  @Test(arguments: [
    Row("exec true", 0, 0, "child", "exited"),
    Row("echo x", 0, nil, "cloche", "no-job"),
    Row("", 0, nil, "cloche", "no-job"),
    Row("assert a is b", 1, nil, "cloche", "no-job"),
    Row("exec true; assert a is b", 1, 0, "child", "exited"),
    Row("quit 9", 9, nil, "cloche", "no-job"),
    Row("nonsense", 2, nil, "cloche", "no-job"),
    Row("exec 'sh", 2, nil, "cloche", "no-job"),
    Row("exec true; hostname", 2, nil, "cloche", "no-job"),
    // Long enough for the program to run on the busiest machine.
    Row(
      "exec sleep 1000", 124, 124, "cloche", "timeout", signal: "SIGTERM",
      options: ["--timeout", "3s"]),
    Row("exec --timeout 50ms sleep 1000", 124, 124, "cloche", "timeout", signal: "SIGTERM"),
    Row("root /nowhere chroot; exec true", 125, 125, "cloche", "setup-failed"),
    Row("exec /etc/passwd", 126, 126, "cloche", "not-executable"),
    Row("exec /etc", 126, 126, "cloche", "not-executable"),
    Row("exec no-such-program", 127, 127, "cloche", "not-found"),
    Row("exec /no/such/program", 127, 127, "cloche", "not-found"),
    Row("exec sh -c 'exit 3'", 3, 3, "child", "exited"),
    Row("exec sh -c 'exit 127'", 127, 127, "child", "exited"),
    Row("exec sh -c 'exit 125'; echo never", 125, 125, "child", "exited"),
    Row("try exec sh -c 'exit 5'", 0, 5, "child", "exited"),
    Row("exec sh -c 'kill -9 $$'", 137, 137, "child", "killed", signal: "SIGKILL"),
    Row("exec sh -c 'kill -TERM $$'", 143, 143, "child", "killed", signal: "SIGTERM"),
    Row("exec sh -c 'kill -40 $$'", 168, 168, "child", "killed", signal: "SIGRTMIN+6"),
  ]) func aRow(_ row: Row) throws {
    let file = TemporaryFile("something longer that was there before, and has to go\n")
    let run = Cloche.run(row.options + ["--status-file", file.path, "-c", row.script])
    #expect(run.status == row.exit, "\(run.err)")
    #expect(run.signal == nil)
    #expect(file.content.last == 0x0a)
    let json = try StrictJSON(file.content)
    #expect(
      json.names == ["exit_status", "status", "source", "reason", "signal", "pid", "program"])
    #expect(json["exit_status"]?.whole == Int(row.exit))
    #expect(json["status"] == row.status.map { .number("\($0)") } ?? .null)
    #expect(json["source"]?.text == row.source)
    #expect(json["reason"]?.text == row.reason)
    #expect(json["signal"] == row.signal.map { .string($0) } ?? .null)
    let pid = json["pid"]?.whole ?? 0
    #expect((pid > 0) == (row.source == "child" || row.reason == "timeout"))
    #expect((json["program"] == .null) == (row.reason == "no-job"))
  }

  @Test func itsWordsAreThoseOfTheProgram() throws {
    let file = TemporaryFile()
    let script = TemporaryFile(
      Array("exec sh -c : 'two words' '\"\\' 'ü\n\t' '".utf8) + [0xff] + Array("'\n".utf8))
    #expect(Cloche.run("--status-file", file.path, script.path).status == 0)
    let words = try StrictJSON(file.content)["program"]?.elements.compactMap(\.text)
    #expect(words?.dropLast() == ["sh", "-c", ":", "two words", "\"\\", "ü\n\t"])
    #expect(words?.last == "\\xff")
  }

  @Test func aFileThatCannotBeWrittenKeepsTheStatusOfAFailure() {
    let run = Cloche.run("--status-file", "/nowhere/x", "-c", "exec sh -c 'exit 3'")
    #expect(run.status == 3)
    #expect(run.err.contains("error[E0311]: could not write /nowhere/x: ENOENT"))
  }

  @Test(arguments: ["--timeout", "exec --timeout"]) func theTimeIsUp(_ way: String) {
    let run =
      way == "--timeout"
      ? Cloche.run("--timeout", "50ms", "-c", "exec sleep 1000; echo never")
      : Cloche.commands("exec --timeout 50ms sleep 1000; echo never")
    #expect(run.status == 124)
    #expect(run.out.isEmpty)
    #expect(run.err.contains("error[E0308]: the"))
    #expect(run.err.contains(way == "--timeout" ? "(--timeout)\n" : "ended by --timeout\n"))
  }

  /// One that does not want to end is made to.
  @Test func theTimeIsUpForGood() {
    let run = Cloche.commands(
      "exec --timeout 50ms sh -c 'trap \"\" TERM; while :; do sleep 1000; done'")
    #expect(run.status == 124)
  }

  @Test(arguments: [
    "assert a is b", "exec sh -c 'exit 3'", "try exec true; exec no-such-program", "quit 1",
    "for x in 1 2 { exec false }", "def f { exec false }; f", "scope { exec false }",
  ]) func nothingIsRunBehindAFailure(_ script: String) {
    let run = Cloche.commands("\(script); echo never")
    #expect(run.status != 0)
    #expect(run.out.isEmpty)
  }
}
