import Kernel
import Language

extension JobRecord {
  /// What a person is told about the end of a program that they waited for.
  func remarks(atPrompt: Bool) -> [String] { killing(atPrompt: atPrompt) + troublesInWords }

  /// A program that was killed cannot say so itself. ^C and a closed pipe surprise nobody.
  private func killing(atPrompt: Bool) -> [String] {
    guard let signal, signal != .pipe else { return [] }
    // The prompt goes below the ^C that the terminal has shown.
    let gap = atPrompt && (signal == .interrupt || signal == .quit) ? [""] : []
    if signal == .interrupt { return gap }
    let name = program.first?.displayed ?? "the program"
    let why = reason == .outOfMemory ? troubles.first.map { ": \($0.text)" } : nil
    return gap + ["cloche: `\(name)` was killed by \(signal.name)\(why ?? "")"]
  }

  /// What its limits did to a program that ended in another way.
  private var troublesInWords: [String] {
    troubles.filter { !$0.isDeadly || reason != .outOfMemory }.map {
      "note: \($0.isDeadly ? "a process was killed: " : "")\($0.text)"
    }
  }
}
