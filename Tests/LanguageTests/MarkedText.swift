import Language
import Testing

/// A text with `⟦` and `⟧` around the places that diagnostics must point to, which are no part of
/// what is parsed.
struct MarkedText {
  private(set) var bytes: Bytes = []
  /// In the order of the text.
  private(set) var marks: [Range<Int>] = []

  init(_ text: String) {
    var opened = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "⟦": opened = bytes.count
      case "⟧": marks.append(opened..<bytes.count)
      default: bytes += Bytes(String(scalar).utf8)
      }
    }
  }
}

/// What a diagnostic must say.
struct Fault: Sendable {
  let code: ErrorCode
  /// In its message or beside its caret; empty where only the place matters.
  let words: String
  /// In one of its fixes.
  let fix: String?

  init(_ code: ErrorCode, _ words: String = "", fix: String? = nil) {
    self.code = code
    self.words = words
    self.fix = fix
  }
}

/// A marked text with exactly these faults, one for each mark, in order.
struct FaultyText: Sendable, CustomTestStringConvertible {
  let text: String
  let faults: [Fault]
  /// The statements that are left, where that is of interest.
  let rest: String?

  init(_ text: String, _ faults: [Fault], rest: String? = nil) {
    self.text = text
    self.faults = faults
    self.rest = rest
  }

  init(_ text: String, _ code: ErrorCode, _ words: String, fix: String? = nil) {
    self.init(text, [Fault(code, words, fix: fix)])
  }

  var testDescription: String { Bytes(text.utf8).displayed }

  /// Parses it and compares.
  func check(_ location: SourceLocation = #_sourceLocation) {
    let marked = MarkedText(text)
    let result = soundlyParsed(marked.bytes, location)
    let found = result.diagnostics.map {
      "\($0.code) \($0.span.map { "\($0.range)" } ?? "nowhere")"
    }
    let expected = zip(faults, marked.marks).map { "\($0.code) \($1)" }
    #expect(faults.count == marked.marks.count, "a mark for each fault", sourceLocation: location)
    #expect(found == expected, sourceLocation: location)
    for (diagnostic, fault) in zip(result.diagnostics, faults) {
      let said = diagnostic.message + "\n" + diagnostic.label
      #expect(
        fault.words.isEmpty || said.contains(fault.words), "\(fault.words)",
        sourceLocation: location)
      guard let fix = fault.fix else { continue }
      let fixes = diagnostic.remarks.filter { $0.kind == .fix }.map(\.text)
      #expect(fixes.contains { $0.contains(fix) }, "\(fixes)", sourceLocation: location)
    }
    if let rest { #expect(result.script.dump == rest, sourceLocation: location) }
  }
}
