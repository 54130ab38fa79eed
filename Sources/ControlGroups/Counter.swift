import Kernel

/// A number that the kernel keeps of a group, under one name for v1 and v2.
package struct Counter: Sendable {
  /// `memory.peak`
  package let name: String
  /// The one that counts, by its name on v2.
  package let controller: String
  /// Counted in this, for showing.
  package let unit: Unit
  /// nil where that version does not count it.
  let version1: Place?
  let version2: Place?

  /// It counts what has happened, not what is.
  package var isTotal: Bool { !name.hasSuffix(".current") && !name.hasSuffix(".peak") }

  /// What a value is a number of.
  package enum Unit: Sendable {
    case count
    case bytes
    case microseconds
  }

  /// Where in which file a number is.
  struct Place: Sendable {
    let file: String
    let part: Part
    /// What one of its units is of ours, as a divisor.
    let divisor: Int
    /// A controller of its own, where it is not that of the limit.
    let controller: String?
    /// It is counted in the group of the process that it happened to, and not in those above.
    let isOwn: Bool

    enum Part: Sendable {
      /// There is nothing else.
      case whole
      /// The last word of the lines that have this word before it: one line, or one for each disk.
      case behind(String)
      /// Behind `rbytes=` in the lines of all the disks.
      case named(String)
    }

    init(
      _ file: String, _ part: Part = .whole, divisor: Int = 1, in controller: String? = nil,
      isOwn: Bool = false
    ) {
      self.file = file
      self.part = part
      self.divisor = divisor
      self.controller = controller
      self.isOwn = isOwn
    }
  }

  init(
    _ name: String, _ controller: String, _ unit: Unit, _ version1: Place?, _ version2: Place?
  ) {
    self.name = name
    self.controller = controller
    self.unit = unit
    self.version1 = version1
    self.version2 = version2
  }
}

/// Two are the same that have one name.
extension Counter: Equatable {
  package static func == (left: Counter, right: Counter) -> Bool { left.name == right.name }
}

extension ControlGroup {
  /// What a counter says now; nil where this kernel does not count it, or not in this group.
  ///
  /// Read directly: libcgroup's readers of statistics lose all but two words of a line.
  package func value(of counter: Counter) -> Int? {
    guard let version = library.mounted(counter.controller)?.hierarchy.version,
      let place = version == 1 ? counter.version1 : counter.version2,
      let directory = directory(of: place.controller ?? counter.controller)
    else { return nil }
    let value = place.number(in: directory.place(of: place.file))
    guard place.isOwn else { return value }
    // Of both kinds of kernels: those that count above too, and those that do not.
    let inside = directory.groupsInside.compactMap {
      place.number(in: FilePath("\($0)/\(place.file)"))
    }
    return value.map { max($0, inside.reduce(0, &+)) }
  }
}

extension Counter.Place {
  /// What a file says now, in our unit; nil where it says nothing of the kind.
  func number(in file: FilePath) -> Int? {
    SmallFile.line(file).flatMap { number(in: $0) }.map { $0 / divisor }
  }

  func number(in text: String) -> Int? {
    var found: [Int] = []
    switch part {
    case .whole: return Int(text)
    case .behind(let key):
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ").suffix(2)
        if words.count == 2, words.first == key[...] {
          found += words.last.flatMap { Int($0) }.map { [$0] } ?? []
        }
      }
    case .named(let key):
      for word in text.split(whereSeparator: { $0 == "\n" || $0 == " " })
      where word.hasPrefix(key + "=") {
        found += Int(word.dropFirst(key.count + 1)).map { [$0] } ?? []
      }
      // A file without a line is that of a group that has not touched a disk.
      return found.reduce(0, &+)
    }
    return found.isEmpty ? nil : found.reduce(0, &+)
  }
}
