import TestSupport
import Testing

/// The keys of the user's login are not the program's.
@Suite struct KeyringTests {
  /// What a program prints that asks keyctl(2) for the number of its session keyring.
  private static let asks =
    "exec python3 -c 'import ctypes; print(ctypes.CDLL(None).syscall(250, 0, -3, 0))'"

  /// cloche as in a login that has a session keyring.
  private func inLogin(_ script: String) -> Finished {
    let join =
      "import ctypes, os, sys; ctypes.CDLL(None).syscall(250, 1, 0); os.execv(sys.argv[1], sys.argv[1:])"
    return Finished.running(["python3", "-c", join, Cloche.path, "-c", script])
  }

  /// Shared, every program has the same one, whatever its namespaces; by default each has another.
  @Test(arguments: ["cd /", "ns user", "ns user pid mnt; root host; mount proc /proc"])
  func eachProgramHasItsOwn(_ context: String) throws {
    guard context == "cd /" || Machine.hasUserNamespaces else {
      try Test.cancel("no user namespaces for this user")
    }
    let asks = Self.asks
    let shared = inLogin("keyring share; \(context); \(asks); \(asks)")
    let numbers = shared.out.split(separator: "\n").compactMap { Int($0) }
    guard shared.status == 0, numbers.count == 2, numbers[0] > 0 else {
      try Test.cancel("no python3, or no keyrings: \(shared.out)\(shared.err)")
    }
    #expect(numbers[0] == numbers[1])
    let own = inLogin("keyring share; cd /; \(asks); keyring new; \(context); \(asks)")
    let others = own.out.split(separator: "\n").compactMap { Int($0) }
    #expect(others.count == 2 && others.first != others.last, "\(own.err)")
  }

  /// An empty context is the host.
  @Test func theHostKeepsIt() throws {
    let run = inLogin("\(Self.asks); keyring share; \(Self.asks)")
    let lines = run.out.split(separator: "\n")
    guard run.status == 0, lines.count == 2 else { try Test.cancel("no python3: \(run.err)") }
    #expect(lines[0] == lines[1])
  }

  /// Where a filter refuses the call the default is left out, and what was asked for is not.
  @Test func behindAFilter() {
    func inside(_ script: String) -> Finished {
      Cloche.commands("seccomp deny keyctl; exec \(Cloche.path) -c \"\(script)\"")
    }
    #expect(inside("cd /; exec true").status == 0)
    let shown = inside("cd /; show").out
    #expect(shown.contains("no session keyring"), "\(shown)")
    let refused = inside("keyring new; exec true")
    #expect(refused.status == 125 && refused.err.contains("`keyring share`"), "\(refused.err)")
    #expect(inside("keyring share; exec true").status == 0)
  }
}
