import Language
import Sandbox
import Testing

/// Numbers with units: exactly what was typed, or refused.
@Suite struct QuantityTests {
  private func word(_ text: String) -> Argument {
    Argument(Bytes(text.utf8), at: SourceSpan(SourceID(0), 0, text.utf8.count))
  }

  private func refusal(_ body: () throws -> Int) -> (code: String, label: String)? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? Diagnostic).map { ($0.code.description, $0.label) }
    }
  }

  @Test(arguments: [
    ("0", 0), ("7", 7), ("007", 7), ("4294967296", 1 << 32), ("9223372036854775807", .max),
  ])
  func count(text: String, value: Int) throws {
    #expect(try Quantity.count(word(text), "a count") == value)
  }

  @Test(arguments: [
    ("", "E0204", "expected a whole number"), (" ", "E0204", "expected a whole number"),
    ("five", "E0204", "expected a whole number"), ("+5", "E0204", "expected a whole number"),
    ("5.0", "E0204", "expected a whole number"), ("0x5", "E0204", "expected a whole number"),
    ("5 ", "E0204", "expected a whole number"), ("5K", "E0204", "expected a whole number"),
    ("1_000", "E0204", "expected a whole number"), ("\u{0665}", "E0204", "expected a whole number"),
    ("-", "E0204", "expected a whole number"), ("--5", "E0204", "expected a whole number"),
    ("-5", "E0205", "cannot be negative"), ("-0", "E0205", "cannot be negative"),
    ("-99999999999999999999", "E0205", "cannot be negative"),
    ("9223372036854775808", "E0205", "more than 64 bits hold"),
    ("18446744073709551616", "E0205", "more than 64 bits hold"),
    ("99999999999999999999999999", "E0205", "more than 64 bits hold"),
  ])
  func refusedCount(text: String, code: String, label: String) throws {
    let refusal = try #require(refusal { try Quantity.count(word(text), "a count") })
    #expect(refusal == (code, label))
  }

  @Test(arguments: [
    ("2", 3...5, "from 3 to 5"), ("6", 3...5, "from 3 to 5"), ("2", 3...Int.max, "at least 3"),
    ("0", 1...Int.max, "at least 1"),
  ])
  func outOfRange(text: String, range: ClosedRange<Int>, label: String) throws {
    let refusal = try #require(refusal { try Quantity.count(word(text), "a count", in: range) })
    #expect(refusal == ("E0205", label))
    #expect(try Quantity.count(word("3"), "a count", in: range) == 3)
  }

  @Test(arguments: [
    ("0", 0), ("0K", 0), ("1K", 1024), ("64K", 65536), ("512M", 512 << 20), ("2G", 2 << 30),
    ("3T", 3 << 40), ("8388607T", 8_388_607 << 40),
    ("9007199254740991K", 9_007_199_254_740_991 << 10),
  ])
  func size(text: String, value: Int) throws {
    #expect(try Quantity.size(word(text), "a size") == value)
  }

  private static let sizeForm = "expected a size with a unit: K, M, G or T"

  @Test(arguments: [
    ("", "E0204", sizeForm), ("K", "E0204", sizeForm), ("M5", "E0204", sizeForm),
    ("64", "E0204", sizeForm), ("64k", "E0204", sizeForm), ("64KB", "E0204", sizeForm),
    ("64KiB", "E0204", sizeForm), ("64P", "E0204", sizeForm), ("64 K", "E0204", sizeForm),
    ("1.5G", "E0204", sizeForm), ("+1K", "E0204", sizeForm), ("1KK", "E0204", sizeForm),
    ("-1K", "E0204", sizeForm), ("-1", "E0205", "cannot be negative"),
    ("00", "E0204", sizeForm), ("max", "E0204", sizeForm), ("50%", "E0204", sizeForm),
    ("8388608T", "E0205", "more than 64 bits hold"),
    ("9007199254740992K", "E0205", "more than 64 bits hold"),
    ("9223372036854775808K", "E0205", "more than 64 bits hold"),
    ("18446744073709551615T", "E0205", "more than 64 bits hold"),
    ("18014398509481984K", "E0205", "more than 64 bits hold"),
  ])
  func refusedSize(text: String, code: String, label: String) throws {
    let refusal = try #require(refusal { try Quantity.size(word(text), "a size") })
    #expect(refusal == (code, label))
  }

  @Test func aBareNumberIsNotGuessed() throws {
    do {
      _ = try Quantity.size(word("64"), "a size")
      Issue.record("accepted")
    } catch {
      #expect(error.remarks.map(\.text) == ["`64M`? a bare number would leave the unit to guess"])
    }
  }

  @Test func rangeOfSizes() throws {
    let range = 4096...(1 << 30)
    let label = "from 4K to 1G"
    #expect(
      try #require(refusal { try Quantity.size(word("0"), "a size", in: range) }).label == label)
    #expect(
      try #require(refusal { try Quantity.size(word("3K"), "a size", in: range) }).label == label)
    #expect(
      try #require(refusal { try Quantity.size(word("2G"), "a size", in: range) }).label == label)
    #expect(try Quantity.size(word("4K"), "a size", in: range) == 4096)
  }

  @Test(arguments: [
    ("0s", 0), ("1ms", 1_000_000), ("250ms", 250_000_000), ("5s", 5_000_000_000),
    ("2m", 120_000_000_000), ("1h", 3_600_000_000_000), ("9223372036s", 9_223_372_036_000_000_000),
    ("2562047h", 2_562_047 * 3_600_000_000_000),
  ])
  func duration(text: String, value: Int) throws {
    #expect(try Quantity.duration(word(text), "a duration") == value)
  }

  private static let durationForm = "expected a duration: 250ms, 5s, 2m or 1h"

  @Test(arguments: [
    ("", "E0204", durationForm), ("s", "E0204", durationForm), ("5", "E0204", durationForm),
    ("5S", "E0204", durationForm), ("5d", "E0204", durationForm), ("5us", "E0204", durationForm),
    ("1.5s", "E0204", durationForm), ("5 s", "E0204", durationForm), ("+5s", "E0204", durationForm),
    ("5m5s", "E0204", durationForm), ("5\u{b5}s", "E0204", durationForm),
    ("-5s", "E0204", durationForm), ("-5", "E0205", "cannot be negative"),
    ("9223372037s", "E0205", "more than 64 bits hold"),
    ("9223372036854775808ms", "E0205", "more than 64 bits hold"),
    ("2562048h", "E0205", "more than 64 bits hold"),
  ])
  func refusedDuration(text: String, code: String, label: String) throws {
    let refusal = try #require(refusal { try Quantity.duration(word(text), "a duration") })
    #expect(refusal == (code, label))
  }

  @Test(arguments: [
    (0, "0"), (1, "1 byte"), (1000, "1000 bytes"), (1024, "1K"), (1025, "1025 bytes"),
    (65536, "64K"), (1 << 20, "1M"), (3 << 29, "1536M"), (1 << 30, "1G"), (1 << 40, "1T"),
  ])
  func sizeText(bytes: Int, text: String) { #expect(Quantity.sizeText(bytes) == text) }

  @Test func whatIsShownIsEscaped() throws {
    do {
      _ = try Quantity.count(Argument([0x1b, 0xff], at: word("").span), "a count")
      Issue.record("accepted")
    } catch {
      #expect(error.message == "`\\e\\xff` is not a count")
    }
  }
}
