import Language
import Testing

@Test func emptyTextParses() {
  #expect(Parser.parse([], source: SourceID(0)).diagnostics.isEmpty)
}
