/// A launch as data: how to clone, and every system call that the child then makes, in order.
///
/// Cells hold results of steps and what only the launch itself knows; the first ones are fixed.
package struct LaunchPlan: Sendable {
  /// Flags of clone3(2) for the child; what each launch needs anyway is added by it.
  package var cloneFlags: UInt64 = 0
  /// Steps of the child; behind a spawn, of the program's process.
  package var steps: [Step] = []
  /// Steps that the init makes once the program runs.
  package var initSteps: [Step] = []
  /// Values of cells that are known beforehand.
  package var presets: [Preset] = []
  /// What each cell is called when a plan is shown.
  private var cellNames = ["channel", "parent_channel", "program"]

  /// The child's end of the channel to cloche: the gate is read from it, the report written to it.
  package static var channel: Cell { Cell(0) }
  /// Cloche's end, as the child inherits it. It closes it first, or it would never see cloche die.
  package static var parentChannel: Cell { Cell(1) }
  /// The program's process id, as its init sees it.
  package static var program: Cell { Cell(2) }

  package var cellCount: Int { cellNames.count }

  package init() {}

  /// A new cell. Names may repeat: `name(of:)` tells them apart.
  package mutating func cell(_ name: String) -> Cell {
    cellNames.append(name)
    return Cell(cellNames.count - 1)
  }

  /// The name under which a cell is shown: `root`, `target`, `target2`.
  package func name(of cell: Cell) -> String {
    let name = cellNames[cell.index]
    let before = cellNames[..<cell.index].count { $0 == name }
    return before == 0 ? name : "\(name)\(before + 1)"
  }

  /// A cell that has a value before the first step.
  package struct Preset: Sendable {
    package let cell: Cell
    package let value: Int64

    package init(_ cell: Cell, _ value: Int64) {
      self.cell = cell
      self.value = value
    }
  }
}
