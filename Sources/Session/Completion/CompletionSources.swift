import Kernel
import Language
import Sandbox
import Seccomp

/// Gathers the values that fit the beginning of a word.
struct CompletionSources {
  struct Suggestion {
    let value: Bytes
    let description: String
    let isFinal: Bool
  }

  let session: Session
  /// The beginning of the word.
  let value: Bytes
  /// A `~` at its beginning is the home.
  let mayBeHome: Bool
  private(set) var found: [Suggestion] = []
  private var seen: Set<Bytes> = []

  init(session: Session, cursor: Cursor) {
    self.session = session
    value = cursor.value
    mayBeHome = cursor.mayBeHome
  }

  mutating func add(_ word: String, _ description: String = "", isFinal: Bool = true) {
    add(Bytes(word.utf8), description, isFinal: isFinal)
  }

  mutating func add(_ word: Bytes, _ description: String, isFinal: Bool) {
    // What holds a line break cannot be typed as part of a word without quotes, and some bytes
    // cannot be typed at all.
    guard word.starts(with: value), !word.contains(0x0a), ScriptText.canWrite(word),
      seen.insert(word).inserted
    else { return }
    found.append(Suggestion(value: word, description: description, isFinal: isFinal))
  }

  mutating func sortByName() {
    found.sort { $0.value.lexicographicallyPrecedes($1.value) }
  }

  /// Commands and definitions.
  mutating func addCommands() {
    for entry in session.commands.commands { add(entry.command.name, entry.command.summary) }
    for name in session.interpreter.definitions.keys.sorted() {
      add(name, "a definition of this session")
    }
    sortByName()
  }

  mutating func addKeywords(_ keywords: [Keyword]) {
    for keyword in keywords { add(keyword.rawValue, keyword.meaning) }
    sortByName()
  }

  /// What may follow some words of a command.
  mutating func addArguments(of command: any Command.Type, after words: ArraySlice<Bytes>) {
    for expectation in command.syntax.expectations(after: words) {
      switch expectation {
      case .words(let choices): addChoices(choices, of: command, after: words)
      case .options(let options):
        // Nobody wants a list of options where a value goes.
        guard value.first == UInt8(ascii: "-") else { continue }
        for option in options { add(option.name, option.meaning) }
      case .value(_, let kind): addValues(kind.candidates, of: command, after: words)
      }
    }
  }

  private mutating func addChoices(
    _ choices: [(word: String, meaning: String)], of command: any Command.Type,
    after words: ArraySlice<Bytes>
  ) {
    let given = Array(words)
    for choice in choices where command.offers(choice.word, after: given) {
      // Nothing is given twice, and what takes away is for those who begin so.
      if given.contains(Bytes(choice.word.utf8)) { continue }
      if choice.word.hasPrefix("-"), value.isEmpty { continue }
      add(choice.word, choice.meaning, isFinal: !choice.word.hasSuffix("="))
    }
  }

  private mutating func addValues(
    _ candidates: Candidates, of command: any Command.Type,
    after words: ArraySlice<Bytes>
  ) {
    switch candidates {
    case .none: break
    case .all(let several):
      for candidates in several { addValues(candidates, of: command, after: words) }
    case .words(let words):
      for word in words where !(value.isEmpty && word.hasPrefix("-")) {
        add(word, isFinal: !word.hasSuffix("="))
      }
      sortByName()
    case .choices(let choices): addChoices(choices, of: command, after: words)
    case .files: addPaths(on: .host, foldersOnly: false)
    case .directories: addPaths(on: .host, foldersOnly: true)
    case .insideFiles: addPaths(on: .inside(of: session.context), foldersOnly: false)
    case .insideDirectories: addPaths(on: .inside(of: session.context), foldersOnly: true)
    case .programs: addPrograms(on: .inside(of: session.context), path: insidePath)
    case .hostPrograms: addPrograms(on: .host, path: session.host.variable("PATH"))
    case .session(let fact): addFacts(fact)
    }
  }

  private mutating func addFacts(_ fact: Candidates.SessionFact) {
    switch fact {
    case .boxes:
      for name in session.boxes.names {
        add(name, name == session.boxes.current.name ? "the one you are in" : "")
      }
    case .jobs: addJobs()
    case .livePlaces:
      addJobs()
      if session.liveBoxes.current != nil { add("box", "the box, which is up") }
    case .variables:
      for name in session.interpreter.variables.names {
        add(name, session.interpreter.variables[Bytes(name.utf8)]?.displayed ?? "")
      }
    case .topics:
      for entry in session.commands.commands { add(entry.command.name, entry.command.summary) }
    case .users: addUsers()
    case .hostVariables:
      for entry in session.host.environment {
        add(Bytes(entry.prefix { $0 != UInt8(ascii: "=") }), "", isFinal: true)
      }
    case .systemCalls: for name in SystemCallName.all { add(name) }
    case .errors:
      // They are many, and seldom what is looked for.
      guard value.starts(with: "errno=".utf8) else { return add("errno=", isFinal: false) }
      for name in Errno.allNames { add("errno=" + name) }
    }
    sortByName()
  }

  private mutating func addJobs() {
    for job in session.jobs.running { add("%\(job.number)", job.text) }
  }

  /// The ids of /etc/passwd, which is all that a static program can know of users. See passwd(5).
  private mutating func addUsers() {
    for line in (SmallFile.line("/etc/passwd") ?? "").split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields.count > 3 { add("\(fields[2]):\(fields[3])", Bytes(fields[0].utf8).displayed) }
    }
  }

  private var insidePath: Bytes? {
    Environment.resolved(in: session.context, host: session.host)
      .first { $0.starts(with: "PATH=".utf8) }.map { Bytes($0.dropFirst(5)) }
  }
}
