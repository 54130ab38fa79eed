import Language
import Testing

/// The shape that every refusal has.
@Suite struct DiagnosticTests {
  private static let first = SourceID(1)
  private static let second = SourceID(2)

  @Test(arguments: [(1, "E0001"), (107, "E0107"), (9999, "E9999"), (12345, "E12345"), (0, "E0000")])
  func codesHaveFourDigits(_ number: UInt16, _ text: String) {
    #expect(ErrorCode(number, title: "", story: "").description == text)
  }

  @Test func codesAreTheirNumbers() {
    let code = ErrorCode(107, title: "a title", story: "a story")
    #expect(code == ErrorCode(107, title: "", story: "") && code != .badName)
    #expect(Set([code, ErrorCode(107, title: "", story: "")]).count == 1)
    #expect(code.story == "E0107: a title\n\na story")
  }

  @Test func remarksAreKeptInOrder() {
    let bare = Diagnostic(.badName, "a", at: nil)
    let full = bare.note("b").why("c").fix("d").note("e")
    #expect(full.remarks.map(\.kind) == [.note, .why, .fix, .note])
    #expect(full.remarks.map(\.text) == ["b", "c", "d", "e"])
    #expect(bare.remarks.isEmpty)
    #expect(full.message == "a")
    #expect(full.code == .badName)
  }

  @Test func theOrderIsThatOfSourcesThenOfPlaces() {
    let places = [
      nil, SourceSpan(Self.first, 3, 9), SourceSpan(Self.first, 8, 9),
      SourceSpan(Self.second, 0, 1),
    ]
    let diagnostics = places.map { Diagnostic(.badName, "a", at: $0) }
    #expect(
      diagnostics.reversed().sorted(by: Diagnostic.byPosition).map(\.span)
        == diagnostics.map(\.span))
    for diagnostic in diagnostics { #expect(!Diagnostic.byPosition(diagnostic, diagnostic)) }
  }

  @Test func spansAreRangesOfBytes() {
    let span = SourceSpan(Self.first, 3, 7)
    #expect(span.range == 3..<7)
    #expect(span.after == SourceSpan(Self.first, 7, 7))
    #expect(span != SourceSpan(Self.second, 3, 7))
  }

  @Test func theFaultsOfATextNameItsSource() {
    let result = Parser.parse(Bytes("a |".utf8), source: Self.second)
    #expect(result.diagnostics.map { $0.span?.source } == [Self.second])
    #expect(result.script.source == Self.second)
  }
}
