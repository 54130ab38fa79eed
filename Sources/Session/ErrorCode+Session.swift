import Language

extension ErrorCode {
  /// Every code that a session declares.
  package static var ofSession: [ErrorCode] {
    Array(
      [
        ofInterpreter, ofCommands, ofFiles, ofWords, ofFilters, ofSupervisor, ofEnds, ofJobs,
        ofRunningBox,
        ofLiveBoxes, ofExplainer, ofCheck,
      ].joined())
  }
}
