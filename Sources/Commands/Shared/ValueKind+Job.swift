import Language
import Sandbox

extension ValueKind where Value == Argument {
  /// `%1`: whether there is one is seen when the command runs.
  static var job: ValueKind {
    ValueKind(
      .session(.jobs),
      check: { (word) throws(Diagnostic) in
        let hasNumber = Int(word.text.dropFirst()) != nil
        guard word.bytes.first != UInt8(ascii: "%") || !hasNumber else { return }
        throw Diagnostic(
          .badValue, "`\(word.displayed)` is no job", at: word.span,
          label: "expected %N, as in `jobs`"
        ).fix("`host kill PID` is for processes that are no jobs")
      })
  }
}
