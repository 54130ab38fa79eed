import ControlGroups
import Kernel
import Language
import Sandbox

/// The limits of a context, which become one control group.
package struct LimitSet: Facet {
  /// What is asked for. A device is looked up only when it is needed.
  package enum Request: Sendable {
    case limit(Resource, Limit.Value)
    case rates(Argument, Rates)
    case noDevices
    case device(DeviceRule)

    /// What it limits.
    package var resource: Resource {
      switch self {
      case .limit(let resource, _): resource
      case .rates: .io
      case .noDevices, .device: .devices
      }
    }
  }

  /// A limit as it was asked for.
  package struct Entry: Sendable {
    package let limit: Request
    /// What a later limit of the same key replaces: `pids`, `io /dev/vda`.
    let key: String
    /// What follows `limit`.
    package let words: [Bytes]
    /// The command that set it.
    package let origin: SourceSpan?

    /// What it limits.
    package var resource: Resource { limit.resource }

    /// What the kernel stored is kept under this: all the rules for devices are one filter.
    package var storedKey: String { resource == .devices ? "devices" : key }

    /// The command that sets it.
    var command: [Bytes] { [Bytes("limit".utf8)] + words }

    /// As written.
    package var text: String { words.map { ScriptText.word($0).displayed }.joined(separator: " ") }
  }

  /// In the order in which they were set.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// Nothing is limited.
  package var isEmpty: Bool { entries.isEmpty }

  /// Does what a command asks for.
  ///
  /// - Parameters:
  ///   - words: what follows `limit`.
  ///   - origin: of the command.
  package mutating func apply(_ change: LimitValue.Change, words: [Bytes], origin: SourceSpan?) {
    switch change {
    case .set(let limit, let key):
      entries.removeAll { $0.key == key }
      entries.append(Entry(limit: limit, key: key, words: words, origin: origin))
    // No limit is what holds without any group.
    case .lift(let keys):
      entries.removeAll { entry in
        keys.contains { entry.key == $0 || entry.key.hasPrefix($0 + " ") }
      }
    }
  }

  package var settings: [Setting] {
    entries.map { Setting("limit \($0.key)", $0.command, $0.origin) }
  }

  package var promptLabel: String? {
    var labels: [String] = []
    for entry in entries {
      let label =
        switch entry.limit {
        case .limit(.notifyOnRelease, _), .noDevices, .device: entry.resource.rawValue
        case .rates(let device, _): "io:\(device.displayed)"
        case .limit(let resource, .amount) where !resource.rawValue.hasSuffix("weight"):
          "\(resource.rawValue)<=\(entry.words.last?.displayed ?? "")"
        case .limit(.hugetlb, _): "\(entry.key)<=\(entry.words.last?.displayed ?? "")"
        case .limit(let resource, _):
          "\(resource.rawValue)=\(entry.words.last?.displayed ?? "")"
        }
      if !labels.contains(label) { labels.append(label) }
    }
    return labels.isEmpty ? nil : labels.joined(separator: " ")
  }

  package var phases: [Phase] { [.controlGroup, .network] }

  package func violations(in context: Context) -> [Diagnostic] {
    entries.filter { $0.resource == .net && !context.has(.net) }.map { entry in
      Diagnostic(
        .needsNamespace, "`limit net` without `ns net`", at: entry.origin,
        label: "it would need an interface of the sandbox's own"
      ).fix("`ns net`")
    }
  }

  package var cloneCauses: Causes? {
    guard let limit = entries.first(where: { $0.resource == .pids }) else { return nil }
    let command = ScriptText.line(limit.command).displayed
    return { refusal in
      // On v1 the child joins its group only after cloche's own clone: it is not counted there before.
      let isInside =
        refusal.call != nil || refusal.host.controllerVersion(Resource.pids.rawValue) == 2
      guard refusal.errno == .resourceTemporarilyUnavailable, isInside else { return nil }
      return Explanation(
        .cloneRefused, why: "`\(command)` leaves no room: what is inside already counts too",
        fix: "a higher `limit pids`")
    }
  }
}
