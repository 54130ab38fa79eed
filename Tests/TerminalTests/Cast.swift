import TestSupport
import Testing

/// Recordings in the format "asciicast v2".
enum Cast {
  /// The text of each event of output, in its order; what is no such recording is a failure.
  static func output(of path: String, rows: Int = 24, columns: Int = 80) throws -> [String] {
    let run = Finished.running([
      "python3", "-c",
      """
      import json, sys
      lines = [json.loads(line) for line in open(sys.argv[1])]
      head = lines[0]
      assert head["version"] == 2 and head["width"] == \(columns) and head["height"] == \(rows), head
      times = [event[0] for event in lines[1:]]
      assert times == sorted(times) and all(event[1] in "or" for event in lines[1:])
      sys.stdout.write("\\0".join(event[2] for event in lines[1:] if event[1] == "o"))
      """, path,
    ])
    try #require(run.status == 0, "\(run.err)")
    return run.out.split(separator: "\0").map(String.init)
  }
}
