import Language
import Sandbox
import Testing

/// Of several forms the one that fits best says what is wrong; unknown words fit everywhere.
@Suite struct BestFormTests {
  @Test(arguments: [
    // The form that got further.
    ("map uid", "E0201", "expected IN:OUT[:COUNT]"),
    ("map uid x", "E0204", "expected IN:OUT or IN:OUT:COUNT"),
    ("map root x", "E0202", "nothing more can follow here"),
    ("map gid 0:0 0", "E0204", "expected IN:OUT or IN:OUT:COUNT"),
    ("env keep", "E0201", "expected NAME|all"),
    ("env keep 5", "E0204", "expected letters, digits and _"),
    ("root host rw x", "E0202", "nothing more can follow here"),
    ("root /srv rw", "E0206", ""),
    ("root /srv ro chrot", "E0206", "did you mean `chroot`?"),
    ("bind /usr /mnt nosiud", "E0206", "did you mean `nosuid`?"),
    // Of equals the one that helps.
    ("root", "E0201", "expected DIR"), ("map", "E0201", "expected uid|gid"),
    ("env", "E0201", "expected NAME=VALUE|-NAME"), ("root ''", "E0204", "expected a folder"),
    ("map sefl", "E0206", "did you mean `self`?"), ("map rot", "E0206", "did you mean `root`?"),
    ("map udi 0:0", "E0206", "did you mean `uid`?"), ("bind /usr r", "E0206", "did you mean `ro`?"),
    ("bind /usr mnt", "E0204", "a mount point begins with /, the root inside"),
    ("env FOO", "E0204", "expected NAME=VALUE or -NAME"),
  ])
  func told(script: String, code: String, label: String) throws {
    let refusal = try #require(Building.refusal(script))
    #expect(refusal.code.description == code)
    #expect(refusal.label == label)
  }

  @Test func theUsageOfEveryFormIsShown() throws {
    let refusal = try #require(Building.refusal("map"))
    #expect(
      refusal.remarks.map(\.text) == [
        "usage: map root", "       map self", "       map none",
        "       map uid|gid IN:OUT[:COUNT]...",
      ])
  }

  @Test(arguments: [
    ("map %", true), ("map uid %", true), ("map % 0:0", true), ("map % % %", true),
    ("root %", true),
    ("root % ro", true), ("root % xx", false), ("bind % %", true), ("bind % % ro", true),
    ("mount % /x", true), ("mount proc %", true), ("mount proc % x", false), ("ns % utc", false),
    ("ns % uts", true), ("hostname % %", false), ("limit % 5", true), ("limit pids %", true),
    ("env % A=b", true), ("env % 5", false), ("rlimit % %", true), ("umask %", true),
  ])
  func aWordThatOnlyTheRunWillTellFitsEverywhere(script: String, expected: Bool) throws {
    let invocation = try Building.invocation(script)
    let command = try Building.command(invocation.command.bytes)
    do throws(Diagnostic) {
      #expect(try command.syntax.check(invocation) == nil)
      #expect(expected)
    } catch {
      #expect(!expected)
    }
  }
}
