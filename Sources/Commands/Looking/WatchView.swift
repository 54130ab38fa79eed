import Language
import Limits
import Presentation
import Sandbox
import Session

/// Where the looks of `watch` go: a picture that is drawn again, lines, or one document.
struct WatchView {
  private let session: Session
  private let isJSON: Bool
  private let redraws: Bool
  private var drawn = 0
  private var history: [String: [Int]] = [:]
  private var documents: [JSON] = []

  init(_ session: Session, isJSON: Bool) {
    self.session = session
    self.isJSON = isJSON
    redraws = !isJSON && session.textStyle.canRedraw && !session.output.isCapturing
  }

  mutating func show(_ sample: Sample, events: [String]) {
    if isJSON {
      return documents.append(
        .object([
          ("counters", sample.json), ("events", .array(events.map { .string($0) })),
        ]))
    }
    if redraws, drawn > 0 { session.output.write("\u{1b}[\(drawn)A\u{1b}[J") }
    for event in events { session.output.writeLine(event) }
    if redraws {
      draw(sample)
    } else {
      session.output.writeLine(
        sample.rows.map { row in
          let unit = row.counter.unit
          let of = row.limit.map { " of \(unit.text($0))" } ?? ""
          return "\(row.counter.name) \(unit.text(row.value))\(of)"
        }.joined(separator: ", "))
    }
    session.output.flush()
  }

  private mutating func draw(_ sample: Sample) {
    let style = session.textStyle
    drawn = 0
    for (row, line) in zip(sample.rows, sample.lines(style)) {
      history[row.counter.name, default: []].append(row.value)
      var values = Array(history[row.counter.name, default: []].suffix(21))
      if row.counter.isTotal {
        // What only grows tells by how much it grew.
        values = zip(values, values.dropFirst()).map { $1 - $0 }
      } else {
        values = values.suffix(20)
      }
      let room = style.width - line.displayWidth - 3
      let shown = room > 10 ? "  " + style.sparkline(Array(values.suffix(room))) : ""
      session.output.writeLine(line + shown)
      drawn += 1
    }
  }

  mutating func end() {
    if isJSON { session.output.writeLine(JSON.array(documents).text) }
  }
}
