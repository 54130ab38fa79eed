import Kernel

/// A number that the kernel keeps of a group, under one name for v1 and v2.
public struct Counter: Sendable {
  /// `memory.peak`
  public let name: String
  public let controller: String
  /// Counted in this, for showing.
  public let unit: Unit
  let version1: Place
  let version2: Place

  public enum Unit: Sendable {
    case count
    case bytes
    case microseconds
  }

  /// A file, and the key of a line in it where it has several.
  struct Place: Sendable {
    let file: String
    let key: String?
    /// What one of its units is of ours, as a divisor.
    let divisor: Int

    init(_ file: String, _ key: String? = nil, divisor: Int = 1) {
      self.file = file
      self.key = key
      self.divisor = divisor
    }
  }

  init(
    _ name: String, _ controller: String, _ unit: Unit, _ version1: Place, _ version2: Place
  ) {
    self.name = name
    self.controller = controller
    self.unit = unit
    self.version1 = version1
    self.version2 = version2
  }

  /// All of them.
  public static var all: [Counter] {
    [
      Counter("pids.current", "pids", .count, Place("pids.current"), Place("pids.current")),
      Counter("pids.peak", "pids", .count, Place("pids.peak"), Place("pids.peak")),
      Counter(
        "pids.refused", "pids", .count, Place("pids.events", "max"), Place("pids.events", "max")),
      Counter(
        "memory.current", "memory", .bytes, Place("memory.usage_in_bytes"), Place("memory.current")),
      Counter(
        "memory.peak", "memory", .bytes, Place("memory.max_usage_in_bytes"), Place("memory.peak")),
      Counter(
        "memory.oom_kills", "memory", .count, Place("memory.oom_control", "oom_kill"),
        Place("memory.events", "oom_kill")),
      Counter(
        "cpu.throttled", "cpu", .count, Place("cpu.stat", "nr_throttled"),
        Place("cpu.stat", "nr_throttled")),
      Counter(
        "cpu.throttled_time", "cpu", .microseconds,
        Place("cpu.stat", "throttled_time", divisor: 1000), Place("cpu.stat", "throttled_usec")),
    ]
  }
}

extension ControlGroup {
  /// What a counter says now; nil where this kernel does not count it.
  ///
  /// Read directly: libcgroup's readers of statistics lose all but two words of a line.
  public func value(of counter: Counter) -> Int? {
    guard let directory = directory(of: counter.controller) else { return nil }
    let place = directory.hierarchy.version == 1 ? counter.version1 : counter.version2
    guard let text = SmallFile.line(FilePath("\(directory.path)/\(place.file)")) else { return nil }
    let number = place.key.map { Self.number(of: $0, in: text) } ?? Int(text)
    return number.map { $0 / place.divisor }
  }

  /// The number behind a key, in a file of lines with a key and a number each.
  private static func number(of key: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == key { return Int(words[1]) }
    }
    return nil
  }
}
