import Kernel

/// The group of one sandbox: one directory in each hierarchy that its limits need, with the group of its
/// processes inside.
///
/// For a running sandbox `set(_:beside:)` changes a limit, `freeze` and `thaw` stop and continue it, and
/// `kill` ends it; `value(of:)` and `pressure(_:)` tell how it is.
package final class ControlGroup {
  let library: LibCgroup
  private(set) var directories: [GroupDirectory]
  /// Those of them that were made for what runs already, which is not in them yet.
  private(set) var unsettled: [GroupDirectory]
  /// The filter of its devices, where v2 has one.
  private var filter: DeviceFilter?

  init(library: LibCgroup, directories: [GroupDirectory], isSettled: Bool = true) {
    self.library = library
    self.directories = directories
    unsettled = isSettled ? [] : directories
  }

  /// Takes on another directory, in a hierarchy where it has none yet.
  func add(_ directory: GroupDirectory) {
    directories.append(directory)
    unsettled.append(directory)
  }

  /// Everybody who belongs into it is in all of its directories.
  func settle() { unsettled = [] }

  /// Gives one up again.
  func drop(_ directory: GroupDirectory) {
    directories.removeAll { $0 === directory }
    unsettled.removeAll { $0 === directory }
  }

  func directory(of controller: String) -> GroupDirectory? {
    let mount = library.mounted(controller)?.hierarchy.mount
    return directories.first { $0.hierarchy.mount == mount }
  }

  func isIn(_ hierarchy: Hierarchy) -> Bool {
    directories.contains { $0.hierarchy.mount == hierarchy.mount }
  }

  /// It was made with a controller.
  package func has(_ controller: String) -> Bool {
    controller == Controller.anyOfVersion1 || directory(of: controller) != nil
  }

  func requireDirectory(of controller: String) throws(KernelError) -> GroupDirectory {
    if let directory = directory(of: controller) { return directory }
    throw KernelError("find the group of \(controller)", .noSuchFileOrDirectory)
  }

  /// Makes one change.
  package func set(_ write: GroupWrite) throws(KernelError) {
    if write.controller == Controller.anyOfVersion1 { return try setEverywhere(write) }
    let directory = try requireDirectory(of: write.controller)
    let value: String
    switch write.value {
    case .deviceFilter(let rules): return try setFilter(rules, directory)
    case .text(let text): value = text
    case .inherited: value = directory.valueAbove(write.files[0])
    }
    guard let file = present(write, in: directory) else { return }
    try directory.makeWay(for: value, of: file)
    let group = directory.group(of: file)
    try library.write(
      value, to: file, of: write.controller, group: group, path: directory.hierarchy.path(group))
    try directory.checkSubset(value, of: file)
  }

  /// Whether a change can be made, by making it.
  package func accepts(_ write: GroupWrite) -> Bool { (try? set(write)) != nil }

  /// The file that this kernel has; nil for one that may be missing and is.
  func present(_ write: GroupWrite, in directory: GroupDirectory) -> String? {
    if let found = write.files.first(where: { directory.has($0) }) { return found }
    switch write.need {
    case .ifThere: return nil
    case .unless(let other) where directory.has(other): return nil
    // The refusal is about the first one.
    default: return write.files.first
    }
  }

  /// What is no controller's is done in all the v1 hierarchies.
  private func setEverywhere(_ write: GroupWrite) throws(KernelError) {
    guard case .text(let value) = write.value, let file = write.files.first else { return }
    for directory in directories where directory.hierarchy.version == 1 {
      try SmallFile.write(Array(value.utf8), to: directory.place(of: file))
    }
  }

  private func setFilter(
    _ rules: [DeviceRule]?, _ directory: GroupDirectory
  ) throws(KernelError) {
    if let rules {
      filter = try DeviceFilter(rules, group: directory, replacing: filter)
    } else if let old = filter {
      try old.detach(from: directory)
      filter = nil
    }
  }

  /// What the kernel stored of a change, in one line; nil where there is nothing to read.
  package func stored(_ write: GroupWrite) -> String? {
    if case .deviceFilter(let rules) = write.value {
      return rules.map { "a filter with \($0.count) rule\($0.count == 1 ? "" : "s")" }
    }
    guard
      let directory = directory(of: write.controller)
        ?? directories.first(where: { $0.has(write.files.first ?? "") }),
      let file = present(write, in: directory)
    else { return nil }
    let readable = file.hasPrefix("devices.") ? "devices.list" : file
    guard let text = SmallFile.line(directory.place(of: readable)) else { return nil }
    let lines = text.split(separator: "\n")
    guard case .text(let value) = write.value, let device = value.split(separator: " ").first,
      device.contains(":")
    else { return lines.joined(separator: ", ") }
    // A file with a line for each device.
    return lines.first { $0.hasPrefix(device + " ") }.map(String.init)
      ?? lines.joined(separator: ", ")
  }

  /// The group of the processes on v2 as a descriptor for clone3, which lets the child be born in it; nil
  /// without one.
  package var birthDescriptor: Int32? {
    directories.first { $0.hierarchy.version == 2 }?.birthplace
  }

  /// For each v1 controller the open file by which a child joins its group. Controllers that share
  /// a hierarchy share it. The caller closes them.
  package func openProcessFiles(
    for controllers: [String]
  ) throws(KernelError) -> [(controller: String, descriptor: Int32)] {
    var files: [(controller: String, descriptor: Int32)] = []
    for controller in controllers {
      guard let directory = directory(of: controller), directory.hierarchy.version == 1 else {
        continue
      }
      files.append((controller, try directory.openProcesses()))
    }
    return files
  }

  /// The files that a process joins it by, one in each hierarchy. See cgroups(7).
  package var processFiles: [String] { directories.map { $0.innerPath + "/cgroup.procs" } }

  /// Ends whatever is inside, groups made in it included, and removes the directories. They are gone
  /// when this returns.
  package func remove() throws(KernelError) {
    // What is frozen on v1 dies only when it is thawed, wherever else it is.
    for directory in GroupDirectory.freezersFirst(directories) { try directory.remove() }
  }
}
