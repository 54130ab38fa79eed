import Kernel
import Language
import Sandbox

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
  private(set) var found: [Suggestion] = []

  init(session: Session, value: Bytes) {
    self.session = session
    self.value = value
  }

  private mutating func add(_ word: String, _ description: String = "", isFinal: Bool = true) {
    add(Bytes(word.utf8), description, isFinal: isFinal)
  }

  private mutating func add(_ word: Bytes, _ description: String, isFinal: Bool) {
    guard word.starts(with: value), !found.contains(where: { $0.value == word }) else { return }
    found.append(Suggestion(value: word, description: description, isFinal: isFinal))
  }

  /// Commands, definitions and the words of the language.
  mutating func addCommands() {
    for entry in session.commands.commands { add(entry.command.name, entry.command.summary) }
    for name in session.definitions.keys.sorted() { add(name, "a definition of this session") }
    for keyword in Session.keywords { add(keyword, "a word of the language") }
    sortByName()
  }

  mutating func addArguments(of name: Bytes, after words: ArraySlice<Bytes>) {
    guard let entry = session.commands.command(named: name[...]) else { return }
    for expectation in entry.command.syntax.expectations(after: words) {
      switch expectation {
      case .words(let words): for word in words { add(word.word, word.meaning) }
      case .options(let options):
        // Nobody wants a list of options where a value goes.
        guard value.first == UInt8(ascii: "-") else { continue }
        for option in options { add(option.name, option.meaning) }
      case .value(_, let kind): addValues(kind.candidates, after: words)
      }
    }
  }

  private mutating func addValues(
    _ candidates: ValueKind.Candidates, after words: ArraySlice<Bytes>
  ) {
    switch candidates {
    case .none: break
    case .words(let words):
      for word in words { add(word, isFinal: !word.hasSuffix("=")) }
      sortByName()
    case .files: addPaths(below: [], foldersOnly: false)
    case .directories: addPaths(below: [], foldersOnly: true)
    case .insideFiles: addPaths(below: insideRoot, foldersOnly: false)
    case .insideDirectories: addPaths(below: insideRoot, foldersOnly: true)
    case .programs: addPrograms(below: insideRoot, path: insidePath)
    case .hostPrograms: addPrograms(below: [], path: session.host.variable("PATH"))
    case .session(let fact): addFacts(fact)
    }
  }

  private mutating func addFacts(_ fact: ValueKind.SessionFact) {
    switch fact {
    case .boxes: for name in session.boxes.names { add(name) }
    case .jobs:
      for job in session.jobs { add("%\(job.number)", job.text) }
    case .variables: for name in session.variables.names { add(name) }
    case .topics: for entry in session.commands.commands { add(entry.command.name) }
    case .users: addUsers()
    case .hostVariables:
      for entry in session.host.environment {
        add(Bytes(entry.prefix { $0 != UInt8(ascii: "=") }), "", isFinal: true)
      }
    case .controllers: break
    }
    sortByName()
  }

  /// The ids of /etc/passwd, which is all that a static program can know of users. See passwd(5).
  private mutating func addUsers() {
    for line in (SmallFile.line("/etc/passwd") ?? "").split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields.count > 3 { add("\(fields[2]):\(fields[3])", String(fields[0])) }
    }
  }

  private mutating func sortByName() {
    found.sort { $0.value.lexicographicallyPrecedes($1.value) }
  }

  // MARK: - Paths

  /// The folder of the host that is the root inside; empty where that is the host's own.
  private var insideRoot: Bytes {
    guard case .directory(let path)? = session.context[RootFileSystem.self]?.kind else { return [] }
    return path
  }

  private var insidePath: Bytes? {
    Environment.resolved(in: session.context, host: session.host)
      .first { $0.starts(with: "PATH=".utf8) }.map { Bytes($0.dropFirst(5)) }
  }

  private mutating func addPaths(below root: Bytes, foldersOnly: Bool) {
    let slash = UInt8(ascii: "/")
    let end = value.lastIndex(of: slash).map { $0 + 1 } ?? 0
    let folder = Bytes(value[..<end])
    let prefix = value[end...]
    var place = root + folder
    if place.isEmpty { place = Bytes(".".utf8) }
    for entry in Folder.entries(in: place) where entry.name.starts(with: prefix) {
      // Hidden files are not offered before their dot is typed.
      if entry.name.first == UInt8(ascii: "."), prefix.isEmpty { continue }
      let isFolder =
        entry.isDirectory || HostFiles.kind(of: place + [slash] + entry.name) == .directory
      if foldersOnly, !isFolder { continue }
      add(folder + entry.name + (isFolder ? [slash] : []), "", isFinal: !isFolder)
    }
  }

  private mutating func addPrograms(below root: Bytes, path: Bytes?) {
    if value.contains(UInt8(ascii: "/")) { return addPaths(below: root, foldersOnly: false) }
    // Without a letter it would be a list of thousands.
    guard !value.isEmpty else { return }
    for folder in (path ?? Environment.standardPath).split(separator: UInt8(ascii: ":")) {
      for entry in Folder.entries(in: root + folder) where entry.name.starts(with: value) {
        add(entry.name, "", isFinal: true)
      }
    }
    sortByName()
  }
}
