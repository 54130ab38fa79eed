import Kernel
import Language
import Limits
import Sandbox

extension Host {
  /// This host and this process.
  static var current: Host {
    var host = Host(
      credentials: .current, environment: ProcessEnvironment.entries,
      ignoredSignals: Signals.ignored, systemFolders: { Self.presentSystemFolders },
      isFile: { HostFiles.kind(of: $0) == .other },
      controllerVersion: { GroupMaker.version(of: $0) },
      blockDevice: { BlockDevice.behind($0) })
    host.boundingSet = { .bounding }
    host.folder = { WorkingFolder.path }
    host.resolverFile = { ResolverFile.outside(of: presentSystemFolders.map(\.name)) }
    host.lastCapability = { Capability.last }
    host.terminals = (0...2).filter { Descriptors.isTerminal(FileDescriptor(rawValue: Int32($0))) }
    host.hardLimit = { ProcessLimit.hard($0) }
    host.hasKeyrings = { KeyringProbe.answers }
    return host
  }

  /// Those of the usual ones that exist, as folders or as links.
  private static var presentSystemFolders: [SystemFolder] {
    ["bin", "etc", "lib", "lib32", "lib64", "libx32", "opt", "sbin", "usr", "nix", "gnu"]
      .compactMap { name in
        if let target = Links.target(of: "/" + name) { return SystemFolder(name, target: target) }
        return HostFiles.kind(of: Bytes("/\(name)".utf8)) == .directory ? SystemFolder(name) : nil
      }
  }
}
