import Language

/// A line that is still being typed, up to the cursor: the words of the command at its end, and the
/// word under the cursor. Unlike the parser it takes anything.
struct TypedLine {
  enum Quoting {
    case bare
    case single
    case double
  }

  /// The words before the one under the cursor, unquoted.
  private(set) var words: [Bytes] = []
  /// What the word under the cursor means so far.
  private(set) var value: Bytes = []
  /// Where it begins in the line.
  private(set) var start = 0
  /// The quotes that are open at the cursor.
  private(set) var quoting = Quoting.bare
  /// A `~` at the beginning of the word under the cursor is the home.
  private(set) var mayBeHome = false
  /// The cursor is in a comment.
  private(set) var isComment = false
  /// Where the `$` of the variable begins that is being typed, or nil.
  private(set) var variableStart: Int?

  private static let prefixes = ["try", "not", "capture", "if"].map { Bytes($0.utf8) }

  init(_ line: Bytes) {
    var index = 0
    var isInWord = false
    while index < line.count {
      let byte = line[index]
      if quoting == .bare, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == UInt8(ascii: ";")
      {
        if isInWord { endWord() }
        isInWord = false
        if byte == UInt8(ascii: ";") || byte == 0x0a { words = [] }
        index += 1
        start = index
        continue
      }
      if byte == UInt8(ascii: "\\"), quoting != .single, line[index...].dropFirst().first == 0x0a {
        // The line goes on, and so does a word.
        index += 2
        if !isInWord { start = index }
        continue
      }
      if byte == UInt8(ascii: "#"), !isInWord, quoting == .bare {
        guard let end = line[index...].firstIndex(of: 0x0a) else {
          isComment = true
          break
        }
        index = end
        continue
      }
      if !isInWord {
        start = index
        mayBeHome = byte == UInt8(ascii: "~")
      }
      isInWord = true
      index += take(line, index)
    }
    if !isInWord {
      start = line.count
      value = []
      mayBeHome = false
    }
    // What follows a prefix is a command of its own.
    while let first = words.first, Self.prefixes.contains(first) { words.removeFirst() }
  }

  /// Takes one element of a word; its length.
  private mutating func take(_ line: Bytes, _ index: Int) -> Int {
    let byte = line[index]
    let next = index + 1 < line.count ? line[index + 1] : nil
    switch (quoting, byte) {
    case (.bare, UInt8(ascii: "'")): quoting = .single
    case (.single, UInt8(ascii: "'")): quoting = .bare
    case (.bare, UInt8(ascii: "\"")): quoting = .double
    case (.double, UInt8(ascii: "\"")): quoting = .bare
    case (.bare, UInt8(ascii: "\\")), (.double, UInt8(ascii: "\\")):
      if let next { value.append(next) }
      return 2
    default:
      noteVariable(byte, index)
      value.append(byte)
    }
    return 1
  }

  private mutating func noteVariable(_ byte: UInt8, _ index: Int) {
    if byte == UInt8(ascii: "$"), quoting != .single {
      variableStart = index
    } else if variableStart != nil, !Self.mayBeInVariable(byte) {
      variableStart = nil
    }
  }

  private static func mayBeInVariable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    case UInt8(ascii: "_"), UInt8(ascii: "{"), UInt8(ascii: ":"), UInt8(ascii: "."): true
    default: false
    }
  }

  private mutating func endWord() {
    if value == Bytes("{".utf8) || value == Bytes("}".utf8) {
      words = []
    } else {
      words.append(value)
      // What follows `}` on its line, or begins the next condition.
      if words.first == Bytes("else".utf8) { words = [] }
    }
    value = []
    variableStart = nil
  }

  /// A value as it continues what was typed: the rest of it in the quotes that are open.
  func continued(_ whole: Bytes, typed: ArraySlice<UInt8>, isFinal: Bool) -> Bytes {
    let rest = whole.dropFirst(value.count)
    switch quoting {
    case .bare:
      return typed + rest.flatMap { Self.needsQuoting($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    case .single: return typed + rest + (isFinal ? [UInt8(ascii: "'")] : [])
    case .double:
      let special = [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$")]
      return typed + rest.flatMap { special.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
        + (isFinal ? [UInt8(ascii: "\"")] : [])
    }
  }

  private static func needsQuoting(_ byte: UInt8) -> Bool {
    ScriptText.word([byte]) != [byte] && byte != UInt8(ascii: "~") && byte != UInt8(ascii: "#")
  }
}
