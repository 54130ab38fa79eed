import Glibc
import TestSupport
import Testing

/// What limits do on each layout of control groups, in virtual machines that have it: see
/// scripts/vm and Tests/vm/checks.sh.
@Suite(.serialized) struct LayoutTests {
  @Test(arguments: ["v2", "hybrid", "v1"]) func holds(_ layout: String) throws {
    let prepared = Finished.running([Guest.program, "--prepare"], environment: Guest.environment)
    guard prepared.status == 0 else {
      // Of one case of several the testing library would not tell why.
      print("\(layout): skip all: \(prepared.err)")
      try Test.cancel("\(prepared.err)")
    }
    var command = ["\(Machine.repository)/Tests/vm/checks.sh", Cloche.path]
    // The examples are about namespaces too, which are the same on every layout.
    if layout == "v2", let rootfs = Machine.rootfs { command.append(rootfs) }
    let run = Finished.running(
      [Guest.program, "--timeout", "300", layout] + command, environment: Guest.environment)
    let checks = run.out.split(separator: "\n")
    for check in checks.dropLast() {
      if check.hasPrefix("skip ") {
        print("\(layout): \(check)")
      } else {
        #expect(check.hasPrefix("ok "), "\(check)")
      }
    }
    // One that ended early has not shown everything.
    #expect(checks.last == "done", "\(run.err)")
    #expect(run.status == 0)
  }
}

/// Virtual machines for tests.
enum Guest {
  static let program = "\(Machine.repository)/scripts/vm"

  /// What is kept from one run to the next lies in the user's own folder.
  static let environment: [String: String] = ["HOME", "XDG_CACHE_HOME"].reduce(into: [:]) {
    if let value = getenv($1) { $0[$1] = String(cString: value) }
  }
}
