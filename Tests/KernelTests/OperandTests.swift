import Kernel
import TestSupport
import Testing

extension Launches {
  /// Each kind of operand reaches the kernel as it was meant.
  @Suite struct OperandTests {
    @Test(arguments: Way.allCases) func numbers(_ way: Way) throws {
      let operands: [Operand] = [
        .number(41), .mode(41), .opaque(41, "x"), .constant(41, Constants.signals),
      ]
      for operand in operands {
        var draft = Draft(way)
        draft.add(.exitGroup, operand)
        #expect(try draft.run().status.code == 41)
      }
    }

    /// prctl(2) looks at all its arguments: PR_SET_NO_NEW_PRIVS wants 1, 0, 0, 0.
    @Test(arguments: Way.allCases, 1...4) func everyPlaceOfAnArgument(_ way: Way, _ place: Int)
      throws
    {
      var operands = [Operand.number(38), .number(1), .number(0), .number(0), .number(0)]
      var right = Draft(way)
      right.plan.steps.append(Step(.prctl, operands))
      right.add(.exitGroup, .number(3))
      #expect(try right.run().status.code == 3)
      operands[place] = .number(2)
      var wrong = Draft(way)
      wrong.plan.steps.append(Step(.prctl, operands))
      #expect(try wrong.run().failure?.errno == .invalidArgument)
    }

    @Test(arguments: Way.allCases) func resultsOfEarlierSteps(_ way: Way) throws {
      var draft = Draft(way)
      draft.add(.umask, .mode(0o17))
      let mask = draft.cell("mask", .umask, .mode(0))
      draft.add(.exitGroup, .cell(mask))
      #expect(try draft.run().status.code == 0o17)
    }

    @Test(arguments: Way.allCases) func aDescriptorFromAnEarlierStep(_ way: Way) throws {
      let file = TemporaryFile("seven77")
      var draft = Draft(way)
      let opened = draft.cell(
        "file", .openat, .constant(Directory.current, Directory.names), .text(bytes(file.path)),
        .constant(OpenFlag.readOnly, OpenFlag.names), .number(0))
      let count = draft.cell("count", .read, .cell(opened), .room(64), .number(64))
      draft.add(.exitGroup, .cell(count))
      #expect(try draft.run().status.code == 7)
    }

    @Test(arguments: Way.allCases) func presetsAndAddresses(_ way: Way) throws {
      var draft = Draft(way)
      let preset = draft.plan.cell("preset")
      let untouched = draft.plan.cell("untouched")
      draft.add(.write, .cell(draft.pipe), .address(preset), .number(8))
      draft.add(.write, .cell(draft.pipe), .address(untouched), .number(8))
      let outcome = try draft.run(presets: [LaunchPlan.Preset(preset, 0x0102_0304_0506_0708)])
      #expect(outcome.output == [8, 7, 6, 5, 4, 3, 2, 1] + [UInt8](repeating: 0xff, count: 8))
    }

    @Test(arguments: Way.allCases) func strings(_ way: Way) throws {
      var draft = Draft(way)
      draft.add(.chdir, .text(bytes("/usr/share")))
      draft.shell("pwd -P")
      #expect(try draft.run().out == "/usr/share\n")
      // What a string ends with is in the memory behind it.
      var ended = Draft(way)
      ended.add(.write, .cell(ended.pipe), .text(bytes("abc")), .number(4))
      #expect(try ended.run().output == bytes("abc") + [0])
      var empty = Draft(way)
      empty.add(.chdir, .text([]))
      #expect(try empty.run().failure?.errno == .noSuchFileOrDirectory)
      var null = Draft(way)
      null.add(.chdir, .null)
      #expect(try null.run().failure?.errno == .badAddress)
    }

    @Test(arguments: Way.allCases) func bytesAndIDs(_ way: Way) throws {
      let every = (0...255).map { UInt8($0) }
      var draft = Draft(way)
      draft.add(.write, .cell(draft.pipe), .data(every), .number(256))
      draft.add(.write, .cell(draft.pipe), .ids([1, 0xffff_fffe]), .number(8))
      draft.add(.write, .cell(draft.pipe), .room(5), .number(5))
      let ids: [UInt8] = [1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]
      #expect(try draft.run().output == every + ids + [0, 0, 0, 0, 0])
    }

    @Test(arguments: Way.allCases) func structures(_ way: Way) throws {
      let wide = Operand.constant(0x1122_3344_5566_7788, Constants.signals)
      let structure = Operand.Structure(
        "all",
        [
          Operand.Member("small", size: 4, .number(-2)),
          Operand.Member("mode", size: 4, .mode(0o644)), Operand.Member("wide", wide),
          Operand.Member("opaque", .opaque(9, "nine")),
          Operand.Member("short", size: 5, .data([1, 2, 3])),
          Operand.Member("long", size: 3, .data([7, 7, 7, 7, 7])), Operand.Member("null", .null),
        ])
      var draft = Draft(way)
      draft.add(.write, .cell(draft.pipe), .structure(structure), .number(40))
      let expected: [UInt8] = [
        0xfe, 0xff, 0xff, 0xff, 0xa4, 1, 0, 0, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
        9, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0,
      ]
      #expect(try draft.run().output == expected)
    }

    @Test(arguments: Way.allCases) func vectors(_ way: Way) throws {
      let words = ["printf", "<%s>", "one", "", "two words", "\u{1b}ünï"]
      var draft = Draft(way)
      draft.prepareProgram()
      draft.execute(
        "/usr/bin/printf", words.map(bytes) + [[0xff, 0xfe]], environment: [bytes("LC_ALL=C")])
      let shown = bytes("<one><><two words><\u{1b}ünï><") + [0xff, 0xfe] + bytes(">")
      #expect(try draft.run().output == shown)
    }

    @Test(arguments: Way.allCases) func environments(_ way: Way) throws {
      var draft = Draft(way)
      draft.prepareProgram()
      draft.execute(
        "/usr/bin/env", [bytes("env")], environment: ["A=1", "EMPTY=", "B=x y"].map(bytes))
      #expect(try draft.run().out == "A=1\nEMPTY=\nB=x y\n")
      var none = Draft(way)
      none.prepareProgram()
      none.execute("/usr/bin/env", [bytes("env")], environment: [])
      #expect(try none.run().out.isEmpty)
    }

    @Test(arguments: Way.allCases) func manyWords(_ way: Way) throws {
      var many = Draft(way)
      many.prepareProgram()
      let words = (0..<5000).map { bytes("word number \($0) of very many words") }
      many.execute(
        "/bin/sh", ["sh", "-c", "echo $# $COUNT", "sh"].map(bytes) + words,
        environment: (0..<5000).map { bytes("VARIABLE_\($0)=value") } + [bytes("COUNT=5001")])
      #expect(try many.run().out == "5000 5001\n")
    }

    /// MAX_ARG_STRLEN, 32 pages with the NUL: see execve(2).
    @Test(arguments: [131_071: nil, 131_072: Errno.argListTooLong, 1 << 20: .argListTooLong])
    func aLongWord(_ length: Int, _ errno: Errno?) throws {
      var long = Draft(.shared)
      long.prepareProgram()
      let word = [UInt8](repeating: 0x78, count: length)
      long.execute("/bin/sh", ["sh", "-c", "echo ${#1}", "sh"].map(bytes) + [word])
      let outcome = try long.run()
      #expect(outcome.failure?.errno == errno)
      #expect(outcome.out == (errno == nil ? "\(length)\n" : ""))
    }

    /// More than 16 bits count, as a script with very many mounts has.
    @Test func manyCells() throws {
      var draft = Draft(.shared)
      for _ in 0..<40_000 { _ = draft.plan.cell("cell") }
      let first = draft.cell("first", .umask, .mode(0o22))
      draft.add(.umask, .mode(0o11))
      let mask = draft.cell("mask", .umask, .cell(first))
      draft.add(.exitGroup, .cell(mask))
      #expect(try draft.run().status.code == 0o11)
    }
  }
}
