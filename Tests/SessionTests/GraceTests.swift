import TestSupport
import Testing

/// `exec --grace`: the time between SIGTERM and SIGKILL.
@Suite struct GraceTests {
  /// Its clean-up takes longer than the second that it has unasked.
  private let program =
    "sh -c 'trap \"sleep 1.5; echo cleaned; exit\" TERM; while :; do sleep 0.01; done'"

  @Test func aLongerOne() {
    let run = Cloche.commands("try exec --timeout 300ms --grace 1m \(program); echo $?")
    #expect(run.out == "cleaned\n124\n")
  }

  @Test func theOneUnasked() {
    let run = Cloche.commands("try exec --timeout 300ms \(program); echo $?")
    #expect(run.out == "124\n")
  }

  @Test func nobodyIsLeftToGrantIt() {
    let run = Cloche.commands("exec --replace --grace 5s true")
    #expect(run.status == 125 && run.err.contains("`exec --replace` cannot end the program"))
    let cure = Cloche.commands("exec --replace timeout 5s true")
    #expect(cure.status == 0 && cure.err.isEmpty)
  }

  @Test func anUnknownOption() {
    let run = Cloche.commands("exec --grave 5s true")
    #expect(run.status == 2)
    #expect(
      run.err.contains("unknown option `--grave`") && run.err.contains("did you mean `--grace`?"))
  }
}
