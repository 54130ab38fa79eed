/// A limit: a resource and how much of it.
package struct Limit: Sendable, Equatable {
  package let resource: Resource
  /// No value is no limit.
  package let value: Value?

  /// How much there may be, in the terms of the resource.
  package enum Value: Sendable, Equatable {
    /// Processes, bytes, thousandths of a CPU, a weight, or bytes a second.
    case amount(Int)
    /// Numbers of CPUs or memory nodes in the kernel's format: `0-3,5`. See cpuset(7).
    case list(String)
    case rates(of: DeviceNumber, Rates)
    /// Only these devices may be used.
    case devices([DeviceRule])
    /// So many huge pages of that many bytes each; nil for no limit of this size.
    case pages(size: Int, count: Int?)
    case flag(Bool)
  }

  package init(_ resource: Resource, _ value: Value?) {
    self.resource = resource
    self.value = value
  }

  /// What takes it away again.
  package var lifted: Limit {
    switch value {
    case .rates(let device, _): Limit(resource, .rates(of: device, Rates()))
    case .pages(let size, _): Limit(resource, .pages(size: size, count: nil))
    default: Limit(resource, nil)
    }
  }

  var amount: Int? { if case .amount(let amount) = value { amount } else { nil } }
}

/// The number of a device, as stat(2) has it.
package struct DeviceNumber: Sendable, Equatable {
  package let major: Int
  package let minor: Int

  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  var text: String { "\(major):\(minor)" }
}

/// How much a disk transfers in a second; nil for as much as it can.
package struct Rates: Sendable, Equatable {
  /// The names that io.max has for them.
  package enum Name: String, CaseIterable, Sendable {
    case rbps, wbps, riops, wiops

    /// Bytes, and not operations.
    package var isSize: Bool { self == .rbps || self == .wbps }

    var version1File: String {
      switch self {
      case .rbps: "blkio.throttle.read_bps_device"
      case .wbps: "blkio.throttle.write_bps_device"
      case .riops: "blkio.throttle.read_iops_device"
      case .wiops: "blkio.throttle.write_iops_device"
      }
    }
  }

  private var values: [Name: Int] = [:]

  package init() {}

  package subscript(name: Name) -> Int? {
    get { values[name] }
    set { values[name] = newValue }
  }
}

/// A device that may be used all the same, as `devices.allow` of v1 has it.
package struct DeviceRule: Sendable, Equatable {
  package let isBlock: Bool
  /// nil for all of them.
  package let major: Int?
  package let minor: Int?
  /// Of `r`, `w` and `m` (mknod), in this order.
  package let access: String

  package init(isBlock: Bool, major: Int?, minor: Int?, access: String) {
    self.isBlock = isBlock
    self.major = major
    self.minor = minor
    self.access = access
  }

  /// What it is a rule for: `c 1:3`.
  package var device: String {
    "\(isBlock ? "b" : "c") \(major.map(String.init) ?? "*"):\(minor.map(String.init) ?? "*")"
  }

  package var text: String { "\(device) \(access)" }

  /// Whether it lets a character device be used in all these ways.
  package func allows(major: Int, minor: Int, _ wanted: String) -> Bool {
    !isBlock && (self.major ?? major) == major && (self.minor ?? minor) == minor
      && wanted.allSatisfy { access.contains($0) }
  }
}
