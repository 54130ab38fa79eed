import TestSupport
import Testing

/// `-v`: a script as a transcript.
@Suite struct EchoTests {
  /// Each command stands behind the prompt of its moment, before what it prints.
  @Test func eachCommandBehindItsPrompt() {
    let run = Cloche.run(
      "-v", "-c",
      """
      let name = 'two words'   # a comment
      ns user uts; hostname x
      try test a is b
      if not test a is b { echo $name }
      for i in 1 2 { echo $i }
      """)
    #expect(run.status == 0 && run.out == "two words\n1\n2\n")
    #expect(
      run.err == """
        cloche> let name = 'two words'
        cloche> ns user uts
        cloche[user uts]> hostname x
        cloche[user uts]> try test a is b
        cloche[user uts] (1)> if not test a is b
        cloche[user uts]> echo $name
        cloche[user uts]> echo $i
        cloche[user uts]> echo $i

        """, "\(run.err)")
  }

  /// Whatever is printed comes behind the command that printed it.
  @Test func theOrderOfBothStreams() {
    let run = Finished.running(
      [
        "sh", "-c",
        "\"$0\" --echo -c 'echo one; exec echo two; capture exec echo three; echo $out' 2>&1",
        Cloche.path,
      ])
    #expect(
      run.out == """
        cloche> echo one
        one
        cloche> exec echo two
        two
        cloche> capture exec echo three
        cloche> echo $out
        three

        """)
  }

  @Test func aCommandMayFollowDirectly() {
    let folder = TemporaryFolder()
    #expect(Cloche.run("help", "ns", folder: folder.path).out == Cloche.commands("help ns").out)
    #expect(Cloche.run("help", "no such", folder: folder.path).status == 1)
    let doctor = Cloche.run("doctor", "--json", folder: folder.path)
    #expect(doctor.status == 0 && doctor.out.hasPrefix("{"))
    folder.write("doctor", "echo a script $1\n")
    #expect(Cloche.run("doctor", "--json", folder: folder.path).out == "a script --json\n")
    #expect(Cloche.run("./help", folder: folder.path).status == 2)
  }
}
