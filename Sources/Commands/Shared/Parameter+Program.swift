import Language
import Sandbox

extension Parameter where Value == [Argument] {
  /// A program of the inside and its arguments, or neither.
  static var program: Parameter { words("PROGRAM", .programs, then: "ARG", .insideFiles) }
}
