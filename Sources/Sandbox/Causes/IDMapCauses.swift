import Kernel
import Language

/// Why an id map was refused. See user_namespaces(7), "Defining user and group ID mappings".
package enum IDMapCauses {
  package static let explain: Causes = { refusal in
    let mapping = refusal.context[IDMapping.self] ?? IDMapping()
    let credentials = refusal.host.credentials
    switch refusal.errno {
    case .notPermitted, .permissionDenied: break
    case .operationNotSupportedByDevice:
      return Explanation(
        .idMapRefused,
        why: "what is mounted on /proc is not a procfs (checked by its magic number)",
        fix: "mount -t proc proc /proc, on the host")
    default: return Explanation(.idMapRefused)
    }
    for kind in [IDMapping.IDKind.uid, .gid] {
      let ranges = mapping.ranges(kind, for: credentials)
      if ranges.isEmpty { continue }
      let own = kind == .uid ? credentials.uid : credentials.gid
      let count = ranges.reduce(0) { $0 + Int($1.count) }
      if refusal.host.can(kind == .uid ? .setUID : .setGID) { continue }
      let capability = kind == .uid ? "CAP_SETUID" : "CAP_SETGID"
      if count != 1 {
        return Explanation(
          .idMapRefused,
          why: "a process without \(capability) maps one id only, its own; you asked for \(count) "
            + "(checked: you are \(kind.rawValue) \(own))",
          fix: "`map root`, or a range as root")
      }
      if ranges[0].outside != own {
        return Explanation(
          .idMapRefused,
          why: "a process without \(capability) maps its own id only; you asked for "
            + "\(ranges[0].outside) (checked: you are \(kind.rawValue) \(own))",
          fix: "`map \(kind.rawValue) \(ranges[0].inside):\(own)`, or `map root`")
      }
    }
    if mapping.ranges(.uid, for: credentials).contains(where: { $0.outside == 0 }),
      !refusal.host.can(.setFileCapabilities)
    {
      return Explanation(
        .idMapRefused,
        why:
          "since Linux 5.12 only a process with CAP_SETFCAP maps the root of outside, whose file "
          + "capabilities it could make (checked: cloche does not have it)",
        fix: "`map uid` a range that begins above 0")
    }
    if let found = HostProbe.userNamespaceSwitch() {
      return Explanation(
        .idMapRefused,
        why: "this host restricts user namespaces (checked: \(found.path) is \(found.value))",
        fix: "as root: echo \(found.wanted) > \(found.path)")
    }
    return outsideIsUnmapped(mapping, credentials)
  }

  /// Why somebody who is nobody cannot make a file; nil where that is not so.
  package static let unmapped: Causes = { refusal in
    let mapping = refusal.context[IDMapping.self] ?? IDMapping()
    let credentials = refusal.host.credentials
    guard refusal.errno == .overflow, refusal.context.has(.user),
      mapping.ranges(.uid, for: credentials).isEmpty
        || mapping.ranges(.gid, for: credentials).isEmpty
    else { return nil }
    return Explanation(
      .idMapRefused, why: "with `map none` there is nobody inside whom a new file could belong to",
      fix: "`map root`")
  }

  /// In a container an id outside may not exist either.
  private static func outsideIsUnmapped(
    _ mapping: IDMapping, _ credentials: Credentials
  ) -> Explanation {
    for kind in [IDMapping.IDKind.uid, .gid] {
      let mapped = SmallFile.line(FilePath("/proc/self/\(kind.rawValue)_map")) ?? ""
      let lines = mapped.split(separator: "\n").map { line in
        line.split(separator: " ").compactMap { UInt64($0) }
      }
      for range in mapping.ranges(kind, for: credentials) {
        let exists = lines.contains { fields in
          fields.count == 3 && UInt64(range.outside) >= fields[0]
            && UInt64(range.outside) + UInt64(range.count) <= fields[0] + fields[2]
        }
        if !exists {
          return Explanation(
            .idMapRefused,
            why:
              "\(kind.rawValue) \(range.outside) and the \(range.count - 1) after it are not all "
              + "mapped where cloche runs (checked: /proc/self/\(kind.rawValue)_map)",
            fix: "ids of that file's first column")
        }
      }
    }
    return Explanation(.idMapRefused)
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofIDMaps: [ErrorCode] { [.idMapRefused] }

  package static var idMapRefused: ErrorCode {
    ErrorCode(
      412, title: "an id map was refused",
      story: """
        A user namespace starts without ids: until its maps are written everybody in it is nobody. \
        A line "0 1000 10" in /proc/PID/uid_map says that the ten ids from 0 inside are those from \
        1000 outside. Each map can be written once, and the kernel is strict about by whom \
        (user_namespaces(7)).

        With CAP_SETUID outside (CAP_SETGID for gid_map) any ids may be mapped that exist there; \
        cloche then writes the file itself while the child waits. To map the 0 of outside takes \
        CAP_SETFCAP as well, since Linux 5.12. Without the capability you may map a single id, your \
        own; and groups only after "deny" was written to /proc/PID/setgroups, since a process that \
        drops a group could get past files that are closed to just this group (CVE-2014-8989). \
        EINVAL: more than 340 ranges, or more text than a page of memory holds. EACCES can come from \
        AppArmor, which may let a user namespace be made and then deny it all capabilities.

            ns user
            map self
            exec cat /proc/self/uid_map
        """)
  }
}
