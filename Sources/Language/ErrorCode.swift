/// The number of a kind of error: `help E0107` tells its story.
///
/// The hundreds say who found it: 0 the lexer, 1 the grammar and the names, 2 the arguments of a
/// command, 3 the run of a script, 4 the launch, 5 the program's own files and options.
public struct ErrorCode: Hashable, Sendable, CustomStringConvertible {
  public let number: UInt16

  public init(_ number: UInt16) { self.number = number }

  /// As shown: `E0107`.
  public var description: String {
    let digits = String(number)
    return "E" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

// The lexer.
extension ErrorCode {
  public static var nulByte: ErrorCode { ErrorCode(1) }
  public static var loneCarriageReturn: ErrorCode { ErrorCode(2) }
  public static var unclosedQuote: ErrorCode { ErrorCode(3) }
  public static var unknownEscape: ErrorCode { ErrorCode(4) }
  public static var reservedCharacter: ErrorCode { ErrorCode(5) }
  public static var malformedVariable: ErrorCode { ErrorCode(6) }
  public static var endsInBackslash: ErrorCode { ErrorCode(7) }
  public static var tooLarge: ErrorCode { ErrorCode(8) }
}

// The grammar and the names.
extension ErrorCode {
  public static var unknownCommand: ErrorCode { ErrorCode(101) }
  public static var expectedBlock: ErrorCode { ErrorCode(102) }
  public static var unexpectedToken: ErrorCode { ErrorCode(103) }
  public static var unclosedBlock: ErrorCode { ErrorCode(104) }
  public static var blockDepth: ErrorCode { ErrorCode(105) }
  public static var badName: ErrorCode { ErrorCode(106) }
  public static var unknownNamespace: ErrorCode { ErrorCode(107) }
  public static var undefinedVariable: ErrorCode { ErrorCode(108) }
  public static var missingCommand: ErrorCode { ErrorCode(109) }
  public static var notACommandName: ErrorCode { ErrorCode(110) }
  public static var backgroundNotPossible: ErrorCode { ErrorCode(111) }
  public static var ambiguousAbbreviation: ErrorCode { ErrorCode(112) }
}

// The arguments of a command.
extension ErrorCode {
  public static var missingArgument: ErrorCode { ErrorCode(201) }
  public static var unexpectedArgument: ErrorCode { ErrorCode(202) }
  public static var unknownOption: ErrorCode { ErrorCode(203) }
  public static var badValue: ErrorCode { ErrorCode(204) }
  public static var outOfRange: ErrorCode { ErrorCode(205) }
  public static var unknownWord: ErrorCode { ErrorCode(206) }
}

// The run of a script.
extension ErrorCode {
  public static var sourceDepth: ErrorCode { ErrorCode(301) }
  public static var unreadableFile: ErrorCode { ErrorCode(302) }
  public static var callDepth: ErrorCode { ErrorCode(303) }
  public static var assertionFailed: ErrorCode { ErrorCode(304) }
  public static var stopped: ErrorCode { ErrorCode(305) }
  public static var captureTooLarge: ErrorCode { ErrorCode(306) }
  public static var missingFeature: ErrorCode { ErrorCode(307) }
  public static var timedOut: ErrorCode { ErrorCode(308) }
  public static var notSucceeded: ErrorCode { ErrorCode(309) }
  public static var nothingToUndo: ErrorCode { ErrorCode(310) }
  public static var unwritableFile: ErrorCode { ErrorCode(311) }
  public static var noSuchJob: ErrorCode { ErrorCode(312) }
  public static var noTerminal: ErrorCode { ErrorCode(313) }
  /// What is asked for is possible only while the box is down, or only while it is up.
  public static var boxIsUp: ErrorCode { ErrorCode(314) }
  public static var boxIsDown: ErrorCode { ErrorCode(315) }
}

// The launch.
extension ErrorCode {
  public static var cloneRefused: ErrorCode { ErrorCode(401) }
  public static var programNotFound: ErrorCode { ErrorCode(402) }
  public static var programNotExecutable: ErrorCode { ErrorCode(403) }
  public static var childDied: ErrorCode { ErrorCode(404) }
  public static var stepRefused: ErrorCode { ErrorCode(410) }
  public static var mountRefused: ErrorCode { ErrorCode(411) }
  public static var idMapRefused: ErrorCode { ErrorCode(412) }
  public static var rootRefused: ErrorCode { ErrorCode(413) }
  public static var identityRefused: ErrorCode { ErrorCode(414) }
  public static var resourceLimitRefused: ErrorCode { ErrorCode(415) }
  public static var capabilityRefused: ErrorCode { ErrorCode(416) }
  public static var filterRefused: ErrorCode { ErrorCode(417) }
  public static var controlGroupRefused: ErrorCode { ErrorCode(420) }
  public static var controllerMissing: ErrorCode { ErrorCode(421) }
  public static var notDelegated: ErrorCode { ErrorCode(422) }
  /// A static rule: it could not work, or would hurt the host.
  public static var needsNamespace: ErrorCode { ErrorCode(450) }
  public static var contradiction: ErrorCode { ErrorCode(451) }
}

// The program itself.
extension ErrorCode {
  public static var privilegedFile: ErrorCode { ErrorCode(502) }
  public static var brokenFile: ErrorCode { ErrorCode(503) }
  public static var unprotectedFile: ErrorCode { ErrorCode(504) }
}
