/// Rows whose cells stand below each other, each row with a text behind its cells.
///
/// The widths of the columns are known before the first row, so that rows can be shown as they come.
/// A cell that is too long moves what is behind it.
package struct Table: Sendable {
  private let columns: [Column]
  private let indent: Int
  private let style: TextStyle?
  private let leastRoom: Int?
  private let hanging: Int

  /// Makes a table.
  ///
  /// - Parameters:
  ///   - columns: those of the cells; the text behind them needs none.
  ///   - indent: blanks before the first cell.
  ///   - style: breaks texts at words to fit into its width, and lets them go on below themselves.
  ///     Without it each line of a text is as long as it is.
  ///   - leastRoom: where the cells leave the texts fewer columns than this they begin on the next
  ///     line; nil for never.
  ///   - hanging: how much further in the later lines of a text begin.
  package init(
    _ columns: Column..., indent: Int = 0, style: TextStyle? = nil, leastRoom: Int? = 24,
    hanging: Int = 0
  ) {
    self.columns = columns
    self.indent = indent
    self.style = style
    self.leastRoom = leastRoom
    self.hanging = hanging
  }

  /// The column where the texts begin, from 0.
  package var textColumn: Int { columns.reduce(indent) { $0 + $1.width + $1.gap } }

  /// One row, without a newline at its end.
  ///
  /// - Parameters:
  ///   - cells: one for each column, or fewer: the text follows the last one.
  ///   - text: what stands behind the cells.
  ///   - role: the colour of the cells, where the style has colours.
  package func row(_ cells: String..., text: String, role: Palette.Role? = nil) -> String {
    let palette = style?.palette ?? Palette(isColored: false)
    var line = String.blanks(indent)
    var end = indent
    var textColumn = indent
    for (column, cell) in zip(columns, cells) {
      let (before, after) = column.blanks(around: cell)
      line += String.blanks(before) + (role.map { palette.paint(cell, $0) } ?? cell)
      textColumn += column.width + column.gap
      if column.isBroken(by: cell) {
        line += "\n" + String.blanks(textColumn)
        end = textColumn
      } else {
        line += String.blanks(after)
        end += before + cell.displayWidth + after
      }
    }
    if text.isEmpty { return line.withoutTrailingBlanks }
    let below = String.blanks(textColumn + hanging)
    guard let style else {
      return line
        + text.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\n" + below)
    }
    if let leastRoom, textColumn + leastRoom > style.width {
      let margin = String.blanks(4)
      return line.withoutTrailingBlanks + "\n" + margin
        + style.wrap(text, first: margin.count, indent: margin)
    }
    return line + style.wrap(text, first: end, indent: below)
  }
}
