import CDisplayWidth

extension Unicode.Scalar {
  /// The columns of the scalar by itself on a terminal: 0 for marks on the character before and for
  /// what is not seen, 2 for East Asian wide characters and emoji, else 1.
  ///
  /// See Unicode Standard Annex 11; `scripts/width-tables` makes the table. A control character counts
  /// as 1: it is escaped before it is shown.
  package var displayWidth: Int { Int(cdw_columns(value)) }

  /// Variation selector 16 behind it makes an emoji of two columns of it.
  var isWidened: Bool { cdw_is_widened(value) != 0 }
}

extension StringProtocol {
  /// The columns that the text takes on a terminal, with sequences of emoji as one picture.
  package var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    var counter = ColumnCounter()
    counter.add(self)
    return counter.columns
  }
}
