import CLaunch
import CSystemCalls
import Glibc

/// Whether the kernel lets this process use keyrings.
package enum KeyringProbe {
  /// Asks for the number of the session keyring, which makes none. Whatever else is refused, keyctl(2) is
  /// there.
  package static var answers: Bool {
    let (getKeyring, ownSession): (UInt64, Int) = (0, -3)
    let result = cl_call(
      Int(SYS_keyctl), getKeyring, UInt64(bitPattern: Int64(ownSession)), 0, 0, 0, 0)
    return result != -Int(ENOSYS) && result != -Int(EPERM)
  }
}
