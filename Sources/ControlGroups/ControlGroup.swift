import Kernel

/// The group of one sandbox: one directory in each hierarchy that its limits need.
public final class ControlGroup {
  private let library: LibCgroup
  private let directories: [GroupDirectory]

  init(library: LibCgroup, directories: [GroupDirectory]) {
    self.library = library
    self.directories = directories
  }

  func directory(of controller: String) -> GroupDirectory? {
    let mount = library.mounted(controller)?.mount
    return directories.first { $0.hierarchy.mount == mount }
  }

  /// Sets one value.
  public func set(_ write: GroupWrite) throws(KernelError) {
    guard let directory = directory(of: write.controller) else {
      throw KernelError("find the group of \(write.controller)", .noSuchFileOrDirectory)
    }
    try library.write(write, group: directory.group, path: directory.path)
  }

  /// What the kernel stored.
  public func read(_ file: String, controller: String) throws(KernelError) -> String {
    guard let directory = directory(of: controller) else {
      throw KernelError("find the group of \(controller)", .noSuchFileOrDirectory)
    }
    return try library.read(file, controller: controller, group: directory.group)
  }

  /// The v2 group as a descriptor for clone3, which lets the child be born in it; nil without one.
  public var birthDescriptor: Int32? {
    directories.first { $0.hierarchy.version == 2 }?.descriptor
  }

  /// For each v1 controller the open file by which a child joins its group. Controllers that share
  /// a hierarchy share it. The caller closes them.
  public func openProcessFiles(
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

  /// Ends whatever is inside, and removes the directories.
  public func remove() throws(KernelError) {
    for directory in directories.reversed() { try directory.remove() }
  }
}
