import Kernel
import Language

extension Interpreter {
  /// The value of a variable by the name between `$` or `${` and the end; nil for an undefined one.
  func value(ofVariable name: ArraySlice<UInt8>) -> Bytes? {
    guard let first = name.first else { return nil }
    switch first {
    case UInt8(ascii: "?"): return Bytes(String(lastStatus).utf8)
    case UInt8(ascii: "#"): return Bytes(String(variables.arguments.count).utf8)
    case 0x30...0x39:
      guard let number = Int(String(decoding: name, as: UTF8.self)) else { return nil }
      if number == 0 { return variables.scriptName }
      return number <= variables.arguments.count ? variables.arguments[number - 1] : nil
    default: break
    }
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return variables[Bytes(name)] }
    let fact = name[(colon + 1)...]
    switch String(decoding: name[..<colon], as: UTF8.self) {
    case "env": return surroundings.host.variable(String(decoding: fact, as: UTF8.self))
    case "host":
      return HostFacts.value(of: String(decoding: fact, as: UTF8.self), host: surroundings.host)
    default: return supervisor.lastRecord?.fact(String(decoding: fact, as: UTF8.self))
    }
  }

  /// Why a variable has no value, with the nearest name that has one.
  func undefined(_ name: ArraySlice<UInt8>, at span: SourceSpan) -> Diagnostic {
    let text = name.displayed
    let error = Diagnostic(
      .undefinedVariable, "undefined variable `\(text)`", at: span,
      label: Suggestion.label(for: text, among: candidates(for: text)))
    if text.allSatisfy(\.isNumber) {
      let count = variables.arguments.count
      return error.note("the script has \(count) argument\(count == 1 ? "" : "s")")
        .fix("`${\(text):-default}` gives a value where there is none")
    }
    if text == "out" {
      return error.fix("`capture exec PROGRAM ...` sets $out")
    }
    if text.hasPrefix("host:") {
      return error.note("there are \(HostFacts.names.map { "host:" + $0 }.joined(separator: " "))")
    }
    if text.hasPrefix("job:") {
      if supervisor.lastRecord == nil { return error.note("no job has run yet") }
      if text.hasPrefix("job:stat.") {
        return error.note(
          supervisor.lastRecord?.counters.isEmpty == true
            ? "the last job had no control group that counts; `limit` gives it one"
            : "there are \((supervisor.lastRecord?.counters.keys.sorted() ?? []).map { "job:stat." + $0 }.joined(separator: " "))"
        )
      }
      return error.note(
        "there are \(JobRecord.factNames.map { "job:" + $0 }.joined(separator: " "))")
    }
    if text.hasPrefix("env:") {
      return error.fix("`${\(text):-default}` gives a value where there is none")
    }
    if surroundings.host.variable(text) != nil {
      return error.fix("`${env:\(text)}` is that of cloche's environment")
    }
    return error.fix(
      "`let NAME = WORD` sets one; `${NAME:-default}` gives a value where there is none")
  }

  private func candidates(for name: String) -> [String] {
    if name.hasPrefix("host:") { return HostFacts.names.map { "host:" + $0 } }
    // Before the first job none of them has a value, so that no other name helps.
    if name.hasPrefix("job:"), supervisor.lastRecord == nil { return [] }
    if name.hasPrefix("job:") { return JobRecord.factNames.map { "job:" + $0 } }
    if name.hasPrefix("env:") {
      return surroundings.host.environment.map {
        "env:" + $0.prefix { $0 != UInt8(ascii: "=") }.displayed
      }
    }
    return variables.names
  }

  /// What `~` stands for: $HOME.
  func home(at span: SourceSpan) throws(Diagnostic) -> Bytes {
    if let home = surroundings.host.variable("HOME"), !home.isEmpty { return home }
    throw Diagnostic(
      .undefinedVariable, "`~` stands for $HOME, which is not set", at: span,
      label: "where is that?"
    ).fix("write the path")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofWords: [ErrorCode] { [.undefinedVariable] }

  package static var undefinedVariable: ErrorCode {
    ErrorCode(
      108, title: "a variable that was not set",
      story: """
        A variable exists from the `let`, `for` or `capture` on that sets it, a parameter within its \
        `def`, and $1 up to $# where the script was given that many arguments. Using any other is an \
        error and not an empty word: `rm -r $dir/` would become `rm -r /`. `~` falls under the same \
        rule when $HOME is not set.

        This is found out at the run, when the command is reached: what came before has been done. \
        ${job:FACT} has a value once a program has run, ${env:NAME} where cloche's own environment \
        has it. For a value that may be missing say what takes its place:

            let dir = /tmp
            echo $dir ${name:-nobody} ${1:-none}
        """)
  }
}
