import Language
import Testing

/// Words of a command `x`, and what they are made of.
private struct Words: Sendable, CustomTestStringConvertible {
  let text: String
  let templates: [String]

  init(_ text: String, _ templates: String...) {
    self.text = text
    self.templates = templates
  }

  var testDescription: String { Bytes(text.utf8).displayed }

  func check(_ location: SourceLocation = #_sourceLocation) {
    let result = soundlyParsed("x " + text, location)
    #expect(result.diagnostics.map(\.message) == [], sourceLocation: location)
    #expect(result.script.templates == templates, sourceLocation: location)
  }
}

@Suite struct WordTests {
  @Test(arguments: [
    Words("a", "a"),
    Words("a b\tc", "a", "b", "c"),
    Words("  a \t ", "a"),
    Words("/proc/self/ns/uts", "/proc/self/ns/uts"),
    Words("a=b:c,d%e@f+g", "a=b:c,d%e@f+g"),
    Words("-x --long=1 - --", "-x", "--long=1", "-", "--"),
    Words("] ^ ! a] !b {a} {} }{", "]", "^", "!", "a]", "!b", "{a}", "{}", "}{"),
    Words("if for else in try", "if", "for", "else", "in", "try"),
    Words("größe 日本 \u{a0}", "größe", "日本", "\u{a0}"),
    Words("a#b #c", "a#b"),
    Words("a;", "a"),
    Words("a&", "a"),
  ])
  private func bare(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("''", "''"),
    Words("\"\"", "''"),
    Words("''\"\"''", "''"),
    Words("'' a ''", "''", "a", "''"),
    Words("'a b'", "a b"),
    Words("\"a b\"", "a b"),
    Words("a'b'\"c\"d", "abcd"),
    Words("'{' \"}\" \\{", "{", "}", "{"),
    Words("'a\"b' \"a'b\"", "a\"b", "a'b"),
    Words("'$x ${y} \\n \\'", "$x ${y} \\n \\"),
    Words("'#' \"# a\" \\#b", "#", "# a", "#b"),
    Words("'| < > ( ) * ? [ ` ; & && ||'", "| < > ( ) * ? [ ` ; & && ||"),
    Words("\"| < > ( ) * ? [ ` ; & && ||\"", "| < > ( ) * ? [ ` ; & && ||"),
    Words("'a\nb' \"a\nb\"", "a\\nb", "a\\nb"),
    Words("'if'x \"for\"", "ifx", "for"),
  ])
  private func quoted(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("\\a\\b", "ab"),
    Words("\\|\\<\\>\\(\\)\\*\\?\\[\\`\\&\\;", "|<>()*?[`&;"),
    Words("a\\ b \\\ta", "a b", "\\ta"),
    Words("\\'\\\"\\\\\\$x", "'\"\\$x"),
    Words("\\n \\é", "n", "é"),
    Words("\"\\n\\t\\e\\\"\\\\\\$x\"", "\\n\\t\\e\"\\$x"),
    Words("\"a\\\nb\"", "ab"),
    Words("'a\\\nb'", "a\\\\nb"),
  ])
  private func escapes(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("~", "{home}"),
    Words("~/rootfs", "{home}/rootfs"),
    Words("~/", "{home}/"),
    Words("~/'a b'$x", "{home}/a b{x}"),
    Words("~; y", "{home}"),
    Words("~& ", "{home}"),
    Words("~\\\n /a", "{home}", "/a"),
    Words("~root a~ a~/b /~ ~~", "~root", "a~", "a~/b", "/~", "~~"),
    Words("'~' \"~\" \\~ \\~/a ''~", "~", "~", "~", "~/a", "~"),
    Words("~'/a' ~$x", "~/a", "~{x}"),
    Words("x=~/a", "x=~/a"),
  ])
  private func home(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("$x $_ $Ab_9 $x.y $x-y", "{x}", "{_}", "{Ab_9}", "{x}.y", "{x}-y"),
    Words("$1 $0 $10 ${10}", "{1}", "{0}", "{1}0", "{10}"),
    Words("$# $? ${#} ${?}", "{#}", "{?}", "{#}", "{?}"),
    Words("a$x'b'\"$y c\"${z}d", "a{x}b{y} c{z}d"),
    Words("$x$y \"$x\"", "{x}{y}", "{x}"),
    Words("\"a\"$x\"b\"", "a{x}b"),
    Words(
      "${env:HOME} ${host:ns.uts} ${job:ns.uts}", "{env:HOME}", "{host:ns.uts}", "{job:ns.uts}"),
    Words("${job:stat.pids.peak} ${job:a-b}", "{job:stat.pids.peak}", "{job:a-b}"),
    Words("${env} ${job} ${env:-x}", "{env}", "{job}", "{env:-x}"),
    Words("$x{ $x} ${x}}", "{x}{", "{x}}", "{x}}"),
  ])
  private func variables(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("${x:-}", "{x:-}"),
    Words("${x:-a} ${1:-b} ${?:-c}", "{x:-a}", "{1:-b}", "{?:-c}"),
    Words("${x:-default $y}", "{x:-default {y}}"),
    Words("${env:X:-a b}", "{env:X:-a b}"),
    Words("${x:-a | b; c & d < e # f * ~}", "{x:-a | b; c & d < e # f * ~}"),
    Words("${x:-{}", "{x:-{}"),
    Words("${x:-\\}\\$y\\'\\\\}z", "{x:-}$y'\\}z"),
    Words("${x:-${y}$z${env:A}}", "{x:-{y}{z}{env:A}}"),
    Words("\"a ${x:-b $c}\"d", "a {x:-b {c}}d"),
    Words("${x:-a}${y:-b}", "{x:-a}{y:-b}"),
    Words("${x:-a\\\nb}", "{x:-ab}"),
  ])
  private func defaults(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("$@", "{arguments}"),
    Words("\"$@\"", "{arguments}"),
    Words("a $@ b", "a", "{arguments}", "b"),
    Words("$@; y", "{arguments}"),
    Words("$@\\\n", "{arguments}"),
    Words("'$@' \\$@", "$@", "$@"),
  ])
  private func arguments(_ words: Words) { words.check() }

  @Test(arguments: [
    Words("a \\\n b", "a", "b"),
    Words("a\\\nb", "ab"),
    Words("a\\\n b", "a", "b"),
    Words("a\\\n\\\n\\\n b", "a", "b"),
    Words("a\\\n\\\nb", "ab"),
    Words("a \\\r\n b\\\r\nc", "a", "bc"),
    Words("a \\\n#b", "a"),
    Words("a\\\n#b", "a#b"),
    Words("'a'\\\n\"b\"", "ab"),
    Words("$x\\\ny", "{x}y"),
    Words("a \\\n", "a"),
  ])
  private func continuations(_ words: Words) { words.check() }
}
