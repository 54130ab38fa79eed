import Glibc
import SystemPackage

// What was typed for the programs inside, and read by none of them.

extension PseudoTerminal {
  /// As many bytes as a terminal keeps for its readers, see N_TTY_BUF_SIZE of the kernel.
  package static let mostUnread = 4096

  /// Takes what was typed here and was not read, as it was typed, line editing done.
  ///
  /// Programs inside can put bytes there as well (TIOCSTI of ioctl_tty(2)), which must not get out: the
  /// whole of it has to be the end of what was sent, else it is nothing. The end of the process that
  /// leads the session empties the terminal: to be called before that.
  ///
  /// - Parameter sent: what was written to this end last.
  package func takeUnread(ofSent sent: [UInt8]) -> [UInt8] {
    guard let peer, let attributes = try? TerminalAttributes.of(peer) else { return [] }
    let unread = drain(peer, attributes)
    let keys = TerminalKeys(attributes)
    let typed = keys.edited(sent)
    return typed.suffix(unread.count).elementsEqual(keys.asTyped(unread))
      ? Array(typed.suffix(unread.count)) : []
  }

  /// Takes all that programs inside could read now or after Enter.
  private func drain(_ peer: FileDescriptor, _ attributes: TerminalAttributes) -> [UInt8] {
    // Only so can a line be read that is not finished, and no read waits.
    var raw = attributes.raw
    (raw.c_cc.5, raw.c_cc.6) = (0, 0)  // VTIME and VMIN
    guard (try? raw.set(of: peer, TCSANOW)) != nil else { return [] }
    defer { try? attributes.set(of: peer, TCSANOW) }
    var bytes: [UInt8] = []
    while true {
      let piece = (try? Descriptors.read(peer, room: Self.mostUnread)) ?? []
      // More than fits is being put there meanwhile.
      guard !piece.isEmpty, bytes.count <= 2 * Self.mostUnread else { return bytes }
      bytes += piece
    }
  }
}

/// What a terminal makes of keys. See termios(3).
private struct TerminalKeys {
  private let keys: [UInt8]
  private let turnsReturns: Bool
  private let isByLine: Bool
  private let sendsSignals: Bool
  private let isUTF8: Bool

  init(_ attributes: TerminalAttributes) {
    keys = withUnsafeBytes(of: attributes.c_cc) { Array($0) }
    turnsReturns = attributes.c_iflag & tcflag_t(ICRNL) != 0
    isByLine = attributes.isByLine
    sendsSignals = attributes.sendsSignals
    isUTF8 = attributes.c_iflag & tcflag_t(IUTF8) != 0
  }

  /// Enter is kept as LF, and the end of input as NUL.
  func asTyped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { byte in
      switch byte {
      case 0x0a where turnsReturns: 0x0d
      case 0 where isByLine: keys[Int(VEOF)]
      default: byte
      }
    }
  }

  /// What is left of typed bytes after the keys among them that erase.
  func edited(_ typed: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    for byte in typed {
      switch byte {
      case 0x0a where turnsReturns: kept.append(0x0d)
      case keys[Int(VINTR)] where sendsSignals, keys[Int(VQUIT)] where sendsSignals,
        keys[Int(VSUSP)] where sendsSignals:
        kept = []
      case keys[Int(VERASE)] where isByLine: eraseCharacter(of: &kept)
      case keys[Int(VKILL)] where isByLine:
        while let last = kept.last, !isLineEnd(last) { kept.removeLast() }
      default: kept.append(byte)
      }
    }
    return kept
  }

  private func eraseCharacter(of kept: inout [UInt8]) {
    while let last = kept.last, !isLineEnd(last) {
      kept.removeLast()
      if !isUTF8 || last & 0xc0 != 0x80 { return }
    }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == 0x0d || byte == 0x0a || byte == keys[Int(VEOF)]
  }
}
