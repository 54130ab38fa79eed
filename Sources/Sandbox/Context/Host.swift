import Kernel
import Language

/// What a launch needs to know of the host and of the user. A value, so that a test can be any
/// user on any host without being one.
package struct Host: Sendable {
  package var credentials: Credentials
  /// `NAME=VALUE` each.
  package var environment: [Bytes]
  /// Signals that cloche was told to ignore, bit 0 for signal 1.
  package var ignoredSignals: UInt64
  /// Which of cloche's descriptors 0 to 2 are terminals.
  package var terminals: [Int] = []
  /// The host's system folders, for `root host`.
  package var systemFolders: @Sendable () -> [SystemFolder]
  /// Whether a path of the host is something else than a folder, so that a file is mounted on it.
  package var isFile: @Sendable (Bytes) -> Bool

  /// The capabilities that this process and its children may ever have.
  package var boundingSet: @Sendable () -> CapabilitySet = { .all }
  /// The highest capability that the kernel has.
  package var lastCapability: @Sendable () -> UInt32 = { 40 }
  /// The hard resource limit of this process, by the kernel's number for the resource; nil where it
  /// cannot be told.
  package var hardLimit: @Sendable (Int) -> UInt64? = { _ in nil }

  /// Whether the kernel lets this process use keyrings, which is asked for `show` alone.
  package var hasKeyrings: @Sendable () -> Bool = { true }

  /// The absolute path of cloche's own working directory; nil where it is gone.
  package var folder: @Sendable () -> Bytes? = { nil }

  /// The file outside of the system folders that /etc/resolv.conf leads to by links; nil where it
  /// lies in them, or is not there.
  package var resolverFile: @Sendable () -> Bytes? = { nil }

  /// 1 or 2 where a cgroup controller is mounted, else nil.
  package var controllerVersion: @Sendable (String) -> Int?
  /// What a path of the host says about a disk.
  package var blockDevice: @Sendable (Bytes) -> BlockDevice

  /// A folder at the top of the host's tree.
  package struct SystemFolder: Sendable {
    /// Without the leading slash.
    package let name: String
    /// Where it leads when it is a symbolic link.
    package let target: Bytes?

    package init(_ name: String, target: Bytes? = nil) {
      self.name = name
      self.target = target
    }
  }

  package init(
    credentials: Credentials, environment: [Bytes], ignoredSignals: UInt64 = 0,
    systemFolders: @escaping @Sendable () -> [SystemFolder] = { [] },
    isFile: @escaping @Sendable (Bytes) -> Bool = { _ in false },
    controllerVersion: @escaping @Sendable (String) -> Int? = { _ in nil },
    blockDevice: @escaping @Sendable (Bytes) -> BlockDevice = { _ in .missing }
  ) {
    self.credentials = credentials
    self.environment = environment
    self.ignoredSignals = ignoredSignals
    self.systemFolders = systemFolders
    self.isFile = isFile
    self.controllerVersion = controllerVersion
    self.blockDevice = blockDevice
  }

  /// Whether cloche has a capability on the host.
  package func can(_ capability: Capability) -> Bool {
    credentials.capabilities.contains(capability)
  }

  /// The value of an environment variable.
  package func variable(_ name: String) -> Bytes? {
    let prefix = Bytes(name.utf8) + [UInt8(ascii: "=")]
    return environment.last { $0.starts(with: prefix) }.map { Bytes($0.dropFirst(prefix.count)) }
  }
}
