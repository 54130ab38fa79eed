import Glibc
import TestSupport
import Testing

/// A fatal signal that comes to cloche: it cleans up, and dies of that same signal.
@Suite struct SignalTests {
  /// The program itself sends it, so that it surely runs.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT]) func endsTheProgramAndItself(
    _ signal: Int32
  ) throws {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      "exec sh -c 'echo $$ > pid; kill -\(signal) $1; exec sleep 1000' sh ${host:pid}; echo never",
      folder: folder.path)
    #expect(run.signal == signal)
    #expect(run.out.isEmpty)
    let pid = try #require(
      Int32((Files.text("\(folder.path)/pid") ?? "").filter(\.isNumber)))
    #expect(kill(pid, 0) == -1 && errno == ESRCH)
  }

  @Test(
    .enabled(if: Machine.hasUserNamespaces, "no user namespaces for this user"),
    arguments: [SIGTERM, SIGINT])
  func withAnInitBetween(_ signal: Int32) {
    let run = Cloche.commands(
      "ns user time; exec sh -c 'kill -\(signal) $1; sleep 1000' sh ${host:pid}")
    #expect(run.signal == signal)
  }

  @Test(.enabled(if: Machine.canLimit, "no control groups can be made here"))
  func theControlGroupGoes() {
    let run = Cloche.commands(
      "limit pids 20; exec sh -c 'kill -TERM $1; sleep 1000' sh ${host:pid}")
    #expect(run.signal == SIGTERM)
    #expect(Leftovers.groups(of: run).isEmpty)
  }

  /// A program may clean up, and one that does not want to end is made to.
  @Test func theProgramIsAskedFirst() {
    let asked = Cloche.commands(
      "exec sh -c 'trap \"echo cleaned; exit\" TERM; kill -HUP $1; sleep 1000 & wait' sh ${host:pid}"
    )
    #expect(asked.out == "cleaned\n")
    #expect(asked.signal == SIGHUP)
    let deaf = Cloche.commands(
      "exec sh -c 'trap \"\" TERM; kill -TERM $1; while :; do sleep 1000; done' sh ${host:pid}")
    #expect(deaf.signal == SIGTERM)
  }

  @Test func betweenTwoPrograms() {
    let run = Cloche.commands("exec sh -c 'kill -TERM $1' sh ${host:pid}; exec echo never")
    #expect(run.signal == SIGTERM)
    #expect(run.out.isEmpty)
    let loop = Cloche.commands(
      "exec sh -c 'kill -INT $1' sh ${host:pid}; repeat 1000000000 { let x = 1 }")
    #expect(loop.signal == SIGINT)
  }

  @Test func theStatusFileIsWrittenAllTheSame() throws {
    let file = TemporaryFile()
    let run = Cloche.run(
      "--status-file", file.path, "-c",
      "exec sh -c 'kill -TERM $1; sleep 1000' sh ${host:pid}")
    #expect(run.signal == SIGTERM)
    let json = try StrictJSON(file.content)
    #expect(json["reason"]?.text == "killed")
    #expect(json["program"]?.elements.count == 5)
  }

  /// nohup(1) means it.
  @Test func whatIsIgnoredFromTheStartStaysIgnored() {
    let run = Finished.running([
      "sh", "-c", "trap '' HUP; exec \"$0\" -c \"$1\"", Cloche.path,
      "exec sh -c 'kill -HUP $1; echo on' sh ${host:pid}; echo end",
    ])
    #expect(run.out == "on\nend\n")
    #expect(run.status == 0)
  }
}
