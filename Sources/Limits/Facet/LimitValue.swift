import ControlGroups
import Kernel
import Language
import Sandbox

/// The values of `limit`, as far as they can be judged without a host.
package enum LimitValue {
  /// What a command does to the limits.
  package enum Change {
    /// Replaces that of the same key: `pids`, `io /dev/vda`.
    case set(LimitSet.Request, key: String)
    /// Takes those away whose key begins with these words.
    case lift([String])
  }

  /// Those with one value after their name.
  package static var plainResources: [Resource] {
    let others: [Resource] = [.io, .devices, .hugetlb, .notifyOnRelease]
    return Resource.allCases.filter { !others.contains($0) }
  }

  /// What the words of a `limit` command ask for.
  ///
  /// - Throws: what is wrong with a value, at its place.
  package static func parse(_ wish: LimitWish) throws(Diagnostic) -> Change {
    switch wish {
    case .plain(let resource, let value):
      let key = resource.rawValue
      if value.matches("max") { return .lift([key]) }
      return .set(.limit(resource, try plain(value, resource)), key: key)
    case .rates(let device, let rates): return try self.rates(rates, device)
    case .noDevices: return .set(.noDevices, key: "devices none")
    case .allDevices: return .lift(["devices"])
    case .device(let isBlock, let numbers, let access):
      return try deviceRule(isBlock, numbers, access)
    case .pages(let size, let count): return try pages(size, count)
    case .notifyOnRelease(let isOn):
      let key = Resource.notifyOnRelease.rawValue
      return isOn.map { .set(.limit(.notifyOnRelease, .flag($0)), key: key) } ?? .lift([key])
    }
  }

  private static func plain(
    _ word: Argument, _ resource: Resource
  ) throws(Diagnostic) -> Limit.Value {
    // Room for a sum of two of them.
    let sizes = 1 << 61
    switch resource {
    case .pids:
      return .amount(try Quantity.count(word, "a number of processes", in: 1...4_194_304))
    case .memory: return .amount(try Quantity.size(word, "a size of memory", in: 4096...sizes))
    case .swap: return .amount(try Quantity.size(word, "a size of swap", in: 0...sizes))
    case .cpu: return .amount(try CPUAmount.parse(word))
    case .cpuWeight, .ioWeight:
      return .amount(try Quantity.count(word, "a weight", in: 1...10_000))
    case .cpus: return .list(try list(word, "CPUs"))
    case .mems: return .list(try list(word, "memory nodes"))
    case .net:
      // As many bits as its message to the kernel has.
      return .amount(
        try Quantity.size(word, "a rate in bytes a second", in: 1024...Int(UInt32.max)))
    case .io, .devices, .hugetlb, .notifyOnRelease: return .flag(true)
    }
  }

  /// Numbers and ranges with commas between them.
  private static func list(_ word: Argument, _ what: String) throws(Diagnostic) -> String {
    for part in word.split(UInt8(ascii: ",")) {
      let ends = part.split(UInt8(ascii: "-"))
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard ends.count <= 2,
        ends.allSatisfy({ !$0.bytes.isEmpty && $0.bytes.allSatisfy(digits.contains) })
      else {
        throw Quantity.malformed(word, "a list of \(what)", "0-1,3")
      }
      var previous = 0
      for end in ends {
        let number = try Quantity.count(end, "a number in a list of \(what)", in: 0...8191)
        guard number >= previous else {
          throw Diagnostic(
            .outOfRange, "`\(part.displayed)` is out of range for a list of \(what)",
            at: part.span, label: "ends before it begins")
        }
        previous = number
      }
    }
    return word.text
  }

  /// `rbps=1M wiops=100`
  private static func rates(
    _ words: [Argument], _ device: Argument
  ) throws(Diagnostic) -> Change {
    let key = "io \(device.displayed)"
    guard !device.bytes.isEmpty else {
      throw Quantity.malformed(device, "a disk", "a path like /dev/sda")
    }
    if words.count == 1, words[0].matches("max") { return .lift([key]) }
    var rates = Rates()
    var seen: [Rates.Name] = []
    for word in words {
      guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")),
        let name = Rates.Name(rawValue: word.part(0..<equals).text)
      else {
        throw Diagnostic(
          .unknownWord, "unknown word `\(word.displayed)`", at: word.span,
          label: "expected rbps=, wbps=, riops= or wiops=")
      }
      guard !seen.contains(name) else {
        throw Diagnostic(
          .unexpectedArgument, "`\(name.rawValue)` is given twice", at: word.span)
      }
      seen.append(name)
      let value = word.part(equals + 1..<word.bytes.count)
      if value.matches("max") { continue }
      rates[name] =
        name.isSize
        ? try Quantity.size(value, "a rate in bytes a second", in: 1...Int.max)
        : try Quantity.count(value, "a rate of operations", in: 1...Int(UInt32.max) - 1)
    }
    return rates == Rates() ? .lift([key]) : .set(.rates(device, rates), key: key)
  }

  /// `allow c 1:3 rw`
  private static func deviceRule(
    _ isBlock: Bool, _ numbers: Argument, _ access: Argument
  ) throws(Diagnostic) -> Change {
    let parts = numbers.split(UInt8(ascii: ":"))
    guard parts.count == 2 else {
      throw Quantity.malformed(numbers, "the number of a device", "1:3, or '1:*'")
    }
    let text = access.text
    guard !text.isEmpty, text.allSatisfy({ "rwm".contains($0) }), Set(text).count == text.count
    else { throw Quantity.malformed(access, "an access to a device", "some of r, w and m") }
    let rule = DeviceRule(
      isBlock: isBlock, major: try part(parts[0], "major", 4095),
      minor: try part(parts[1], "minor", 1_048_575),
      access: String("rwm".filter { text.contains($0) }))
    return .set(.device(rule), key: "devices allow \(rule.device)")
  }

  private static func part(
    _ word: Argument, _ what: String, _ most: Int
  ) throws(Diagnostic) -> Int? {
    word.matches("*") ? nil : try Quantity.count(word, "a \(what) number", in: 0...most)
  }

  private static func pages(_ size: Argument, _ count: Argument) throws(Diagnostic) -> Change {
    let bytes = try Quantity.size(size, "a size of huge pages", in: 8192...(1 << 40))
    guard bytes & (bytes - 1) == 0 else {
      throw Diagnostic(
        .outOfRange, "`\(size.displayed)` is out of range for a size of huge pages", at: size.span,
        label: "expected a power of two, as 2M or 1G")
    }
    let key = "hugetlb \(Quantity.sizeText(bytes))"
    if count.matches("max") { return .lift([key]) }
    let most = Int.max / 2 / bytes
    let number = try Quantity.count(count, "a number of huge pages", in: 0...most)
    return .set(.limit(.hugetlb, .pages(size: bytes, count: number)), key: key)
  }
}
