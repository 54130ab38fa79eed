import Kernel
import Language
import Sandbox

/// `umask`: the mode bits that new files of the program do not get.
enum UmaskCommand: BuildingCommand {
  static let name = "umask"
  static let group = CommandGroup.context
  static let summary = "mode bits that the program's new files do not get"
  static let meaning = "The child calls umask. Without it, cloche's own is passed on."
  static let manualPages = ["umask(2)"]
  static let syntax = Syntax(mask)
  static let example = """
    umask 077
    exec true
    """

  private static let mask = Parameter<UInt64>("OCTAL") { (word) throws(Diagnostic) in
    guard (1...4).contains(word.bytes.count), word.bytes.allSatisfy({ (0x30...0x37).contains($0) }),
      let mask = UInt64(word.text, radix: 8), mask <= 0o777
    else { throw Quantity.malformed(word, "a umask", "octal digits from 0 to 777") }
    return mask
  }

  static func build(_ arguments: Arguments, _ context: inout Context) throws(Diagnostic) {
    context[FileModeMask.self] = FileModeMask(mask: arguments[mask], origin: arguments.span)
  }
}

struct FileModeMask: Facet {
  let mask: UInt64
  let origin: SourceSpan?

  var settings: [Setting] {
    let digits = String(mask, radix: 8)
    let text = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return [Setting("umask", "umask", text, origin: origin)]
  }

  var phases: [Phase] { [.umask] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin) { $0.call(.umask, .mode(mask)) }
    plan.keepFileModeMask()
  }
}
