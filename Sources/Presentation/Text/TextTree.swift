/// A tree two levels deep, as `show` prints it.
package struct TextTree: Sendable {
  private let title: String
  private var branches: [(name: String, rows: [(String, String)])] = []

  package init(_ title: String) { self.title = title }

  /// Adds a branch; each row has a text and a remark at the right.
  package mutating func add(_ name: String, rows: [(String, String)], empty: String) {
    branches.append((name, rows.isEmpty ? [(empty, "")] : rows))
  }

  /// With a newline at the end of each line.
  package func text(_ style: TextStyle) -> String {
    let (tee, corner, bar) = style.isUnicode ? ("├─ ", "└─ ", "│  ") : ("|- ", "`- ", "|  ")
    var text = style.bold(title) + "\n"
    for (index, branch) in branches.enumerated() {
      let isLast = index == branches.count - 1
      text += (isLast ? corner : tee) + style.bold(branch.name) + "\n"
      for (row, (left, right)) in branch.rows.enumerated() {
        let stem = isLast ? "   " : bar
        let twig = row == branch.rows.count - 1 ? corner : tee
        let below = stem + (row == branch.rows.count - 1 ? "   " : bar) + "  "
        let wrapped = style.wrap(left, first: stem.count + twig.count, indent: below)
        text += style.withMargin(stem + twig + wrapped, right) + "\n"
      }
    }
    return text
  }
}
