import Language
import Presentation
import Testing

/// Diagnostics as a person sees them.
@Suite struct DiagnosticRendererTests {
  private static let source = Source(name: "a.cloche", bytes: Bytes("ns uts\numask 888 日本\n".utf8))

  private static func diagnostic(_ start: Int, _ end: Int) -> Diagnostic {
    Diagnostic(
      Self.malformed, "a umask is octal digits", at: SourceSpan(SourceID(0), start, end),
      label: "not octal"
    ).why("the kernel takes nine bits").fix("`umask 077`")
  }

  private static func text(
    _ diagnostic: Diagnostic, width: Int = 80, isColored: Bool = false, isForTerminal: Bool = true,
    chain: [String] = []
  ) -> String {
    DiagnosticRenderer(
      palette: Palette(isColored: isColored), width: width, isForTerminal: isForTerminal
    ).render(diagnostic, in: diagnostic.span == nil ? nil : source, chain: chain)
  }

  private static let malformed = ErrorCode(207, title: "a malformed value", story: "")
  private static let code = "\(malformed)"

  @Test func anExcerptWithItsMark() {
    #expect(
      Self.text(Self.diagnostic(13, 16)) == """
        error[\(Self.code)]: a umask is octal digits
          --> a.cloche:2:7
           |
         2 | umask 888 日本
           |       ^^^ not octal
           = why: the kernel takes nine bits
           = fix: `umask 077`

        """)
  }

  @Test func theMarkIsAsWideAsWhatIsMarked() {
    let lines = Self.text(Self.diagnostic(17, 23)).split(separator: "\n")
    #expect(lines[4] == "   |           ^^^^ not octal")
  }

  @Test func withoutAPlace() {
    let diagnostic = Diagnostic(Self.malformed, "nothing to do", at: nil).note("a remark")
    #expect(
      Self.text(diagnostic) == "error[\(Self.code)]: nothing to do\n   = note: a remark\n")
  }

  @Test(arguments: [20, 40, 80])
  func linesFitTheTerminal(_ width: Int) {
    let long = String(repeating: " 日本", count: 40)
    let source = Source(name: "a", bytes: Bytes("echo\(long)".utf8))
    let diagnostic = Diagnostic(
      Self.malformed, "no\(long)", at: SourceSpan(SourceID(0), 5, 11)
    ).why("no\(long)").fix("e\u{301} and e\u{301} \(long)")
    let text = DiagnosticRenderer(
      palette: Palette(isColored: false), width: width, isForTerminal: true
    ).render(diagnostic, in: source, chain: ["in `f`\(long)"])
    // An excerpt has twenty columns at least, behind the number of its line.
    for line in text.split(separator: "\n") {
      #expect(line.displayWidth <= max(width, 25), "\(line)")
    }
    #expect(text.split(separator: "\n").contains { $0.displayWidth > width - 6 })
  }

  @Test func aMessageInAFileStaysALine() {
    let text = Self.text(Self.diagnostic(13, 16), width: 20, isForTerminal: false)
    #expect(text.hasPrefix("error[\(Self.code)]: a umask is octal digits\n"))
    #expect(!Self.text(Self.diagnostic(13, 16), width: 20).contains("a umask is octal digits"))
  }

  @Test func coloursAreAllThatColourAdds() {
    let colored = Self.text(Self.diagnostic(13, 16), isColored: true)
    #expect(colored.hasPrefix("\u{1b}[1;31merror[\(Self.code)]\u{1b}[0m: \u{1b}[1ma umask"))
    var plain = ""
    var isSequence = false
    for character in colored {
      if character == "\u{1b}" { isSequence = true }
      if !isSequence { plain.append(character) }
      if character == "m" { isSequence = false }
    }
    #expect(plain == Self.text(Self.diagnostic(13, 16)))
  }

  @Test func whatIsSaidDoesNotDriveTheTerminal() {
    let diagnostic = Diagnostic(Self.malformed, "no \u{1b}[2J", at: nil).note("\u{7}")
    #expect(Self.text(diagnostic).contains("no \\e[2J"))
    #expect(Self.text(diagnostic).contains("\\u{7}"))
    let long = Self.text(Diagnostic(Self.malformed, String(repeating: "x", count: 5000), at: nil))
    #expect(long.utf8.count < 500)
  }

  @Test func aLongChainIsShortened() {
    let chain = (1...9).map { "in `f\($0)`, called at a.cloche:\($0)" }
    let lines = Self.text(Self.diagnostic(13, 16), chain: chain).split(separator: "\n").suffix(5)
    #expect(
      lines.map(String.init) == [
        "   = note: in `f1`, called at a.cloche:1", "   = note: in `f2`, called at a.cloche:2",
        "   = note: in `f3`, called at a.cloche:3", "   = note: ... 5 more of the same kind",
        "   = note: in `f9`, called at a.cloche:9",
      ])
    let short = Self.text(Self.diagnostic(13, 16), chain: Array(chain.prefix(6)))
    #expect(short.split(separator: "\n").count == 13)
  }
}
