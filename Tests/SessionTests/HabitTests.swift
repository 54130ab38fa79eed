import TestSupport
import Testing

/// Words of other tools are refused with what to write instead, and that is accepted.
@Suite struct HabitTests {
  static let cases: [(String, String)] = [
    ("mount --bind /etc /mnt", "bind /etc /mnt"),
    ("mount -o bind,ro /etc /mnt", "bind /etc /mnt ro"),
    ("mount /etc /mnt", "bind /etc /mnt"),
    ("mount -t proc proc /proc", "mount proc /proc"),
    ("mount -t tmpfs -o size=1m,mode=700 none /tmp", "mount tmpfs /tmp size=1M mode=700"),
    ("mount tmpfs /tmp -o size=1M", "mount tmpfs /tmp size=1M"),
    ("bind /etc:/mnt:ro", "bind /etc /mnt ro"),
    ("bind /etc:/mnt", "bind /etc /mnt"),
    ("bind --ro /etc /mnt", "bind /etc /mnt ro"),
    ("cap add net_raw", "cap keep net_raw"),
    ("limit pids unlimited", "limit pids max"),
    ("rlimit nofile unlimited", "rlimit nofile max"),
    ("exec -it sh", "exec sh"),
    ("exec --rm -e A=1 -u 1000 sh -c true", "env A=1; as 1000; exec sh -c true"),
    ("exec --timeout 5s -it sh", "exec --timeout 5s sh"),
    ("seccomp unconfined", "seccomp off"),
    ("as root", "as 0"),
    ("env -u LANG", "env -LANG"),
    ("map 0 1000 1", "map uid 0:1000:1"),
  ]

  @Test(arguments: cases) func theFixIsAccepted(_ words: String, _ instead: String) {
    let run = Cloche.run("--check", "-c", words)
    #expect(run.status == 2)
    #expect(run.err.contains("= fix: `\(instead)`"), "\(run.err)")
    let mended = Cloche.run("--check", "-c", "ns user pid mnt; \(instead)")
    #expect(mended.status == 0, "\(mended.err)")
  }

  @Test(arguments: [("10m", "10M"), ("64MB", "64M"), ("1GiB", "1G"), ("5k", "5K")])
  func sizes(_ typed: String, _ written: String) {
    let run = Cloche.run("--check", "-c", "limit memory \(typed)")
    #expect(run.status == 2 && run.err.contains("= fix: `\(written)`"), "\(run.err)")
    #expect(Cloche.run("--check", "-c", "limit memory \(written)").status == 0)
  }

  @Test func allCapabilitiesInCapitals() {
    #expect(Cloche.run("--check", "-c", "cap drop ALL").status == 0)
  }

  @Test func unknownOptionsOfExec() {
    let run = Cloche.commands("exec -x true")
    #expect(run.status == 2 && run.err.contains("unknown option `-x`"), "\(run.err)")
    #expect(Cloche.commands("exec -- true -x").status == 0)
    #expect(Cloche.commands("exec -- -x").status == 127)
  }

  @Test func variablesOfTheEnvironment() {
    let run = Cloche.commands("echo $HOME", environment: ["HOME": "/somewhere"])
    #expect(run.status != 0 && run.err.contains("= fix: `${env:HOME}`"), "\(run.err)")
    let mended = Cloche.commands("echo ${env:HOME}", environment: ["HOME": "/somewhere"])
    #expect(mended.out == "/somewhere\n")
  }

  @Test(arguments: [
    ("ls", "did you mean"), ("id", "did you mean"), ("init of", "did you mean `on`"),
    ("root / rw", "did you mean `ro`"),
  ])
  func theWrongIsNotSuggested(_ words: String, _ suggestion: String) {
    let run = Cloche.run("--check", "-c", words)
    #expect(run.status == 2 && !run.err.contains(suggestion))
  }

  @Test func whatIsKeptOfTheEnvironmentIsNotShown() {
    for words in ["show", "show --json", "plan true", "plan --json true"] {
      for kept in ["env keep SECRET", "env keep all"] {
        let run = Cloche.commands("\(kept); \(words)", environment: ["SECRET": "hunter2"])
        #expect(run.status == 0 && !run.out.contains("hunter2"), "\(words): \(run.out)\(run.err)")
      }
    }
    let shown = Cloche.commands("env keep SECRET; show", environment: ["SECRET": "hunter2"]).out
    #expect(shown.contains("SECRET"))
    let run = Cloche.commands("env keep SECRET; exec printenv SECRET", environment: ["SECRET": "x"])
    #expect(run.out == "x\n")
  }
}
