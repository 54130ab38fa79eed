import Language

extension Syntax {
  /// Matches a command's words with the forms, and parses them. Throws what is wrong with the form
  /// that they fit best. At the run every word is known.
  package func match(_ invocation: Invocation) throws(Diagnostic) -> Arguments {
    if let arguments = try check(invocation) { return arguments }
    throw Diagnostic(
      .badValue, "a word of `\(invocation.command.displayed)` has no value yet",
      at: invocation.span)
  }

  /// The same while checking: nil where a word's value only the run will tell, and nothing is wrong
  /// with those that are known.
  package func check(_ invocation: Invocation) throws(Diagnostic) -> Arguments? {
    var options = OptionReader(invocation.words, of: self)
    try options.read()
    var best: (progress: Int, error: Diagnostic)?
    for form in forms {
      var words = WordReader(options.rest, of: invocation, by: self)
      let reading: Reading<[any Sendable]>
      do throws(Diagnostic) {
        reading = try form.read(&words)
      } catch {
        // That nothing was expected says least.
        let saysLess = form.elements.isEmpty
        if best.map({ !saysLess && Self.saysMore(than: $0, at: words.position) })
          ?? true
        {
          best = (words.position, error)
        }
        continue
      }
      switch reading {
      case .value(let values):
        guard options.areKnown else { return nil }
        return Arguments(
          invocation, operands: options.rest, syntax: self, values: values,
          optionValues: options.values)
      case .unknown: return nil
      case .refused(let error): throw error
      }
    }
    // A syntax has at least one form, so there is an error; the fallback satisfies the compiler.
    throw best?.error
      ?? Diagnostic(.unexpectedArgument, "unexpected arguments", at: invocation.span)
  }
  /// The form that got further fits better. Of equals a later one, where the earlier only knows that
  /// its own fixed word is not there: `root` needs DIR, `bind /usr usr` an absolute path.
  private static func saysMore(
    than best: (progress: Int, error: Diagnostic), at position: Int
  ) -> Bool {
    if position != best.progress { return position > best.progress }
    return best.error.code == .missingArgument
      || (best.error.code == .unknownWord && best.error.label.isEmpty)
  }
}
