import Language
import Testing

/// Texts that nobody would write: whatever they are, they are parsed soundly and always alike.
@Suite struct RandomTextTests {
  /// Made to meet each other in bad places.
  private static let fragments: [Bytes] =
    [
      " ", " ", "\n", "\n", "\t", ";", "&", "|", "'", "\"", "\\", "\\\n", "\\\r\n", "\r\n", "#",
      "{", "}", " { ", " } ", " { ", " } ", "\n}\n", "{\n", "if ", "else ", " else if ", "not ",
      "try ", "for x in ", "repeat 3 ", "def f ", "scope ", "capture ", "if a { b } ", "exec ",
      "a", "b", "$", "$x", "$@", "\"$@\"", "${", "${x", "${x:-", "${env:", ":-", ":", "$(", "$1",
      "~", "~/", "=", "!", "*", "[", "(", ">", "`", "é", "日", "\u{feff}", "x=1", "'q'", "\"d $x\"",
    ].map { Bytes($0.utf8) } + [[0xff], [0xc3], [0x80], [0x1b]]
  /// Rare ones, which would else end most texts early.
  private static let stoppers: [Bytes] = [[0], [0x0d]]

  /// Whether nothing is wrong with the text.
  @discardableResult
  private func checkSoundness(_ text: Bytes) -> Bool {
    let result = soundlyParsed(text)
    let again = Parser.parse(text, source: SourceID(7))
    #expect(result.story == again.story, "in \(text.displayed)")
    #expect(result.script.dump == again.script.dump, "in \(text.displayed)")
    guard result.diagnostics.isEmpty else { return false }
    #expect(result.script.bytes == text)
    let next = soundlyParsed(text + Bytes("\ngood".utf8))
    #expect(next.diagnostics.isEmpty, "in \(text.displayed)")
    #expect(
      next.script.dump == [result.script.dump, "(simple good)"].joinedText,
      "in \(text.displayed)")
    guard !text.starts(with: "\u{feff}".utf8) else { return true }
    let wrapped = soundlyParsed(Bytes("scope {\n".utf8) + text + Bytes("\n}".utf8))
    #expect(
      wrapped.script.dump == "(" + ["scope", result.script.dump].joinedText + ")",
      "in \(text.displayed)")
    return true
  }

  @Test(arguments: 1...8)
  func fragments(_ seed: UInt64) {
    var randomness = Randomness(seed: seed)
    var good = 0
    for _ in 0..<1_000 {
      var pieces = randomness.sequence(of: Self.fragments, upTo: 40)
      if randomness.next() % 16 == 0 { pieces += Self.stoppers.shuffled(using: &randomness) }
      if checkSoundness(Bytes(pieces.joined())) { good += 1 }
    }
    #expect((20..<500).contains(good), "neither kind of text is rare")
  }

  @Test(arguments: 9...12)
  func bytes(_ seed: UInt64) {
    var randomness = Randomness(seed: seed)
    let bytes = Array(UInt8.min...UInt8.max)
    for _ in 0..<1_000 { checkSoundness(randomness.sequence(of: bytes, upTo: 60)) }
  }

  /// Good texts with one thing too many or too few.
  @Test(arguments: 13...16)
  func slips(_ seed: UInt64) {
    var randomness = Randomness(seed: seed)
    let good = Bytes(
      """
      ns uts pid  # a comment
      if have x "y $z" { exec sh -c 'a | b' & } else if not a {
        for i in 1 ~/b ${c:-d $e} { try echo "$i\\n" \\
          'x' $@ }
      } else { scope s { def f a b { repeat 3 { ! ls; } } } }

      """.utf8)
    #expect(soundlyParsed(good).diagnostics.isEmpty)
    for _ in 0..<500 {
      var text = good
      let place = Int.random(in: 0..<text.count, using: &randomness)
      switch randomness.next() % 3 {
      case 0: text.remove(at: place)
      case 1: text.removeSubrange(place...)
      default:
        text.insert(contentsOf: Self.fragments.randomElement(using: &randomness) ?? [], at: place)
      }
      checkSoundness(text)
    }
  }

  /// A slip in one line costs that line alone, whatever stands around it.
  @Test(arguments: 17...18)
  func aReservedCharacterCostsItsLine(_ seed: UInt64) {
    var randomness = Randomness(seed: seed)
    let lines = [
      "a 'b' # c\n", "exec a &\n", "scope { a }\n", "if a {\n  b\n} else { c }\n", "a \\\n b\n",
    ]
    for _ in 0..<300 {
      let before = randomness.sequence(of: lines, upTo: 4).joined()
      let after = randomness.sequence(of: lines, upTo: 4).joined()
      let result = soundlyParsed(before + "x | y\n" + after)
      #expect(result.diagnostics.map(\.code) == [.reservedCharacter])
      #expect(result.diagnostics.first?.span?.start == UInt32(before.utf8.count + 2))
      #expect(result.script.dump == soundlyParsed(before + after).script.dump)
    }
  }
}

extension Parser.Result {
  /// All that it says about a text.
  fileprivate var story: [String] {
    diagnostics.map {
      "\($0.code) \($0.span.map { "\($0.range)" } ?? "") \($0.message) \($0.label)"
    }
      + ["\(String(describing: incomplete))"]
  }
}

extension [String] {
  fileprivate var joinedText: String { filter { !$0.isEmpty }.joined(separator: " ") }
}
