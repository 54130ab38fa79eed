/// What a limit did.
package struct Trouble: Sendable {
  /// `pids`
  package let resource: String
  /// `out of memory, limit 64M`
  package let text: String
  /// It ended a process.
  package let isDeadly: Bool
  /// How often, up to now.
  package let count: Int

  init(_ resource: String, _ text: String, isDeadly: Bool, count: Int) {
    self.resource = resource
    self.text = text
    self.isDeadly = isDeadly
    self.count = count
  }
}
