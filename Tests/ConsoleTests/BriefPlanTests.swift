import TestSupport
import Testing

/// `plan --brief`: a plan in a few sentences.
@Suite struct BriefPlanTests {
  /// The first and the last step of each line.
  private func ranges(_ text: String) -> [ClosedRange<Int>] {
    text.split(separator: "\n").compactMap { line in
      let numbers = line.prefix { $0 != " " }.split(separator: "-").compactMap { Int($0) }
      guard let first = numbers.first, let last = numbers.last else { return nil }
      return first...last
    }
  }

  /// No step is left out, and each belongs to one sentence.
  @Test(arguments: [
    "", "ns uts pid mnt user; root host; mount proc /proc; hostname x",
    "ns user net cgroup; init off; cap none; seccomp default; umask 077",
    "ns user pid mnt; up",
  ]) func itsSentencesCoverThePlan(_ context: String) throws {
    let brief = Cloche.commands("\(context)\nplan --brief true")
    let whole = Cloche.commands("\(context)\nplan true")
    try #require(brief.status == 0 && whole.status == 0, "\(brief.err)")
    let parts = ranges(brief.out)
    #expect(parts.first?.lowerBound == 1)
    for (one, next) in zip(parts, parts.dropFirst()) {
      #expect(next.lowerBound == one.upperBound + 1)
    }
    let steps = whole.out.split(separator: "\n").compactMap { line in
      Int(line.prefix(4).filter(\.isNumber))
    }
    #expect(parts.last?.upperBound == steps.max())
    expectFits(brief.out, rows: 60)
  }

  @Test func whatItSays() {
    let run = Cloche.commands("ns uts user; hostname x; plan --brief true")
    for sentence in [
      "A new process is made, in new namespaces: user uts.", "The machine inside gets its names.",
      "The child becomes the program.",
    ] { #expect(run.out.contains(" \(sentence)\n"), "\(sentence)") }
    let json = Cloche.commands("ns uts user; plan --brief --json true").out
    #expect(json.hasPrefix(#"{"phases":[{"first":1,"#))
  }
}
