import Glibc
import TestSupport
import Testing

/// Files that are not what they should be: cloche neither waits for them nor reads them for ever.
@Suite struct GivenFileTests {
  private func fifo() -> (folder: TemporaryFolder, path: String) {
    let folder = TemporaryFolder()
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    return (folder, "\(folder.path)/pipe")
  }

  /// A shell without patience: what hangs is ended, and 124 tells it.
  private func shell(
    _ command: String, _ arguments: String..., environment: [String: String] = [:]
  ) -> Finished {
    Finished.running(
      ["timeout", "-s", "KILL", "60", "sh", "-c", command, Cloche.path] + arguments,
      environment: environment)
  }

  @Test func aPipeAsScript() {
    let (folder, path) = fifo()
    defer { withExtendedLifetime(folder) {} }
    let run = shell("(echo 'echo one'; echo 'echo two') > \"$1\" & exec \"$0\" \"$1\"", path)
    #expect(run.out == "one\ntwo\n", "\(run.err)")
    #expect(run.status == 0)
    // One that nobody has written to, and one that a shell has made.
    #expect(shell("exec \"$0\" /dev/fd/3 3<&0 < /dev/null").status == 0)
    #expect(shell("echo 'echo three' | \"$0\" /dev/stdin").out == "three\n")
    #expect(shell("true | \"$0\" /dev/stdin").status == 0)
  }

  /// Nobody ever writes to it.
  @Test func aPipeThatNobodyWritesTo() {
    let (folder, path) = fifo()
    defer { withExtendedLifetime(folder) {} }
    for words in [["--timeout", "200ms", path], ["--timeout", "200ms", "-c", "source \(path)"]] {
      let run = Finished.running(["timeout", "-s", "KILL", "60", Cloche.path] + words)
      #expect(run.status == 124, "\(run.status) \(run.err)")
      #expect(run.err.contains("the time for the whole run is up"), "\(run.err)")
    }
    for (name, number) in [("TERM", SIGTERM), ("INT", SIGINT), ("HUP", SIGHUP)] {
      // The program tells when the session waits, which it does for nothing else.
      let run = Cloche.commands(
        "exec sh -c 'kill -\(name) $1' sh ${host:pid} &\nsource \(path); echo not reached")
      #expect(run.signal == number, "\(run.err)")
      #expect(run.out.isEmpty)
    }
  }

  @Test(arguments: ["/dev/zero", "/dev/urandom"]) func aDeviceWithoutEnd(_ device: String) {
    for run in [Cloche.run(device), shell("exec \"$0\" < \(device)")] {
      #expect(run.status == 2)
      #expect(run.err.contains("could not read more than 64 MiB of "), "\(run.err)")
      #expect(run.err.contains("EFBIG"))
    }
    let run = Cloche.commands("source \(device)")
    #expect(run.status == 1)
    #expect(run.err.contains("could not read more than 64 MiB of \(device): EFBIG"), "\(run.err)")
  }

  @Test func aHugeFile() {
    let file = TemporaryFile()
    #expect(truncate(file.path, 10 << 30) == 0)
    let run = Cloche.run(file.path)
    #expect(run.status == 2)
    #expect(run.err.contains("could not read more than 1024 MiB of \(file.path): EFBIG"))
  }
}
