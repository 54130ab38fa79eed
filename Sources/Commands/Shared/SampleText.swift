import Language
import Limits
import Presentation
import Session

/// How a sample is shown: as lines, or as a part of a document.
extension Sample {
  /// A line for each counter: its name, its value, its limit and a bar.
  func lines(_ style: TextStyle) -> [String] {
    let names =
      rows.map(\.counter.name) + pressures.map(\.kind.counterName) + waited.map(\.name)
    let texts = rows.map { row -> (String, Row) in
      let unit = row.counter.unit
      return (unit.text(row.value) + (row.limit.map { " of \(unit.text($0))" } ?? ""), row)
    }
    let table = Table(.fitting(names), .fitting(texts.map(\.0)))
    let room = min(30, style.width - table.textColumn - 8)
    return texts.map { text, row in
      guard let limit = row.limit, limit > 0, room > 4 else {
        return table.row(row.counter.name, text: text)
      }
      let bar = style.bar(row.value, of: limit, columns: room)
      return table.row(row.counter.name, text, text: "\(bar) \(row.value * 100 / limit) %")
    }
      + pressures.map { kind, pressure in
        table.row(
          kind.counterName,
          text: "waited \(pressure.some.last10 / 100) % of the last 10s, "
            + "\(Counter.Unit.microseconds.text(pressure.some.total)) in all")
      }
      + waited.map { name, microseconds in
        table.row(name, text: "waited \(Counter.Unit.microseconds.text(microseconds)) in all")
      }
      + (lacksPressure
        ? ["pressure is not counted: this kernel has it off; `psi=1` on its command line has it on"]
        : [])
  }

  var json: JSON {
    .object(
      rows.map { row in
        (
          row.counter.name,
          .object([
            ("value", .number(row.value)), ("limit", row.limit.map { .number($0) } ?? .null),
          ])
        )
      }
        + pressures.map { kind, pressure in
          (kind.counterName, Self.json(pressure))
        }
        + waited.map { name, microseconds in
          (name, .object([("some", .object([("total_us", .number(microseconds))]))]))
        })
  }

  private static func json(_ pressure: Pressure) -> JSON {
    func share(_ share: Pressure.Share) -> JSON {
      .object([
        ("avg10", .real(Double(share.last10) / 100)), ("avg60", .real(Double(share.last60) / 100)),
        ("avg300", .real(Double(share.last300) / 100)), ("total_us", .number(share.total)),
      ])
    }
    return .object([
      ("some", share(pressure.some)), ("full", pressure.full.map(share) ?? .null),
    ])
  }
}
