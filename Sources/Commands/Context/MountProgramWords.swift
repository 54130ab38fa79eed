import Language
import Sandbox

/// Arguments as mount(8) has them: `--bind A B`, `-t TYPE SRC DST`, `-o size=1m,ro`.
struct MountProgramWords {
  /// The word that gives it away; nil where it is none of mount(8)'s ways.
  private var habit: Argument?
  private var isBind = false
  private var type: Bytes?
  private var options: [Bytes] = []
  private var operands: [Bytes] = []

  init(_ invocation: Invocation) {
    var rest = invocation.words[...]
    while let word = rest.popFirst() {
      guard word.bytes.first == UInt8(ascii: "-"), word.bytes.count > 1 else {
        operands.append(word.bytes)
        continue
      }
      habit = habit ?? word
      switch word.text {
      case "-B", "-R", "--bind", "--rbind": isBind = true
      case "-r", "--read-only": options.append(Bytes("ro".utf8))
      case "-t", "--types": type = rest.popFirst()?.bytes
      case "-o", "--options":
        options += (rest.popFirst()?.bytes ?? []).split(separator: UInt8(ascii: ",")).map(
          Bytes.init)
      default: break
      }
    }
    noteBind(invocation)
  }

  /// A path or the word `bind` where the type goes, and `-o bind`.
  private mutating func noteBind(_ invocation: Invocation) {
    let names = ["bind", "rbind"].map { Bytes($0.utf8) }
    if options.contains(where: names.contains) || type.map(names.contains) == true { isBind = true }
    options.removeAll {
      names.contains($0) || ["rw", "defaults"].map { Bytes($0.utf8) }.contains($0)
    }
    guard let first = operands.first, type == nil, !isBind else { return }
    if names.contains(first) {
      operands.removeFirst()
    } else if first.first != UInt8(ascii: "/") || operands.count < 2 {
      return
    }
    isBind = true
    habit = habit ?? invocation.words.first
  }

  /// What to write instead; nil where nothing of the kind was written.
  var refusal: Diagnostic? {
    guard let habit else { return nil }
    if isBind {
      guard (1...2).contains(operands.count) else { return nil }
      return .habit(
        habit, "`bind` shows a part of the host inside",
        write: [Bytes("bind".utf8)] + operands + options)
    }
    let kind = type ?? operands.first ?? []
    guard let place = operands.last, place.first == UInt8(ascii: "/") else { return nil }
    return .habit(
      habit, "the type, the place, the options: nothing else",
      write: [Bytes("mount".utf8), kind, place] + options.map(Self.inCapitals))
  }

  /// `size=10m` as `size=10M`.
  private static func inCapitals(_ option: Bytes) -> Bytes {
    option.starts(with: "size=".utf8)
      ? Bytes("size=".utf8) + Bytes(option.displayed.dropFirst(5).uppercased().utf8) : option
  }
}
