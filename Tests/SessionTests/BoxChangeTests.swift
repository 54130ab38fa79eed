import TestSupport
import Testing

/// What changes in a box that is up, at once or with the next program, and what is refused.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces can be made here"))
struct BoxChangeTests {
  private static let tree = "ns uts user pid mnt\nroot host\n"

  @Test func whatCanChangeChangesAtOnce() {
    let run = Cloche.commands(
      """
      \(Self.tree)hostname one
      up
      exec sh -c 'until test -e /tmp/go; do sleep 0.01; done; hostname; cat /data/word' &
      hostname two
      domainname glass
      mount tmpfs /data size=1M
      exec sh -c 'echo seen > /data/word; touch /tmp/go'
      wait
      """)
    #expect(run.out == "two\nseen\n", "\(run.err)")
  }

  @Test(.enabled(if: Machine.isRoot, "only root copies mounts of the host into a box that is up"))
  func aFolderOfTheHostComesIn() {
    let folder = TemporaryFolder()
    let run = Cloche.commands(
      """
      \(Self.tree)up
      bind \(folder.path) /mnt ro
      exec test -d /mnt
      not exec touch /mnt/file
      echo done
      """)
    #expect(run.out == "done\n", "\(run.err)")
  }

  @Test func theProgramsOwnSettingsWaitForTheNext() {
    let run = Cloche.commands(
      """
      ns uts user
      up
      env A=1
      cd /usr
      umask 077
      exec sh -c 'echo $A $PWD; umask'
      """)
    #expect(run.out == "1 /usr\n0077\n", "\(run.err)")
  }

  @Test(arguments: [
    ("ns uts user", "ns net", "`ns net` cannot be changed while the box is up"),
    ("ns uts user", "map self", "`map self` cannot be changed"),
    ("ns mnt user", "root host", "`root host` cannot be changed"),
    ("ns uts user", "up", "is up already"),
  ])
  func whatCanNotChangeIsRefusedBeforeAnythingRuns(
    _ context: String, _ command: String, _ words: String
  ) {
    let run = Cloche.commands("\(context)\nup\nexec echo ran\n\(command)")
    #expect(run.status == 2)
    #expect(run.out.isEmpty)
    #expect(run.err.contains("E0314") && run.err.contains(words), "\(run.err)")
    let tried = Cloche.commands("\(context)\nup\ntry \(command)\nexec echo ran")
    #expect(tried.out == "ran\n" && tried.err.contains(words), "\(tried.err)")
  }

  @Test func undoTakesBackWhatCanBe() {
    let run = Cloche.commands(
      """
      \(Self.tree)hostname one
      up
      hostname two
      undo
      exec hostname
      mount tmpfs /mnt
      try undo
      exec test -d /mnt
      """)
    #expect(run.out == "one\n", "\(run.err)")
    #expect(run.err.contains("`mount tmpfs /mnt` cannot be taken back"), "\(run.err)")
  }

  @Test func theEndOfAScopeTakesBack() {
    let run = Cloche.commands(
      """
      ns uts user mnt
      hostname one
      up
      scope { hostname two; exec hostname; try mount tmpfs /mnt }
      exec hostname
      """)
    #expect(run.out == "two\none\n", "\(run.err)")
    #expect(run.err.contains("the end of the scope could not take it back"), "\(run.err)")
  }

  @Test func aBoxOfAScopeEndsWithIt() {
    let run = Cloche.commands("ns uts user\nscope { up; exec true }\ntry down\nboxes --json")
    #expect(run.err.contains("is not up"), "\(run.err)")
    #expect(run.out.contains("\"up\":false"))
  }

  /// It has what the scope gave it, and could not be as it was before.
  @Test func aBoxThatCameUpAnewInAScopeEndsWithIt() {
    let run = Cloche.commands(
      "ns user\nup\nscope { down\nns uts\nup\nexec true }\nboxes --json\nup\nexec echo anew")
    #expect(run.status == 0 && run.err.isEmpty, "\(run.err)")
    #expect(run.out.contains("\"up\":false") && run.out.hasSuffix("anew\n"), "\(run.out)")
  }
}
