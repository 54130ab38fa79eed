/// What is wrong, where, why, and what mends it. The one shape of every refusal: see
/// docs/language.md, section 6.
package struct Diagnostic: Error, Sendable {
  /// How bad it is. Only an error makes a script fail.
  package enum Severity: Sendable {
    case error
    case warning
    case note
  }

  /// A line under the excerpt.
  package struct Remark: Sendable, Equatable {
    /// The word in front of a remark.
    package enum Kind: String, Sendable {
      case note
      case why
      case fix
    }

    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) {
      self.kind = kind
      self.text = text
    }
  }

  package var severity: Severity
  package var code: ErrorCode
  /// Lower case, names the thing, no final period.
  package var message: String
  /// Where it points; nil only where no text was written (an option of the program, say).
  package var span: SourceSpan?
  /// Said beside the caret.
  package var label: String
  package var remarks: [Remark]

  package init(
    _ code: ErrorCode, _ message: String, at span: SourceSpan?, label: String = "",
    severity: Severity = .error
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.label = label
    remarks = []
  }

  /// The same with one more line under the excerpt.
  package func note(_ text: String) -> Diagnostic { with(.note, text) }
  /// The same with a tested cause.
  package func why(_ text: String) -> Diagnostic { with(.why, text) }
  /// The same with what mends it.
  package func fix(_ text: String) -> Diagnostic { with(.fix, text) }

  private func with(_ kind: Remark.Kind, _ text: String) -> Diagnostic {
    var copy = self
    copy.remarks.append(Remark(kind, text))
    return copy
  }

  /// The order in which a reader meets them.
  package static func byPosition(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    guard let left = a.span else { return b.span != nil }
    guard let right = b.span else { return false }
    return (left.source.index, left.start) < (right.source.index, right.start)
  }
}
