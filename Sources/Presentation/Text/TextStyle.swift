/// How results are laid out: for which width, and with which characters and colours. The console
/// finds it out once; commands do not ask the terminal.
package struct TextStyle: Sendable {
  /// Columns.
  package var width: Int
  /// Lines and blocks of Unicode; else ASCII.
  package var isUnicode: Bool
  package var isColored: Bool
  /// The cursor can be moved: a picture can be drawn again at its place.
  package var canRedraw = false

  package init(width: Int = 80, isUnicode: Bool = false, isColored: Bool = false) {
    self.width = width
    self.isUnicode = isUnicode
    self.isColored = isColored
  }

  /// Its colours, or none.
  package var palette: Palette { Palette(isColored: isColored) }

  /// The text as a heading.
  package func bold(_ text: String) -> String { palette.paint(text, .emphasis) }
}
