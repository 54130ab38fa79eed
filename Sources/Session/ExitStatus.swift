import Language

extension Diagnostic {
  /// The status that a command ends with when it is refused for this: see docs/language.md,
  /// section 1.
  package var exitStatus: Int32 {
    switch code {
    case .programNotFound: 127
    case .programNotExecutable: 126
    case .timedOut: 124
    case .unprotectedFile: 125
    case _ where code.number / 100 == 4: 125
    default: 1
    }
  }
}
