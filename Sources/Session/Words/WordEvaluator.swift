import Language
import Sandbox

/// Replaces the variables in words. A value is never split, globbed or scanned again.
struct WordEvaluator {
  let interpreter: Interpreter
  let script: Script

  /// The values of some words, `$@` giving one for each argument.
  func evaluate(_ range: Range<Int>) throws(Diagnostic) -> [Argument] {
    var values: [Argument] = []
    values.reserveCapacity(range.count)
    for index in range {
      let word = script.words[index]
      if word.shape == .arguments {
        let span = script.span(of: word)
        values += interpreter.variables.arguments.map { Argument($0, at: span) }
      } else {
        values.append(Argument(try value(of: word), at: script.span(of: word)))
      }
    }
    return values
  }

  /// The value of one word.
  func value(of word: Script.Word) throws(Diagnostic) -> Bytes {
    switch word.shape {
    case .plain: Bytes(script.text(of: word))
    case .home: try interpreter.home(at: script.span(of: word)) + script.text(of: word).dropFirst()
    case .pieces: try value(of: script.pieces(of: word))
    case .arguments: Bytes(interpreter.variables.arguments.joined(separator: [0x20]))
    }
  }

  private func value(of range: Range<Int>) throws(Diagnostic) -> Bytes {
    var value: Bytes = []
    var index = range.lowerBound
    while index < range.upperBound {
      let piece = script.pieces[index]
      index += 1
      switch piece.kind {
      case .literal: value += script.bytes[Int(piece.start)..<Int(piece.end)]
      case .byte: value.append(UInt8(truncatingIfNeeded: piece.start))
      case .home: value += try interpreter.home(at: script.span(of: piece))
      case .variable: value += try variable(piece)
      case .variableWithDefault:
        let end = index + Int(piece.count)
        if let found = lookUp(piece), !found.isEmpty {
          value += found
        } else {
          value += try self.value(of: index..<end)
        }
        index = end
      }
    }
    return value
  }

  private func variable(_ piece: Script.Piece) throws(Diagnostic) -> Bytes {
    if let value = lookUp(piece) { return value }
    let name = script.bytes[Int(piece.start)..<Int(piece.end)]
    throw interpreter.undefined(name, at: script.span(of: piece))
  }

  private func lookUp(_ piece: Script.Piece) -> Bytes? {
    interpreter.value(ofVariable: script.bytes[Int(piece.start)..<Int(piece.end)])
  }
}
