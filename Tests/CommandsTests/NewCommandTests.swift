import TestSupport
import Testing

/// `scripts/new-command` begins a command.
@Suite struct NewCommandTests {
  /// The script beside a copy of the commands.
  private static func copy() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.makeFolder("Sources")
    folder.makeFolder("scripts")
    for (from, to) in [("Sources/Commands", "Sources/"), ("scripts/new-command", "scripts/")] {
      let copied = Finished.running([
        "cp", "-R", "\(Machine.repository)/\(from)", "\(folder.path)/\(to)",
      ])
      #expect(copied.status == 0, "\(copied.err)")
    }
    return folder
  }

  @Test func itWritesAFileAndALine() throws {
    let folder = Self.copy()
    let run = Finished.running(["\(folder.path)/scripts/new-command", "last-word"])
    #expect(run.status == 0, "\(run.err)")
    let place = "\(folder.path)/Sources/Commands"
    let file = try #require(Files.text("\(place)/Context/LastWord.swift"))
    #expect(file.contains("enum LastWordCommand: BuildingCommand {"))
    #expect(file.contains("static let name = \"last-word\""))
    let before = try #require(Files.text("\(Machine.repository)/Sources/Commands/Registry.swift"))
    let after = try #require(Files.text("\(place)/Registry.swift"))
    let line = "    .building(LastWordCommand.self),\n"
    #expect(after.contains(line) && after.replacing(line, with: "") == before)
    // Not a second time.
    #expect(Finished.running(["\(folder.path)/scripts/new-command", "last-word"]).status == 1)
  }

  @Test(arguments: ["", "Nice", "1st", "a b", "a/b", "-x"]) func noName(name: String) {
    let folder = Self.copy()
    let run = Finished.running(["\(folder.path)/scripts/new-command", name])
    #expect(run.status == 2 && !run.err.isEmpty, "\(run.err)")
    let changed = Finished.running([
      "diff", "-r", "\(Machine.repository)/Sources/Commands", "\(folder.path)/Sources/Commands",
    ])
    #expect(changed.out.isEmpty)
  }

  @Test func noNameThatIsTaken() {
    let folder = Self.copy()
    let run = Finished.running(["\(folder.path)/scripts/new-command", "umask"])
    #expect(run.status == 1 && run.err.contains("there is a command `umask`"))
  }
}
