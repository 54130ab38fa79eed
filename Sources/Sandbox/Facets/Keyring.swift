import CSystemCalls
import Kernel
import Language

/// Whether the program gets a session keyring of its own. See session-keyring(7).
///
/// The keys in cloche's own keyring are those of the user's login: whoever has the keyring reads them, in
/// whatever namespaces.
package struct Keyring: Facet {
  package let isNew: Bool
  package let origin: SourceSpan?
  /// The kernel was asked, and gives none.
  private var isMissing = false

  package init(isNew: Bool, origin: SourceSpan?) {
    self.isNew = isNew
    self.origin = origin
  }

  /// What holds when nothing was said: a context in which nothing was set is the host.
  static func standard(in context: Context) -> Keyring {
    Keyring(isNew: !context.settings.isEmpty, origin: nil)
  }

  /// The same with what the kernel says about it, for `show`.
  func tried(on host: Host) -> Keyring {
    var copy = self
    copy.isMissing = isNew && !host.hasKeyrings()
    return copy
  }

  package var settings: [Setting] {
    if isMissing, origin == nil {
      return [
        Setting(
          "keyring", [], nil, meaning: "no session keyring: the kernel refuses keyctl(2) here")
      ]
    }
    return [
      Setting(
        "keyring", "keyring", isNew ? "new" : "share", origin: origin,
        meaning: isNew ? "a session keyring of its own" : "cloche's own session keyring")
    ]
  }

  package var phases: [Phase] { isNew ? [.keyring] : [] }

  package func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: origin, causes: KeyringCauses.explain) {
      // Where nobody asked for it: without keyrings, or behind a filter that refuses the call to the
      // program too, there is nothing to be kept from it.
      $0.call(
        SystemCall(SYS_keyctl, "keyctl"),
        .constant(KeyringControl.joinSession, KeyringControl.names),
        .null, tolerating: origin == nil ? [.noFunction, .notPermitted] : [])
    }
  }
}

/// See keyctl(2).
enum KeyringControl {
  static var joinSession: UInt64 { 1 }
  static var names: Constants {
    Constants(values: { [("KEYCTL_JOIN_SESSION_KEYRING", joinSession)] })
  }
}
