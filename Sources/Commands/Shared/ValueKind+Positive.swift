import Language
import Sandbox

extension ValueKind where Value == Int {
  /// A whole number from one on.
  static var positive: ValueKind {
    ValueKind { (word) throws(Diagnostic) in
      try Quantity.count(word, "a count", in: 1...Int.max)
    }
  }
}
