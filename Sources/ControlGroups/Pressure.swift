import Kernel

/// How much of the time processes waited for a resource. See the kernel's document on PSI.
package struct Pressure: Sendable, Equatable {
  /// The resources that processes wait for.
  package enum Kind: String, CaseIterable, Sendable {
    case cpu, memory, io
  }

  /// The part of the time that some of the processes waited, or all of them at once.
  package struct Share: Sendable, Equatable {
    /// Hundredths of a percent of the last 10, 60 and 300 seconds.
    package let last10: Int
    package let last60: Int
    package let last300: Int
    /// Microseconds, since there is the group.
    package let total: Int
  }

  /// At least one process waited.
  package let some: Share
  /// All of them did; nil where that is not told.
  package let full: Share?
}

extension Pressure.Kind {
  /// Of the counter that tells for how long some process waited, in microseconds.
  package var counterName: String { "\(rawValue).pressure" }
}

extension ControlGroup {
  /// Whether its kernel could count pressure: only groups of v2 have it, where it is not turned off.
  package var canHavePressure: Bool { directories.contains { $0.hierarchy.version == 2 } }

  /// How much its processes wait; nil where this kernel does not count it. v1 does not, but a group
  /// of v2 does without any controller.
  package func pressure(_ kind: Pressure.Kind) -> Pressure? {
    guard let directory = directories.first(where: { $0.hierarchy.version == 2 }),
      let text = SmallFile.line(FilePath("\(directory.path)/\(kind.counterName)"))
    else { return nil }
    return Pressure(text)
  }
}

extension Pressure {
  /// From the lines of a file: `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`.
  package init?(_ text: String) {
    var shares: [Substring: Share] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let values = words.dropFirst().compactMap { $0.split(separator: "=").last }
      // A point before the last two digits makes hundredths of what follows it.
      let numbers = values.compactMap { value in Int(value.filter { $0 != "." }) }
      guard let name = words.first, numbers.count == 4 else { continue }
      shares[name] = Share(
        last10: numbers[0], last60: numbers[1], last300: numbers[2], total: numbers[3])
    }
    guard let some = shares["some"] else { return nil }
    self.init(some: some, full: shares["full"])
  }
}
