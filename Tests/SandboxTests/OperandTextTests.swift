import Kernel
import Language
import Sandbox
import Testing

/// Arguments of system calls as a plan shows them.
@Suite struct OperandTextTests {
  private static let someFlags = Constants(flags: {
    [("ALL", 7), ("READ", 1), ("WRITE", 2), ("ZERO", 0)]
  })
  private static let someValues = Constants(values: { [("NONE", 0), ("ONE", 1), ("MINUS", .max)] })

  @Test(arguments: [
    (0, "0"), (1, "READ"), (2, "WRITE"), (3, "READ|WRITE"), (7, "ALL"), (8, "0x8"),
    (9, "READ|0x8"), (15, "ALL|0x8"), (1 << 63, "0x8000000000000000"),
  ])
  func flags(value: UInt64, text: String) { #expect(Self.someFlags.text(of: value) == text) }

  @Test(arguments: [(0, "NONE"), (1, "ONE"), (2, "2"), (.max, "MINUS"), (.max - 1, "-2")])
  func values(value: UInt64, text: String) { #expect(Self.someValues.text(of: value) == text) }

  /// A flag that two names share would be shown twice, or as a number.
  @Test(arguments: [
    CloneFlag.names, MountFlag.names, MountAttribute.names, OpenTreeFlag.names,
    MoveMountFlag.names, AtFlag.names, ResolveFlag.names, UnmountFlag.names, CloseRangeFlag.names,
    OpenFlag.names, FSFlag.openNames, FSFlag.mountNames, SocketConstant.types,
  ])
  func aFamilyNamesEachOfItsFlagsOnce(names: Constants) {
    var all: UInt64 = 0
    for bit in 0..<64 where !names.text(of: 1 << bit).hasPrefix("0x") { all |= 1 << bit }
    let words = names.text(of: all).split(separator: "|")
    #expect(!words.isEmpty)
    #expect(Set(words).count == words.count)
    #expect(!words.contains { $0.hasPrefix("0x") })
  }

  @Test func theWholeOfACloneIsNamed() {
    #expect(
      CloneFlag.names.text(of: NamespaceKind.allCases.reduce(0) { $0 | $1.cloneFlag }).split(
        separator: "|"
      ).count == 8)
  }

  @Test(arguments: [
    (Operand.null, "NULL"), (.number(-1), "-1"), (.mode(0), "0"), (.mode(0o1777), "01777"),
    (.text(Bytes("a\"b\\c\n".utf8)), #""a\"b\c\n""#), (.data([0xff, 0, 0x1b]), #""\xff\u{0}\e""#),
    (.vector([Bytes("a b".utf8), []]), "[\"a b\", \"\"]"), (.environment([]), "environment"),
    (.room(8), "buffer"), (.ids([1, 2]), "[1, 2]"), (.opaque(7, "stack"), "stack"),
    (.cell(LaunchPlan.channel), "channel"), (.address(LaunchPlan.program), "&program"),
    (.constant(3, someFlags), "READ|WRITE"),
  ])
  func operand(operand: Operand, text: String) {
    #expect(LaunchPlan().text(of: operand) == text)
  }

  @Test func zerosOfAStructureAreLeftOut() {
    let structure = Operand.Structure(
      "all",
      [
        .init("zero", .number(0)), .init("mode", .mode(0)),
        .init("flags", .constant(0, Self.someFlags)),
        .init("value", .constant(0, Self.someValues)), .init("number", .number(5)),
        .init("bytes", size: 3, .data([1, 2, 3])),
      ])
    #expect(LaunchPlan().text(of: .structure(structure)) == "{value=NONE, number=5, bytes}")
  }

  @Test func aResultIsNamedBeforeTheCall() {
    var launch = LaunchPlan()
    var step = Step(.getpid, [])
    #expect(launch.text(of: step) == "getpid()")
    step.result = launch.cell("own")
    #expect(launch.text(of: step) == "own = getpid()")
  }
}
