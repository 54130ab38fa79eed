import Kernel

/// What a file of a group holds before a change, as it is written to put that back.
struct FormerValue {
  let file: FilePath
  let text: String

  fileprivate init(_ file: FilePath, _ text: String) {
    self.file = file
    self.text = text
  }

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
    let file = directory.place(of: name)
    if name.hasPrefix("devices.") {
      let rules = SmallFile.line(directory.place(of: "devices.list")) ?? ""
      // Put back last to first: all are taken away, and then each is allowed.
      return rules.split(separator: "\n").reversed().map { rule in
        FormerValue(
          directory.place(of: "devices.allow"), rule == "a *:* rwm" ? "a" : String(rule))
      } + [FormerValue(directory.place(of: "devices.deny"), "a")]
    }
    guard let text = SmallFile.line(file), !text.contains(":") else { return [] }
    // The lists of CPUs of v1 are changed inside too, which has to fit into what is above.
    let inner = FilePath("\(directory.innerPath)/\(name)")
    let isList = directory.hierarchy.version == 1 && name.hasPrefix("cpuset.") && inner != file
    let inside = isList ? SmallFile.line(inner).map { [FormerValue(inner, $0)] } ?? [] : []
    return [FormerValue(file, text)] + inside
  }
}
