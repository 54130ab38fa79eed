import Testing

@testable import Limits

/// Counters at two moments, and what happened in between.
@Suite struct SampleTests {
  private func events(
    _ before: [String: Int], _ now: [String: Int], seconds: Int = 1
  ) -> [String] {
    Sample(ended: now).events(
      since: Sample(ended: before), nanoseconds: seconds * 1_000_000_000)
  }

  @Test func whatGrewHasHappened() {
    #expect(events(["pids.refused": 1], ["pids.refused": 1]).isEmpty)
    #expect(events(["pids.refused": 1], ["pids.refused": 3]) == ["fork refused"])
    #expect(
      events(["memory.oom_kills": 0], ["memory.oom_kills": 1])
        == ["out of memory: a process was killed"])
    // Of two seconds one half.
    #expect(
      events(["cpu.throttled_time": 0], ["cpu.throttled_time": 1_000_000], seconds: 2)
        == ["throttled 50 % of the time"])
    #expect(events(["cpu.throttled_time": 0], ["cpu.throttled_time": 9_999]).isEmpty)
    #expect(events(["pids.current": 1], ["pids.current": 9]).isEmpty)
  }

  @Test func anEndedJobHasWhatWasCounted() {
    let sample = Sample(ended: ["memory.peak": 4096, "cpu.pressure": 7, "nothing": 1])
    #expect(sample.rows.map(\.counter.name) == ["memory.peak"] && sample.rows[0].limit == nil)
    #expect(sample.waited.map(\.name) == ["cpu.pressure"])
    #expect(sample.waited.map(\.microseconds) == [7] && !sample.lacksPressure)
  }

  @Test(arguments: [
    (Counter.memoryPeak, 1023, "1023"), (.memoryPeak, 1024, "1K"), (.memoryPeak, 1_572_864, "1.5M"),
    (.throttledTime, 250_000, "250ms"), (.throttledTime, 1_500_000, "1.5s"), (.pidsPeak, 3, "3"),
  ]) func valuesAreShort(_ counter: Counter, _ value: Int, _ text: String) {
    #expect(counter.unit.text(value) == text)
  }
}
