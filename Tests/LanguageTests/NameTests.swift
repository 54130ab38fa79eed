import Language
import Testing

/// Names, and the table that finds them.
@Suite struct NameTests {
  private func find(_ name: String, in table: NameTable) -> Int? { table[Bytes(name.utf8)[...]] }

  @Test func namesAreFoundByTheirBytes() {
    var table = NameTable(capacity: 4)
    for (value, name) in ["exec", "exe", "e", "größe"].enumerated() { table.insert(name, value) }
    #expect(["exec", "exe", "e", "größe"].map { find($0, in: table) } == [0, 1, 2, 3])
    for name in ["", "ex", "execs", "EXEC", "f", "gro\u{308}ße", "exec\0"] {
      #expect(find(name, in: table) == nil)
    }
    #expect(table.keys == ["exec", "exe", "e", "größe"])
  }

  @Test func slicesOfATextAreLookedUp() {
    var table = NameTable(capacity: 1)
    table.insert("exec", 7)
    #expect(table[Bytes("xx exec yy".utf8)[3..<7]] == 7)
    #expect(table[Bytes("xx exec yy".utf8)[3..<8]] == nil)
  }

  @Test func ofTwoOfANameTheFirstIsFound() {
    var table = NameTable(capacity: 4)
    table.insert("a", 1)
    table.insert("a", 2)
    #expect(find("a", in: table) == 1)
  }

  @Test(arguments: [0, 1, 8, 9, 64, 1_000])
  func asManyAsItWasMadeFor(_ count: Int) {
    var table = NameTable(capacity: count)
    for value in 0..<count { table.insert("name-\(value)", value * 3) }
    #expect((0..<count).map { find("name-\($0)", in: table) } == (0..<count).map { $0 * 3 })
    #expect((count..<count + 100).allSatisfy { find("name-\($0)", in: table) == nil })
    #expect(table.keys.count == count)
  }

  @Test(arguments: [
    ("a", true, true), ("abc", true, true), ("a1", true, true), ("a-b", false, true),
    ("a_b", true, false), ("_", true, false), ("A", true, false), ("aB", true, false),
    ("1a", false, false), ("-a", false, false), ("a-", false, true), ("!", false, true),
    ("!!", false, false), ("a!", false, false), ("", false, false), ("é", false, false),
    ("aé", false, false), ("a b", false, false), ("a.b", false, false), ("@", false, false),
    ("`", false, false), ("[", false, false), ("{", false, false), ("a{", false, false),
  ])
  func names(_ text: String, _ isName: Bool, _ isCommandName: Bool) {
    #expect(Bytes(text.utf8).isName == isName)
    #expect(Bytes(text.utf8).isCommandName == isCommandName)
  }
}
