import Language
import Testing

/// What is shown on a terminal cannot drive it.
@Suite struct DisplayTests {
  @Test(arguments: [
    ("", ""), ("plain text ~ {}", "plain text ~ {}"), ("größe 日本 🫖", "größe 日本 🫖"),
    ("a\nb\tc\rd\u{1b}e", "a\\nb\\tc\\rd\\ee"),
    ("\u{0}\u{7}\u{8}\u{1f}", "\\u{0}\\u{7}\\u{8}\\u{1f}"),
    ("\u{1b}[2J\u{1b}]0;x\u{7}", "\\e[2J\\e]0;x\\u{7}"),
    ("\u{7f}\u{80}\u{9b}\u{9f}\u{a0}", "\\u{7f}\\u{80}\\u{9b}\\u{9f}\u{a0}"),
    ("\r\n", "\\r\\n"), ("\\n", "\\n"), ("e\u{301}", "e\u{301}"),
  ])
  func controls(_ text: String, _ shown: String) {
    // Canonically equivalent text would compare as equal.
    #expect(Array(Bytes(text.utf8).displayed.utf8) == Array(shown.utf8))
  }

  @Test(
    arguments: [
      0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
      0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xfff9, 0xfffb, 0xe0001, 0xe0041, 0xe007f,
    ] as [UInt32])
  func whatReordersOrHidesText(_ value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let shown = "a\\u{\(String(value, radix: 16))}b"
    #expect(Bytes("a\(Character(scalar))b".utf8).displayed == shown)
  }

  @Test(
    arguments: [
      ([0xff], "\\xff"), ([0x61, 0x80, 0x62], "a\\x80b"),
      // Cut short, at the end and before more text.
      ([0xc3], "\\xc3"), ([0xe6, 0x97], "\\xe6\\x97"), ([0xc3, 0x61], "\\xc3a"),
      ([0xf0, 0x9f, 0xab, 0xc3, 0xa9], "\\xf0\\x9f\\xabé"),
      // Longer than need be: `/`, NUL and the escape character.
      ([0xc0, 0xaf], "\\xc0\\xaf"), ([0xc0, 0x80], "\\xc0\\x80"),
      ([0xe0, 0x80, 0x9b], "\\xe0\\x80\\x9b"),
      ([0xf0, 0x80, 0x80, 0x9b], "\\xf0\\x80\\x80\\x9b"),
      // Surrogates, and above the last code point.
      ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"), ([0xf4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
      ([0xf5, 0x80], "\\xf5\\x80"), ([0x0f, 0xff], "\\u{f}\\xff"),
    ] as [(Bytes, String)])
  func bytesThatAreNoText(_ bytes: Bytes, _ shown: String) {
    #expect(bytes.displayed == shown)
  }

  @Test func textIsReadAsTheStandardLibraryReadsIt() {
    var randomness = Randomness(seed: 31)
    let bytes = Array(UInt8.min...UInt8.max) + Array(0x80...0xbf) + [0xe0, 0xed, 0xf0, 0xf4, 0xc3]
    var valid = 0
    for _ in 0..<5_000 {
      let sample = randomness.sequence(of: bytes, upTo: 5)
      var text: String.UnicodeScalarView? = String.UnicodeScalarView()
      for element in ScalarSequence(sample) {
        guard case .scalar(let scalar) = element else {
          text = nil
          break
        }
        text?.append(scalar)
      }
      #expect(text.map { String($0) } == String(validating: sample, as: UTF8.self), "\(sample)")
      if text != nil { valid += 1 }
    }
    #expect((500..<4_500).contains(valid), "neither kind of bytes is rare")
  }
}
