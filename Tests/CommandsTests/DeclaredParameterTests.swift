import Commands
import Sandbox
import Session
import TestSupport
import Testing

/// What a command reads of its arguments is in its own syntax. Types see to all but that: reading a
/// parameter that was left out of the syntax would end the program.
@Suite struct DeclaredParameterTests {
  /// A type of the sources that has a syntax: what that mentions, and what its code reads.
  private struct Reader {
    let type: String
    let declared: Set<String>
    let read: Set<String>

    /// Nil for a type that has to do with neither.
    init?(_ type: Substring) {
      let heads = type.matches(of: /^(?:\w+ )*(?:enum|struct) (\w+)/.anchorsMatchLineEndings())
      guard let name = heads.last else { return nil }
      self.type = String(name.1)
      read = Set(
        type.matches(of: /(?:arguments|matched)\[(?:Self\.)?([a-z]\w*)\]/).map { String($0.1) })
      // One for each filter, else one for the type.
      let syntaxes = type.split(separator: " Syntax(", omittingEmptySubsequences: false).dropFirst()
      declared = Set(
        syntaxes.flatMap { Self.inside($0).matches(of: /\w+/).map { String($0.0) } })
      if read.isEmpty, syntaxes.isEmpty { return nil }
    }

    /// Up to where the bracket closes.
    private static func inside(_ syntax: Substring) -> Substring {
      var depth = 1
      return syntax.prefix { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return depth > 0
      }
    }

    /// The types of a file, each from its first line up to a bracket at the margin.
    static func all(in text: String) -> [Reader] {
      text.split(separator: "\n}\n").compactMap(Reader.init)
    }
  }

  private static let readers = SourceFiles.all.flatMap { Reader.all(in: $0.text) }

  /// The detector.
  @Test func whatIsReadWithoutBeingDeclaredIsSeen() throws {
    let text = """
      enum OneCommand: BuildingCommand {
        static let syntax = Syntax(mask, options: [json])
        static func build(_ arguments: Arguments) { _ = arguments[mask] + arguments[other] }
      }

      /// Nothing is read here.
      struct Facet {}

      struct Options {
        init() { file = matched[Self.file] }
      }

      """
    let readers = Reader.all(in: text)
    #expect(readers.map(\.type) == ["OneCommand", "Options"])
    #expect(readers.map { $0.read.subtracting($0.declared) } == [["other"], ["file"]])
  }

  @Test func everythingReadIsDeclared() {
    for reader in Self.readers {
      let missing = reader.read.subtracting(reader.declared)
      #expect(missing.isEmpty, "\(reader.type) reads \(missing.sorted())")
    }
  }

  /// No command is passed over.
  @Test func everyCommandIsLookedAt() {
    let known = Set(Self.readers.map(\.type))
    #expect(known.contains("ProgramOptions") && known.contains("Comparison"))
    for entry in Registry.commands {
      // What two commands have in common is declared beside them.
      let type = String(describing: entry.command)
      let sharesOne = ["TestCommand", "AssertCommand"].contains(type)
      #expect(known.contains(type) || sharesOne, "\(type)")
    }
  }
}
