import CControlGroup
import Glibc
import Kernel

/// The program by which a v2 group is kept from devices. Owns its descriptor; the kernel keeps the
/// program as long as the group.
final class DeviceFilter {
  private let descriptor: Int32

  /// Loads a program and attaches it. See bpf(2); it needs CAP_SYS_ADMIN of the host.
  init(
    _ rules: [DeviceRule], group: GroupDirectory, replacing old: DeviceFilter?
  ) throws(KernelError) {
    let entries = rules.map { rule in
      ccg_device_rule(
        is_block: rule.isBlock ? 1 : 0, major: Int32(rule.major ?? -1),
        minor: Int32(rule.minor ?? -1), access: Self.bits(rule.access))
    }
    // A pointer to no element may be NULL, which the function does not take.
    let none = ccg_device_rule(is_block: 0, major: 0, minor: 0, access: 0)
    let result = (entries + [none]).withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map {
        ccg_filter_devices(group.descriptor, $0, rules.count, old?.descriptor ?? -1)
      } ?? -EINVAL
    }
    guard result >= 0 else {
      throw KernelError(
        "bpf(BPF_PROG_ATTACH, BPF_CGROUP_DEVICE) on \(group.path)", Errno(rawValue: -result))
    }
    descriptor = result
  }

  deinit { close(descriptor) }

  func detach(from group: GroupDirectory) throws(KernelError) {
    let result = ccg_unfilter_devices(group.descriptor, descriptor)
    guard result == 0 else {
      throw KernelError(
        "bpf(BPF_PROG_DETACH, BPF_CGROUP_DEVICE) on \(group.path)", Errno(rawValue: -result))
    }
  }

  /// BPF_DEVCG_ACC_MKNOD, _READ and _WRITE.
  private static func bits(_ access: String) -> Int32 {
    access.reduce(0) { $0 | ($1 == "m" ? 1 : $1 == "r" ? 2 : 4) }
  }
}
