import Sandbox

extension Context {
  /// Nothing is isolated, and everything passed on.
  static var host: Context {
    var context = Context()
    var environment = Environment()
    environment.keepAll(origin: nil)
    context[Environment.self] = environment
    context[NoNewPrivileges.self] = NoNewPrivileges(isOn: false, origin: nil)
    context[TerminalSetting.self] = TerminalSetting(.share, origin: nil)
    context[Keyring.self] = Keyring(isNew: false, origin: nil)
    return context
  }
}
