/// The words of the language that begin a command or go on with one.
///
/// This is the only table of them: the parser, completion, the key `?`, `help` and the suggestions
/// for an unknown command all read it.
package enum Keyword: String, CaseIterable, Sendable {
  case `if`, `else`, `for`, `repeat`, def, scope, `try`, not, capture

  package static var names: [String] { allCases.map(\.rawValue) }

  /// The keyword that a plain word is, or nil.
  @inline(__always)
  package init?(_ text: ArraySlice<UInt8>) {
    // Most words are none: told by their length and first letter, without comparing text.
    guard (2...7).contains(text.count) else { return nil }
    switch text[text.startIndex] {
    case UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "c"), UInt8(ascii: "i"),
      UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "d"),
      UInt8(ascii: "s"):
      guard let keyword = Self.named(text) else { return nil }
      self = keyword
    default: return nil
    }
  }

  private static func named(_ text: ArraySlice<UInt8>) -> Keyword? {
    allCases.first { keyword in
      let name = keyword.rawValue.utf8
      return name.count == text.count && text.elementsEqual(name)
    }
  }

  /// How it is written, in the notation of all usage lines.
  package var usage: String {
    switch self {
    case .if: "if COMMAND { ... } [else { ... }]"
    case .else: "} else { ... }"
    case .for: "for NAME in [WORD...] { ... }"
    case .repeat: "repeat COUNT { ... }"
    case .def: "def NAME [PARAMETER...] { ... }"
    case .scope: "scope [BOX] { ... }"
    case .try: "try COMMAND"
    case .not: "not COMMAND"
    case .capture: "capture COMMAND"
    }
  }

  /// What it does, in one phrase.
  package var meaning: String {
    switch self {
    case .if: "decides by a status"
    case .else: "what `if` does otherwise"
    case .for: "once for each word"
    case .repeat: "some times over"
    case .def: "makes a command"
    case .scope: "the context is put back at the end"
    case .try: "a failure sets $? and stops nothing"
    case .not: "expects a failure"
    case .capture: "keeps what it prints in $out"
    }
  }
}
