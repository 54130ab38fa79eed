/// The number of a kind of error: `help E0107` tells its story.
///
/// The hundreds say who found it: 0 the lexer, 1 the grammar and the names, 2 the arguments of a
/// command, 3 the run of a script, 4 the launch, 5 the program's own files and options.
package struct ErrorCode: Hashable, Sendable, CustomStringConvertible {
  package let number: UInt16

  package init(_ number: UInt16) { self.number = number }

  /// As shown: `E0107`.
  package var description: String {
    let digits = String(number)
    return "E" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

// The lexer.
extension ErrorCode {
  package static var nulByte: ErrorCode { ErrorCode(1) }
  package static var loneCarriageReturn: ErrorCode { ErrorCode(2) }
  package static var unclosedQuote: ErrorCode { ErrorCode(3) }
  package static var unknownEscape: ErrorCode { ErrorCode(4) }
  package static var reservedCharacter: ErrorCode { ErrorCode(5) }
  package static var malformedVariable: ErrorCode { ErrorCode(6) }
  package static var endsInBackslash: ErrorCode { ErrorCode(7) }
  package static var tooLarge: ErrorCode { ErrorCode(8) }
}

// The grammar and the names.
extension ErrorCode {
  package static var unknownCommand: ErrorCode { ErrorCode(101) }
  package static var expectedBlock: ErrorCode { ErrorCode(102) }
  package static var unexpectedToken: ErrorCode { ErrorCode(103) }
  package static var unclosedBlock: ErrorCode { ErrorCode(104) }
  package static var blockDepth: ErrorCode { ErrorCode(105) }
  package static var badName: ErrorCode { ErrorCode(106) }
  package static var unknownNamespace: ErrorCode { ErrorCode(107) }
  package static var undefinedVariable: ErrorCode { ErrorCode(108) }
  package static var missingCommand: ErrorCode { ErrorCode(109) }
  package static var notACommandName: ErrorCode { ErrorCode(110) }
  package static var backgroundNotPossible: ErrorCode { ErrorCode(111) }
  package static var ambiguousAbbreviation: ErrorCode { ErrorCode(112) }
}

// The arguments of a command.
extension ErrorCode {
  package static var missingArgument: ErrorCode { ErrorCode(201) }
  package static var unexpectedArgument: ErrorCode { ErrorCode(202) }
  package static var unknownOption: ErrorCode { ErrorCode(203) }
  package static var badValue: ErrorCode { ErrorCode(204) }
  package static var outOfRange: ErrorCode { ErrorCode(205) }
  package static var unknownWord: ErrorCode { ErrorCode(206) }
}

// The run of a script.
extension ErrorCode {
  package static var sourceDepth: ErrorCode { ErrorCode(301) }
  package static var unreadableFile: ErrorCode { ErrorCode(302) }
  package static var callDepth: ErrorCode { ErrorCode(303) }
  package static var assertionFailed: ErrorCode { ErrorCode(304) }
  package static var stopped: ErrorCode { ErrorCode(305) }
  package static var captureTooLarge: ErrorCode { ErrorCode(306) }
  package static var missingFeature: ErrorCode { ErrorCode(307) }
  package static var timedOut: ErrorCode { ErrorCode(308) }
  package static var notSucceeded: ErrorCode { ErrorCode(309) }
  package static var nothingToUndo: ErrorCode { ErrorCode(310) }
  package static var unwritableFile: ErrorCode { ErrorCode(311) }
  package static var noSuchJob: ErrorCode { ErrorCode(312) }
  package static var noTerminal: ErrorCode { ErrorCode(313) }
  /// What is asked for is possible only while the box is down, or only while it is up.
  package static var boxIsUp: ErrorCode { ErrorCode(314) }
  package static var boxIsDown: ErrorCode { ErrorCode(315) }
}

// The launch.
extension ErrorCode {
  package static var cloneRefused: ErrorCode { ErrorCode(401) }
  package static var programNotFound: ErrorCode { ErrorCode(402) }
  package static var programNotExecutable: ErrorCode { ErrorCode(403) }
  package static var childDied: ErrorCode { ErrorCode(404) }
  package static var stepRefused: ErrorCode { ErrorCode(410) }
  package static var mountRefused: ErrorCode { ErrorCode(411) }
  package static var idMapRefused: ErrorCode { ErrorCode(412) }
  package static var rootRefused: ErrorCode { ErrorCode(413) }
  package static var identityRefused: ErrorCode { ErrorCode(414) }
  package static var resourceLimitRefused: ErrorCode { ErrorCode(415) }
  package static var capabilityRefused: ErrorCode { ErrorCode(416) }
  package static var filterRefused: ErrorCode { ErrorCode(417) }
  package static var controlGroupRefused: ErrorCode { ErrorCode(420) }
  package static var controllerMissing: ErrorCode { ErrorCode(421) }
  package static var notDelegated: ErrorCode { ErrorCode(422) }
  /// A static rule: it could not work, or would hurt the host.
  package static var needsNamespace: ErrorCode { ErrorCode(450) }
  package static var contradiction: ErrorCode { ErrorCode(451) }
}

// The program itself.
extension ErrorCode {
  package static var privilegedFile: ErrorCode { ErrorCode(502) }
  package static var brokenFile: ErrorCode { ErrorCode(503) }
  package static var unprotectedFile: ErrorCode { ErrorCode(504) }
}
