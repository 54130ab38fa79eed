import Kernel
import Language
import Sandbox

/// The options of one `mount`: attributes of the mount, and settings of the file system.
struct MountOptions {
  private var readOnly = false
  private var noExecute = false
  private var size: Bytes?
  private var mode: Bytes?
  /// Of the file system, as it takes them.
  private var others: [(name: String, value: Bytes?)] = []
  /// What belongs to the whole machine is not protected.
  private(set) var isFull = false
  let words: [Bytes]

  /// - Throws: where the file system has not one of them.
  init(_ options: [Written<MountOption>], for kind: NewMount.Kind) throws(Diagnostic) {
    words = options.map(\.word.bytes)
    for option in options {
      guard option.value.isKnown(to: kind) else {
        throw MountOption.unknown(option.word, to: kind)
      }
      switch option.value {
      case .readOnly: readOnly = true
      case .noExecute: noExecute = true
      case .size(let size): self.size = size
      case .mode(let mode): self.mode = mode
      case .group(let group): others.append(("gid", group))
      case .hiddenProcesses(let hiding): others.append(("hidepid", hiding))
      case .processesOnly: others.append(("subset", Bytes("pid".utf8)))
      case .full: isFull = true
      case .noSetUserID, .noDevices: break
      }
    }
  }

  /// - Parameter isProtected: what belongs to the whole machine cannot be written.
  func attributes(for kind: NewMount.Kind, isProtected: Bool) -> UInt64 {
    var attributes = MountAttribute.noSetUserID
    if kind != .devpts { attributes |= MountAttribute.noDevices }
    if kind != .tmpfs || noExecute { attributes |= MountAttribute.noExecute }
    if readOnly || isProtected && kind == .sysfs { attributes |= MountAttribute.readOnly }
    return attributes
  }

  func values(for kind: NewMount.Kind) -> [(name: String, value: Bytes?)] {
    var values: [(name: String, value: Bytes?)] = []
    if kind == .devpts {
      values.append(("ptmxmode", Bytes("0666".utf8)))
      if mode == nil { values.append(("mode", Bytes("0620".utf8))) }
    }
    if let size { values.append(("size", size)) }
    if let mode { values.append(("mode", mode)) }
    return values + others
  }
}
