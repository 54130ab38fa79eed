import CLaunch
import Glibc

/// A capability by its number. See capabilities(7).
public struct Capability: Hashable, Sendable {
  public let number: UInt32
  /// `CAP_SYS_ADMIN`.
  public let name: String

  public static let setGID = Capability(number: 6, name: "CAP_SETGID")
  public static let setUID = Capability(number: 7, name: "CAP_SETUID")
  public static let setFileCapabilities = Capability(number: 31, name: "CAP_SETFCAP")
  public static let systemChroot = Capability(number: 18, name: "CAP_SYS_CHROOT")
  public static let systemAdmin = Capability(number: 21, name: "CAP_SYS_ADMIN")
  public static let systemResource = Capability(number: 24, name: "CAP_SYS_RESOURCE")
}

/// A set of capabilities.
public struct CapabilitySet: Sendable, Equatable {
  public let bits: UInt64

  public init(bits: UInt64) { self.bits = bits }

  public static var all: CapabilitySet { CapabilitySet(bits: ~0) }

  public func contains(_ capability: Capability) -> Bool {
    bits >> UInt64(capability.number) & 1 != 0
  }

  /// The effective set of this process. See capget(2).
  public static var effective: CapabilitySet {
    // _LINUX_CAPABILITY_VERSION_3: two records of effective, permitted and inheritable.
    var header: (version: UInt32, pid: Int32) = (0x2008_0522, 0)
    var data: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0, 0)
    let result = withUnsafeMutablePointer(to: &header) { header in
      withUnsafeMutablePointer(to: &data) { data in
        cl_call(
          Int(SYS_capget), UInt64(UInt(bitPattern: header)), UInt64(UInt(bitPattern: data)), 0, 0,
          0, 0)
      }
    }
    guard result == 0 else { return CapabilitySet(bits: 0) }
    return CapabilitySet(bits: UInt64(data.0) | UInt64(data.3) << 32)
  }
}
