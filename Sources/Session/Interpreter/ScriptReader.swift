import Kernel
import Language

/// Reads scripts, and keeps their texts for the diagnostics.
package final class ScriptReader {
  /// The size of a script in bytes at most.
  package static let maximumSize = 1 << 30

  private let surroundings: Surroundings
  private let messages: Messages

  init(_ surroundings: Surroundings, _ messages: Messages) {
    self.surroundings = surroundings
    self.messages = messages
  }

  /// Parses a text, whose lines diagnostics can show from then on.
  func parse(
    _ bytes: Bytes, name: String, path: Bytes = [], firstLine: Int = 1,
    includedAt: SourceSpan? = nil
  ) -> Parser.Result {
    let id = messages.sources.add(
      Source(name: name, bytes: bytes, firstLine: firstLine), path: path, includedAt: includedAt)
    let result = Parser.parse(bytes, source: id)
    if result.script.namesNamespaces { surroundings.namesNamespaces = true }
    if result.script.namesCounters || Self.mayAskForCounters(bytes) {
      surroundings.namesCounters = true
    }
    return result
  }

  /// Whether a command of the script may look at the counters of a job that has ended. Long scripts are
  /// not searched: to keep counters costs little beside what else they do.
  private static func mayAskForCounters(_ bytes: Bytes) -> Bool {
    let word = Bytes("stat".utf8)
    guard bytes.count <= 1 << 16 else { return true }
    return bytes.indices.dropLast(3).contains { start in
      bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word)
    }
  }

  /// Reads and parses a file that a command names, ahead of the run; nil when it cannot be read, or
  /// not once more.
  func parseAhead(_ path: Bytes, from span: SourceSpan) -> Parser.Result? {
    guard SmallFile.staysToRead(FilePath(bytes: resolved(path, from: span))) else { return nil }
    return try? parse(file: path, from: span, isStopped: { false })
  }

  /// Reads and parses a file that a command names, relative to the file that the command is in.
  ///
  /// - Parameter isStopped: asked when a signal was noted, whether that ends waiting for a pipe.
  func parse(
    file path: Bytes, from span: SourceSpan, isStopped: () -> Bool
  ) throws(KernelError) -> Parser.Result {
    let place = resolved(path, from: span)
    let bytes = try GivenFile.read(
      FilePath(bytes: place), limit: Self.maximumSize, deadline: surroundings.deadline,
      isStopped: isStopped)
    if let known = messages.sources.existing(bytes, includedAt: span) {
      return Parser.parse(bytes, source: known)
    }
    return parse(bytes, name: place.displayed, path: place, includedAt: span)
  }

  /// A path relative to the file that a span is in.
  private func resolved(_ path: Bytes, from span: SourceSpan) -> Bytes {
    let slash = UInt8(ascii: "/")
    guard path.first != slash else { return path }
    let including = messages.sources.path(of: span.source)
    guard let end = including.lastIndex(of: slash) else { return path }
    return including[...end] + path
  }
}
