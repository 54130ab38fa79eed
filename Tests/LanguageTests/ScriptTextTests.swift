import Language
import Testing

/// Values written as words of a script read back as the same bytes.
@Suite struct ScriptTextTests {
  @Test(arguments: [
    ("a", "a"), ("/proc/self", "/proc/self"), ("a=b:c", "a=b:c"), ("größe", "größe"), ("", "''"),
    ("a b", "'a b'"), ("#a", "'#a'"), ("a#", "a#"), ("~", "'~'"), ("a~", "a~"), ("{", "'{'"),
    ("}", "'}'"), ("{}", "{}"), ("a;b", "'a;b'"), ("$x", "'$x'"), ("it's", "\"it's\""),
    ("it's $5\\", "\"it's \\$5\\\\\""), ("'\"", "\"'\\\"\""), ("a\nb", "\"a\\nb\""), ("\t", "'\t'"),
    ("a|b", "'a|b'"), ("*", "'*'"), ("a\\", "'a\\'"),
  ])
  func quotesOnlyWhereItMust(_ value: String, _ word: String) {
    #expect(ScriptText.word(Bytes(value.utf8)) == Bytes(word.utf8))
  }

  @Test func linesAreWordsWithBlanksBetween() {
    let words = ["exec", "a b", "", "c"].map { Bytes($0.utf8) }
    #expect(ScriptText.line(words) == Bytes("exec 'a b' '' c".utf8))
    #expect(ScriptText.line([]) == [])
  }

  @Test func eachByteReadsBack() throws {
    for byte in UInt8.min...UInt8.max where byte != 0 && byte != 0x0d {
      for value in [
        [byte], [byte, byte], [0x61, byte], [byte, 0x61], [0x27, byte], [byte, 0x0a],
      ] {
        try #require(readBack([value]) == [value], "\(value)")
      }
    }
  }

  @Test(arguments: 21...24)
  func randomBytesReadBack(_ seed: UInt64) throws {
    var randomness = Randomness(seed: seed)
    // What is special stands beside itself more often than the rest does.
    let special = Bytes("'\"\\$ \n\t#~{}|&;<>()*?[`!@x".utf8)
    let bytes = (1...255).filter { $0 != 0x0d } + special + special + special
    for _ in 0..<500 {
      let values = (0..<3).map { _ in randomness.sequence(of: bytes, upTo: 12) }
      try #require(readBack(values) == values, "\(values)")
    }
  }

  /// Writes the values as the arguments of a command, and parses that; nil where it is no such.
  private func readBack(_ values: [Bytes]) -> [Bytes?]? {
    let text = ScriptText.line([Bytes("x".utf8)] + values)
    let result = soundlyParsed(text + Bytes("\ngood".utf8))
    guard result.diagnostics.isEmpty, result.script.nodes.count == 2,
      let node = result.script.nodes.first
    else { return nil }
    return result.script.words(of: node).dropFirst().map {
      result.script.value(of: result.script.words[$0])
    }
  }
}
