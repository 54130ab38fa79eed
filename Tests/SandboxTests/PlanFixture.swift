import Commands
import Kernel
import Language
import Sandbox
import Session
import Testing

// Scripts of building commands in, plans as text out. Nothing is run, and the host is a value.

extension Host {
  /// An ordinary user on a host with cgroup v2.
  static let user = Host(
    credentials: Credentials(
      uid: 1000, gid: 1000, groups: [27, 1000], capabilities: CapabilitySet(bits: 0)),
    environment: environment(home: "/home/ann", user: "ann"), systemFolders: folders,
    isFile: isFile, controllerVersion: { _ in 2 })

  static let root = Host(
    credentials: Credentials(uid: 0, gid: 0, groups: [], capabilities: .all),
    environment: environment(home: "/root", user: "root"), systemFolders: folders, isFile: isFile,
    controllerVersion: { _ in 2 })

  /// The same host with other controllers: 1 or 2 for each that there is.
  func with(controllers: [String: Int]) -> Host {
    var copy = self
    copy.controllerVersion = { controllers[$0] }
    return copy
  }

  /// The same host with a disk, a part of it, and folders on it and on a tmpfs.
  var withDisk: Host {
    var copy = self
    copy.blockDevice = { path in
      switch path.displayed {
      case "/dev/vda": .disk(major: 254, minor: 0)
      case "/dev/vda1": .partition(of: "/dev/vda")
      case "/srv": .other(on: "/dev/vda")
      case "/dev/shm": .other(on: nil)
      default: .missing
      }
    }
    return copy
  }

  func with(environment: [String], ignoredSignals: UInt64 = 0) -> Host {
    var copy = self
    copy.environment = environment.map { Bytes($0.utf8) }
    copy.ignoredSignals = ignoredSignals
    return copy
  }

  private static func environment(home: String, user: String) -> [Bytes] {
    [
      "PATH=/usr/bin:/bin", "HOME=\(home)", "USER=\(user)", "TERM=xterm", "LANG=C.UTF-8",
      "LC_TIME=C", "SECRET=42",
    ].map { Bytes($0.utf8) }
  }

  private static let folders: @Sendable () -> [SystemFolder] = {
    [SystemFolder("bin", target: Bytes("usr/bin".utf8)), SystemFolder("usr")]
  }

  private static let isFile: @Sendable (Bytes) -> Bool = {
    $0.elementsEqual("/etc/hostname".utf8)
  }
}

extension Program {
  /// With a slash in it, so that there is one place only where it may be.
  static var standard: Program { Program(words: [Bytes("/bin/true".utf8)]) }

  static func with(_ change: (inout Program) -> Void) -> Program {
    var program = standard
    change(&program)
    return program
  }
}

/// What a test script must not hold.
struct UnsuitableScript: Error { let text: String }

enum Building {
  private static let table = CommandTable(Registry.commands)

  static func command(_ name: Bytes) throws -> any BuildingCommand.Type {
    switch table.command(named: name[...]) {
    case .building(let type): return type
    case .listing(let type): return type
    default: throw UnsuitableScript(text: name.displayed)
    }
  }

  /// The commands of a script, with the values of their words.
  static func commands(_ text: String) throws -> [Invocation] {
    let result = Parser.parse(Bytes(text.utf8), source: SourceID(0))
    if let first = result.diagnostics.first { throw first }
    let script = result.script
    return try script.nodes.map { node in
      guard node.kind == .simple else { throw UnsuitableScript(text: text) }
      let words = try script.words(of: node).map { index in
        let word = script.words[index]
        return Argument(try value(of: word, in: script), at: script.span(of: word))
      }
      return Invocation(
        command: words[0], words: Array(words.dropFirst()), span: script.span(of: node))
    }
  }

  private static func value(of word: Script.Word, in script: Script) throws -> Bytes {
    switch word.shape {
    case .plain: return Bytes(script.text(of: word))
    case .pieces:
      return try script.pieces(of: word).flatMap { index -> Bytes in
        let piece = script.pieces[index]
        switch piece.kind {
        case .literal: return Bytes(script.bytes[Int(piece.start)..<Int(piece.end)])
        case .byte: return [UInt8(truncatingIfNeeded: piece.start)]
        default: throw UnsuitableScript(text: "a variable")
        }
      }
    default: throw UnsuitableScript(text: "a variable")
    }
  }

  /// One command, whose words `%` stand for words that only the run will tell.
  static func invocation(_ text: String) throws -> Invocation {
    let command = try commands(text)[0]
    let words = command.words.map { word in
      word.matches("%") ? Argument([], at: word.span, isKnown: false) : word
    }
    return Invocation(command: command.command, words: words, span: command.span)
  }

  /// The context that a script leaves.
  static func context(_ text: String) throws -> Context {
    var context = Context()
    for arguments in try commands(text) {
      let command = try command(arguments.command.bytes)
      try command.build(command.syntax.match(arguments), &context)
    }
    return context
  }

  static func plan(
    _ text: String, as host: Host = .user, program: Program = .standard
  ) throws -> Plan {
    var context = try context(text)
    // The terminal's steps would be in every plan; its own tests say what they are.
    if !context.settings.isEmpty, context[TerminalSetting.self] == nil, host.terminals.isEmpty {
      context[TerminalSetting.self] = TerminalSetting(.share, origin: nil)
    }
    return try Lowering.plan(context, program: program, host: host)
  }

  /// What refuses a script: a word of it, or its lowering.
  static func refusal(_ text: String, as host: Host = .user) -> Diagnostic? {
    do {
      _ = try plan(text, as: host)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }
}
