import Commands
import CommandsSupport
import Language
import Sandbox
import Session
import Testing

/// What `save` writes rebuilds the same context, whatever bytes are in it.
@Suite struct RoundTripTests {
  private static let nasty: [Bytes] =
    [
      "a b", " ", "a  b ", "\t", "'", "\"", "it's", "\"q\"", "'\"", "#", "#a", "a#b", "$", "$x",
      "${x:-y}", "$@", "\\", "a\\", "\\n", "\n", "a\nb", "a\nb'c\"d$e\\f",
      "~", "~/x", "{", "}", "*", "?", "[a]", "|", "a|b", ";", "&", "&&", "<", ">", "(", ")", "`",
      "\u{1b}[31m", "\u{7f}", "\u{e9}", "\u{202e}x", "\u{feff}x", "-x", "--", "--json", "=", "a=b",
      "if", "host", "all", "ro", "max",
    ].map { Bytes($0.utf8) } + [
      [0xff], [0xc3, 0x28], [0x80, 0x20, 0x27, 0x0a], [0xed, 0xa0, 0x80],
    ]

  /// Commands with a place for any word, `$x`.
  private static let places = [
    "hostname $x", "domainname $x", "cd $x", "cd /$x", "root /$x", "root ./$x ro", "env A=$x",
    "env B=b A=$x", "bind /$x", "bind /$x /mnt ro", "bind $x /mnt", "bind /usr /$x noexec",
    "mount tmpfs /$x", "mount proc /a/$x ro",
  ]

  @Test(arguments: places)
  func nastyWords(place: String) throws {
    for word in Self.nasty {
      let bench = Bench()
      bench.session.interpreter.variables.set(Bytes("x".utf8), word)
      try bench.run(place)
      try expectSame(bench, "\(place) with \(word.displayed)")
    }
  }

  @Test(arguments: ["\r", "\r\n", "a\r"])
  func aCarriageReturnCanNotBeWritten(word: String) throws {
    let bench = Bench()
    bench.session.interpreter.variables.set(Bytes("x".utf8), Bytes(word.utf8))
    try bench.run("env A=$x")
    #expect(try bench.run("save -") == 1)
  }

  private static let chosen = [
    "", "ns uts", "ns time user uts pid", "ns all\nns -net", "map root", "map self",
    "map uid 0:1000", "map uid 0:0:10 20:20:5\nmap gid 7:8:9", "map self\nmap uid 0:0",
    "map self\nmap gid 5:6:7 50:60", "as 5", "as 5:6", "as 5:6,7,8", "root host", "root host rw",
    "root /srv/rootfs", "root /srv/rootfs ro chroot", "root rootfs chroot",
    "mount proc /proc\nmount tmpfs /tmp size=64M mode=1777 noexec\nmount dev /dev\nmount sysfs /sys ro",
    "mount devpts /dev/pts mode=600\nmount mqueue /q nosuid nodev noexec",
    "bind /usr\nbind /usr /usr\nbind /usr /mnt ro norec noexec nosuid nodev\nbind ../a /b",
    "umask 0", "umask 7", "umask 022", "umask 777", "rlimit nofile 64",
    "rlimit as 1G:max\nrlimit core 0",
    "rlimit nofile 1\nrlimit nproc 2:3\nrlimit nofile 4", "init on", "init off", "no-new-privs on",
    "no-new-privs off", "cap drop all", "cap keep all", "cap keep chown", "cap drop NET_RAW kill",
    "cap keep all\ncap drop chown\ncap drop kill chown", "cap keep chown kill\ncap drop kill",
    "cap drop chown\nns user\ncap drop kill", "seccomp off", "seccomp default",
    "seccomp deny kill", "seccomp deny tkill kill errno=EPERM", "seccomp log tkill kill",
    "seccomp deny mkdir kill\nseccomp default\nseccomp allow mount\nseccomp deny rmdir",
    "seccomp allow read kill\nseccomp allow write\nseccomp deny bind errno=ENOSYS", "tty none",
    "tty share", "tty own", "cap container", "cap container\ncap drop chown",
    "rlimit cpu 9\nrlimit fsize 1M\nrlimit data 2M:3M\nrlimit stack 8M\nrlimit rss 4M:max",
    "rlimit memlock 64K\nrlimit locks 5\nrlimit sigpending 6:7\nrlimit msgqueue 8K",
    "rlimit nice 9\nrlimit rtprio 10:11\nrlimit rttime max", "env keep all",
    "env keep A B\nenv -C D=e",
    "env keep all\nenv -PATH A=", "limit pids 20\nlimit memory 64M\nlimit cpu 50%",
    "limit swap 0\nlimit memory 64M\nlimit swap 16M", "limit cpu-weight 10000\nlimit cpus 0-1,3",
    "limit mems 0\nlimit io-weight 1\nlimit notify-on-release on\nlimit notify-on-release off",
    "limit io /dev/vda rbps=1M wiops=5\nlimit io '/dev/a b' wbps=max riops=1",
    "limit io /dev/vda rbps=1M\nlimit io /dev/vda max\nlimit hugetlb 2M 4\nlimit hugetlb 1G 0",
    "limit devices none", "limit devices allow c '1:*' rw\nlimit devices allow b '*:*' m",
    "limit devices none\nlimit devices allow c 1:3 r\nlimit devices allow c 1:3 wr",
    "ns net\nlimit net 1M", "limit cpu 1.5\nlimit cpu 33.3%", "limit pids 5\nlimit pids max",
    "ns user\nmap none", "keyring share", "ns user\nmap none\nmap uid 0:1000",
    "cd /\nhostname a\nns uts\nmount tmpfs /a\ncd /b\nbind /usr\nmount tmpfs /c",
  ]

  @Test(arguments: chosen + ExampleSettings.all.map(\.script))
  func settings(script: String) throws {
    let bench = Bench()
    try bench.run(script)
    try expectSame(bench, script)
  }

  /// Each word that a building command knows is in one of the scripts that are saved, so that none is
  /// forgotten by `save`.
  @Test func everyWordOfEverySettingIsSaved() {
    let scripts = Self.chosen + Self.places + ExampleSettings.all.map(\.script)
    let lines = scripts.flatMap { $0.split(separator: "\n").map { $0.split(separator: " ") } }
    for entry in Registry.commands where entry.command.group == .context {
      let used = lines.filter { $0.first.map(String.init) == entry.command.name }.joined()
      let missing = Self.words(of: entry.command.syntax).filter { !used.contains($0[...]) }
      #expect(
        missing.isEmpty,
        """
        no script in RoundTripTests has `\(entry.command.name)` with \
        \(missing.joined(separator: ", ")): add one to `chosen`
        """)
    }
  }

  /// The fixed words of a syntax.
  private static func words(of syntax: Syntax) -> [String] {
    func words(_ elements: [Syntax.Element]) -> [String] {
      elements.flatMap { element -> [String] in
        switch element {
        case .word(let word, _): [word]
        case .choice(_, let choices), .flags(let choices): choices.map(\.word)
        case .optional(let inner): words(inner)
        case .value, .some, .many: []
        }
      }
    }
    return syntax.forms.flatMap { words($0.elements) }
  }

  /// The saved script makes the same settings and the same plan, and is saved as itself.
  private func expectSame(
    _ bench: Bench, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let saved = try bench.output(of: "save -")
    let again = Bench()
    do {
      #expect(try again.run(saved) == 0, "\(what)", sourceLocation: sourceLocation)
    } catch {
      Issue.record(
        "\(what) is saved as \(saved.displayed): \(error)", sourceLocation: sourceLocation)
      return
    }
    let (context, rebuilt) = (bench.session.context, again.session.context)
    #expect(rebuilt.isSame(as: context), "\(what)", sourceLocation: sourceLocation)
    #expect(
      rebuilt.settings.map(\.words) == context.settings.map(\.words), "\(what)",
      sourceLocation: sourceLocation)
    #expect(try again.output(of: "save -") == saved, "\(what)", sourceLocation: sourceLocation)
    #expect(try plan(rebuilt) == plan(context), "\(what)", sourceLocation: sourceLocation)
    #expect(
      Environment.resolved(in: rebuilt, host: Bench.user)
        == Environment.resolved(in: context, host: Bench.user), "\(what)",
      sourceLocation: sourceLocation)
  }

  /// The plan's lines, or why there is none.
  private func plan(_ context: Context) throws -> [String] {
    do {
      let program = Program(words: [Bytes("/bin/true".utf8)])
      return try Lowering.plan(context, program: program, host: Bench.root).lines.map(\.text)
    } catch {
      return [error.message]
    }
  }
}
