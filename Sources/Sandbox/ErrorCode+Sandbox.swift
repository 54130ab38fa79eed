import Language

extension ErrorCode {
  /// Every code that a sandbox declares.
  package static var ofSandbox: [ErrorCode] {
    Array(
      [
        ofArguments, ofLaunch, ofLiveChange, ofClone, ofExecution, ofIDMaps, ofRoot, ofIdentity,
        ofKeyring,
        ofCapabilities, ofFilter,
      ].joined())
  }
}
