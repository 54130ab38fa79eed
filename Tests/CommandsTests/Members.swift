/// The members of a type, read off its declaration and its extensions in the shape that `swift
/// format` gives them: a member stands two columns from the left, and the type ends where a brace
/// stands in the first.
struct Members {
  /// By name, with the words before it: `package let`.
  private(set) var all: [(name: String, words: [String])] = []

  init(of type: String, in texts: [String]) {
    for text in texts { read(text.split(separator: "\n"), type) }
  }

  /// What other types may use.
  var visible: [String] {
    all.filter { !$0.words.contains("private") && !$0.words.contains("fileprivate") }.map(\.name)
  }

  /// What other targets may use.
  var exported: [String] { all.filter { $0.words.contains("package") }.map(\.name) }

  private mutating func read(_ lines: [Substring], _ type: String) {
    var isInside = false
    for line in lines {
      if line.hasPrefix("}") { isInside = false }
      if isInside { note(line) }
      if let head = line.prefixMatch(of: /(?:[\w@]+ )*(?:class|struct|extension) (\w+)/),
        head.1 == type
      {
        isInside = true
      }
    }
  }

  private mutating func note(_ line: Substring) {
    guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return }
    let modifier = /[\w@]+(?:\(\w+\))?/
    var words: [String] = []
    for word in line.dropFirst(2).split(separator: " ") {
      if let keyword = word.wholeMatch(of: /(init|subscript)\b.*/) {
        return all.append((String(keyword.1), words))
      }
      if let kind = words.last, Self.kinds.contains(kind) {
        return all.append((String(word.prefix { $0.isLetter || $0.isNumber || $0 == "_" }), words))
      }
      guard word.wholeMatch(of: modifier) != nil else { return }
      words.append(String(word))
    }
  }

  private static let kinds = ["let", "var", "func", "case", "struct", "enum", "class", "typealias"]
}
