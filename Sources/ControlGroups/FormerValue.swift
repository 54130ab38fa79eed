import Kernel

/// What a file of a group holds before a change, as it is written to put that back.
struct FormerValue {
  let file: FilePath
  let text: String

  /// What cannot be put back stays changed: the refusal of the change is what the user hears of.
  func putBack() {
    // An empty list is a line too: to write nothing changes nothing.
    try? SmallFile.write(Array((text + "\n").utf8), to: file)
  }
}

extension ControlGroup {
  /// What a change would replace. None where the change is one write that the kernel takes or does
  /// not: the rates of a disk, and the filter of devices on v2.
  func formerValues(of write: GroupWrite) -> [FormerValue] {
    if case .deviceFilter = write.value { return [] }
    guard let directory = directory(of: write.controller),
      let name = present(write, in: directory)
    else { return [] }
    if name.hasPrefix("devices.") {
      let rules = SmallFile.line(FilePath("\(directory.path)/devices.list")) ?? ""
      // Put back last to first: all are taken away, and then each is allowed.
      return rules.split(separator: "\n").reversed().map { rule in
        FormerValue(
          file: FilePath("\(directory.path)/devices.allow"),
          text: rule == "a *:* rwm" ? "a" : String(rule))
      } + [FormerValue(file: FilePath("\(directory.path)/devices.deny"), text: "a")]
    }
    let file = FilePath("\(directory.path)/\(name)")
    guard let text = SmallFile.line(file), !text.contains(":") else { return [] }
    return [FormerValue(file: file, text: text)]
  }
}
