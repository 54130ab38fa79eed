import Language
import Testing

/// Values as they go on with what was typed: whatever is completed reads back as the value.
@Suite struct CursorWritingTests {
  @Test(arguments: [
    ("a b", "bc d", "bc\\ d"), ("a 'b", "bc d", "'bc d'"), ("a \"b", "bc d", "\"bc d\""),
    ("a 'b", "b'c", "'b'\\''c'"), ("a \"b", "b\"$\\", "\"b\\\"\\$\\\\\""), ("a b", "b'", "b\\'"),
    ("a ", "#b", "\\#b"), ("a ", "~b", "\\~b"), ("a ", "{", "\\{"), ("a b", "b#~{}", "b#~{}"),
    ("a ~/b", "~/bc", "~/bc"), ("a b", "b*?[", "b\\*\\?\\["),
  ])
  func words(_ text: String, _ value: String, _ word: String) {
    let typed = Bytes(text.utf8)
    let cursor = Cursor(atEndOf: typed)
    let written = cursor.word(Bytes(value.utf8), typed: typed[cursor.start...], isFinal: true)
    #expect(written.displayed == Bytes(word.utf8).displayed)
  }

  @Test func whatIsNotFinalStaysOpen() {
    for (text, word) in [("a 'b", "'bc/"), ("a \"b", "\"bc/"), ("a b", "bc/")] {
      let typed = Bytes(text.utf8)
      let cursor = Cursor(atEndOf: typed)
      let written = cursor.word(Bytes("bc/".utf8), typed: typed[cursor.start...], isFinal: false)
      #expect(written == Bytes(word.utf8))
    }
  }

  @Test(arguments: 1...4) func readBackAsTheValue(_ seed: UInt64) {
    var randomness = Randomness(seed: seed)
    let bytes = (1...UInt8.max).filter { $0 != 0x0a && $0 != 0x0d }
    for _ in 0..<500 {
      for start in ["", "b", "'", "\"", "'b", "\"b", "b\\ ", "b\\\n"] {
        let text = Bytes("a \(start)".utf8)
        let cursor = Cursor(atEndOf: text)
        let value = cursor.value + randomness.sequence(of: bytes, upTo: 12)
        guard !value.isEmpty else { continue }
        let word = cursor.word(value, typed: text[cursor.start...], isFinal: true)
        let parsed = soundlyParsed(text[..<cursor.start] + word)
        #expect(parsed.diagnostics.map(\.message) == [], "\(word.displayed)")
        #expect(parsed.script.words.last.flatMap { parsed.script.value(of: $0) } == value)
      }
    }
  }
}
