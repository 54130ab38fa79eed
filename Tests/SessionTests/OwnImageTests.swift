import Glibc
import TestSupport
import Testing

/// What is inside cannot change the program that runs outside.
@Suite(.enabled(if: Machine.hasUserNamespaces, "no user namespaces can be made here"))
struct OwnImageTests {
  /// Holds on to the file of a running cloche, as somebody inside could, and writes to it when all of
  /// that is gone. 0 when it could.
  private static let attack = """
    # dd tells why it could not, as no shell does.
    write='printf x | dd of=/proc/self/fd/3 conv=notrunc oflag=append status=none'
    cp "$0" "$1/cloche"
    [ -z "$3" ] || chown "$3" "$1/cloche"
    ${3:+setpriv --reuid=$3 --clear-groups} "$1/cloche" -c "$2" > "$1/out" &
    p=$!
    until grep -q ready "$1/out"; do sleep 0.01; done
    exec 3< "/proc/$p/exe"
    kill -KILL $p
    wait $p 2> /dev/null
    # What cloche had started may still be on its way out of the file.
    for try in $(seq 200); do
      said=$(${3:+setpriv --reuid=$3 --clear-groups} sh -c "$write" 2>&1) && exit 0
      case $said in *busy*) sleep 0.01 ;; *) break ;; esac
    done
    echo "$said" >&2
    exit 2
    """

  private func attack(_ commands: String, as user: String = "") -> Finished {
    let folder = TemporaryFolder()
    chmod(folder.path, 0o777)
    return Finished.running([
      "sh", "-c", Self.attack, Cloche.path, folder.path, commands, user,
    ])
  }

  /// The detector: without a box that stays it is the file itself, which whoever owns it can write.
  @Test func theDetectorWorks() {
    let run = attack("echo ready; exec sleep 60")
    #expect(run.status == 0, "\(run.err)")
  }

  @Test(arguments: ["ns user; up", "def later { up }; ns user uts; if test a is a { later }"])
  func aScriptWithABoxIsOutOfReach(_ commands: String) {
    let run = attack("\(commands); echo ready; exec sleep 60")
    #expect(run.status != 0)
    let words = Machine.isRoot ? "Read-only file system" : "Operation not permitted"
    #expect(run.err.contains(words), "\(run.err)")
  }

  @Test(.enabled(if: Machine.canBecomeNobody, "needs root and setpriv to become somebody else"))
  func theOwnerOfTheFileRunsFromACopy() {
    let run = attack("ns user; up; echo ready; exec sleep 60", as: "65534")
    #expect(run.status != 0 && !run.err.isEmpty, "\(run.err)")
  }

  @Test func itKeepsItsName() {
    let run = Cloche.commands("ns user; up; host sh -c 'cat /proc/$1/comm' sh ${host:pid}")
    #expect(run.out == "cloche\n", "\(run.err)")
  }

  /// The second start has the words, the input and the environment of the first.
  @Test func nothingElseIsChangedByIt() {
    let run = Cloche.run(
      "-c", "ns user; up; echo $1 ${env:GIVEN}; exec cat", "a word", input: "typed\n",
      environment: ["GIVEN": "b"])
    #expect(run.out == "a word b\ntyped\n", "\(run.err)")
    let script = Cloche.run(input: "ns user\nup\nexec echo x\ndown\n")
    #expect(script.out == "x\n", "\(script.err)")
  }

  /// The second start could not read once more what came by a pipe.
  @Test(arguments: [
    "cat \"$1\" | \"$0\" /dev/stdin",
    "mkfifo \"$1.pipe\"; cat \"$1\" > \"$1.pipe\" & \"$0\" \"$1.pipe\"",
  ])
  func aScriptFromAPipeIsNotLost(_ way: String) {
    let folder = TemporaryFolder()
    let script = "\(folder.path)/a.cloche"
    folder.write("a.cloche", "ns user\nup\nexec echo inside\n")
    let run = Finished.running(["timeout", "60", "sh", "-c", way, Cloche.path, script])
    #expect(run.status == 0 && run.out == "inside\n", "\(run.err)")
  }

  /// What is known at the run alone may bring a box up as well.
  @Test func wordsThatComeLaterAreThoughtOf() {
    let run = Cloche.commands("ns user; up $@; exec echo inside")
    #expect(run.out == "inside\n", "\(run.err)")
  }
}
