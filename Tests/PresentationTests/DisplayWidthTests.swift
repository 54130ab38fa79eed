import CDisplayWidth
import Presentation
import Testing

/// The columns of a text, against widths that are known, and against what the standard library knows
/// of characters from tables of its own.
@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("größe", 5), ("e\u{301}", 1), ("\u{301}", 0), ("日本", 4), ("한국", 4),
    ("ｆｕｌｌ", 8), ("ﾊﾝ", 2), ("🫖🧪", 4), ("a日e\u{301}🙂", 6), ("—…", 2), ("αβ", 2),
    ("\u{200b}", 0), ("\u{303f}\u{3040}", 2), ("\u{1f54f}\u{1f54e}", 3), ("\u{18d08}", 2),
    ("\u{20000}", 2), ("\u{2028}", 1), ("\u{20dd}", 0),
    // A soft hyphen is shown, and so are the marks before Arabic numbers.
    ("co\u{ad}op", 5), ("\u{600}\u{661}", 2),
    // Syllables of Hangul by their parts.
    ("\u{1100}\u{1161}\u{11a8}", 2), ("\u{d7b0}", 0),
    // Circled numbers from ten up, and hexagrams; ambiguous ones and box drawing.
    ("\u{3248}\u{4dc0}", 4), ("\u{2460}°§│", 4), ("\u{e000}", 1),
    // The end of the code points: noncharacters and private use.
    ("\u{10ffff}", 1), ("\u{3fffd}", 2), ("\u{3fffe}", 1), ("\u{e0100}", 0),
  ])
  func widths(_ text: String, _ columns: Int) { #expect(text.displayWidth == columns) }

  @Test(arguments: [
    // Variation selector 16 asks for the emoji of a sign; number 15 leaves an emoji what it is.
    ("\u{2764}", 1), ("\u{2764}\u{fe0f}", 2), ("\u{2764}\u{fe0e}", 1), ("\u{1f525}\u{fe0f}", 2),
    ("\u{26a0}\u{fe0f}!", 3), ("a\u{fe0f}", 1), ("\u{fe0f}", 0), ("\u{2764}\u{fe0f}\u{fe0f}", 2),
    ("1\u{fe0f}\u{20e3}", 2), ("12", 2), ("\u{a9}\u{a9}\u{fe0f}", 3),
    // Joined: an astronaut, a heart on fire, a flag with a rainbow, a family.
    ("\u{1f469}\u{200d}\u{1f680}", 2), ("\u{2764}\u{fe0f}\u{200d}\u{1f525}", 2),
    ("\u{2764}\u{200d}\u{1f525}", 2), ("\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}", 2),
    ("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}x", 3),
    // A joiner between letters joins no columns, nor one behind a digit.
    ("\u{915}\u{94d}\u{200d}\u{937}", 2), ("1\u{200d}\u{1f680}", 3), ("\u{200d}\u{1f680}", 2),
    ("\u{1f469}\u{200d}a", 3), ("\u{1f469}\u{1f680}", 4), ("日\u{200d}本", 4),
    // Skin tones belong to hands and people, and stand alone behind everything else.
    ("\u{1f44b}\u{1f3fd}", 2), ("\u{261d}\u{1f3fd}", 2), ("\u{1f469}\u{1f3fd}\u{200d}\u{1f680}", 2),
    ("\u{1f3fd}", 2), ("a\u{1f3fd}", 3), ("\u{1f525}\u{1f3fd}", 4),
    // Flags are pairs of letters.
    ("\u{1f1eb}\u{1f1f7}", 2), ("\u{1f1eb}", 1),
  ])
  func sequences(_ text: String, _ columns: Int) { #expect(text.displayWidth == columns) }

  @Test func swiftAndCAgreeOnEveryCodePoint() {
    let scalars = (UInt32(0)...0x10ffff).compactMap { Unicode.Scalar($0) }
    let others = scalars.filter { scalar in
      let columns = Int(cdw_columns(scalar.value))
      return scalar.displayWidth != columns || String(scalar).displayWidth != columns
    }
    #expect(others.isEmpty)
    #expect(scalars.count == 0x110000 - 0x800)
  }

  /// The standard library has tables of its own, of a newer Unicode: what both know is compared.
  @Test func theTableAgreesWithTheStandardLibrary() {
    var counts = [0, 0, 0]
    var others: [Unicode.Scalar] = []
    for scalar in (UInt32(0xa0)...0x10ffff).compactMap({ Unicode.Scalar($0) }) {
      guard let age = scalar.properties.age, (age.major, age.minor) <= (15, 0) else { continue }
      let columns = scalar.displayWidth
      counts[columns] += 1
      if !Self.columns(for: scalar).contains(columns) { others.append(scalar) }
    }
    #expect(others == ["\u{1171e}"], "a mark that became a spacing one with Unicode 16")
    #expect(counts[0] > 2_000)
    #expect(counts[1] > 150_000)
    #expect(counts[2] > 90_000)
  }

  /// What the properties of a character leave for its width.
  private static func columns(for scalar: Unicode.Scalar) -> ClosedRange<Int> {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0...0
    // There are visible ones among them, that stand before what they mark.
    case .format: return 0...1
    // Vowels of Hangul.
    case .otherLetter where !scalar.properties.isIdeographic: return 0...2
    default: break
    }
    // A letter of a flag is half a flag.
    if (0x1f1e6...0x1f1ff).contains(scalar.value) { return 1...1 }
    if scalar.properties.isEmojiPresentation { return 2...2 }
    return scalar.properties.isIdeographic ? 2...2 : 1...2
  }

  @Test func aCounterGoesOnWhereItWas() {
    var counter = ColumnCounter()
    counter.add("ab\u{2764}")
    #expect(counter.columns == 3)
    counter.add("\u{fe0f}")
    #expect(counter.columns == 4)
    counter.add("\u{200d}")
    counter.add("\u{1f525}")
    #expect(counter.columns == 4)
    counter.add("日")
    #expect(counter.columns == 6)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "ab..."), ("日本語", 6, "日本語"), ("日本語", 5, "日..."),
    ("日本語文", 6, "日..."), ("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", 4, "e\u{301}..."),
    ("\u{1f469}\u{200d}\u{1f680}abcd", 5, "\u{1f469}\u{200d}\u{1f680}..."), ("abc", 2, "..."),
  ])
  func cutting(_ text: String, _ columns: Int, _ cut: String) {
    #expect(Array(text.cut(to: columns).unicodeScalars) == Array(cut.unicodeScalars))
  }
}
