import Language
import Testing

/// "did you mean": near enough to be a slip of the fingers, never a wild guess.
@Suite struct SuggestionTests {
  private static let names = [
    "uts", "pid", "mnt", "user", "net", "ipc", "cgroup", "time", "hostname",
  ]

  @Test(arguments: [
    ("utc", "uts"), ("ut", "uts"), ("utss", "uts"), ("tus", "uts"), ("usr", "user"),
    ("cgruop", "cgroup"), ("hotsname", "hostname"), ("hostnme", "hostname"), ("hstnme", "hostname"),
    ("tiem", "time"), ("xtime", "time"), ("mn", "mnt"),
  ])
  func slips(_ word: String, _ meant: String) {
    #expect(Suggestion.nearest(to: word, among: Self.names) == meant)
    #expect(Suggestion.label(for: word, among: Self.names) == "did you mean `\(meant)`?")
  }

  @Test(arguments: [
    "", "x", "xyz", "banana", "stu", "hstnmx", "UTS", String(repeating: "uts", count: 30), "\0",
    "日",
    // It is one of them.
    "cgroup",
  ])
  func noGuesses(_ word: String) {
    #expect(Suggestion.nearest(to: word, among: Self.names) == nil)
    #expect(Suggestion.label(for: word, among: Self.names) == "")
  }

  @Test(
    arguments: [
      // The nearest one, and of two that are as near the first.
      ("hostnam", ["hostile", "hostname"], "hostname"),
      ("abx", ["acx", "adx"], "acx"), ("ab", ["ac", "ad"], nil),
      // Never the opposite.
      ("undo", ["redo"], nil), ("on", ["off", "one"], "one"),
      ("pids", ["pid", "uid"], "pid"),
      // A swap of neighbours is one edit.
      ("abcd", ["abdc", "abxx"], "abdc"),
      // One edit in three letters.
      ("abcdef", ["abcdxy"], "abcdxy"), ("abcde", ["abcxy"], nil), ("abcdef", ["abcxyz"], nil),
      // Nothing is left of a word of which each letter is another.
      ("a", ["b"], nil), ("a", ["ab"], "ab"), ("a", [""], nil), ("", ["a"], nil),
      ("größe", ["grösse"], "grösse"), ("größe", ["große"], "große"),
      ("ab", [], nil), ("ab", ["", "abc"], "abc"),
    ] as [(String, [String], String?)])
  func nearest(_ word: String, _ candidates: [String], _ expected: String?) {
    #expect(Suggestion.nearest(to: word, among: candidates) == expected)
  }

  @Test func longWordsAreNotMeasured() {
    let most = String(repeating: "a", count: 64)
    #expect(Suggestion.nearest(to: most + "b", among: [most]) == nil)
    #expect(Suggestion.nearest(to: most, among: [most + "b"]) == nil)
    #expect(Suggestion.nearest(to: String(most.dropLast()), among: [most]) == most)
  }
}
