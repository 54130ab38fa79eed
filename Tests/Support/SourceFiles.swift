/// The sources of the program, for tests that hold them to a rule.
package enum SourceFiles {
  /// Each with its path below `Sources`.
  package static let all: [(file: String, text: String)] = {
    let folder = "\(Machine.repository)/Sources"
    let found = Finished.running(["find", folder, "-name", "*.swift"])
    return found.out.split(separator: "\n").map { path in
      (String(path.dropFirst(folder.count + 1)), Files.text(String(path)) ?? "")
    }
  }()
}
