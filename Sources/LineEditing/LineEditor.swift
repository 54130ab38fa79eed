import CLineEditor

/// A line editor on the terminal: GNU readline. It knows no language.
///
/// One at a time, on the thread that made it.
public final class LineEditor {
  /// What happened while input was read.
  public enum Event {
    /// A line was entered, as bytes without the newline.
    case line([UInt8])
    /// ^D on an empty line, or the terminal is gone.
    case end
  }

  /// A candidate for what is being typed.
  public struct Candidate: Sendable {
    /// What stands in the line afterwards, quoted as it must be.
    public let text: String
    public let description: String?

    public init(_ text: String, description: String? = nil) {
      self.text = text
      self.description = description
    }
  }

  /// What completion found.
  public struct Completion: Sendable {
    public let candidates: [Candidate]
    /// The only candidate is complete: a blank follows it.
    public let isFinal: Bool

    public init(_ candidates: [Candidate], isFinal: Bool = true) {
      self.candidates = candidates
      self.isFinal = isFinal
    }
  }

  private let completer: ([UInt8], Range<Int>) -> Completion
  private let helper: ([UInt8]) -> Bool
  private var events: [Event] = []
  public private(set) var isActive = false

  /// - Parameters:
  ///   - completer: given the line up to the cursor, and the range of the word that ends there.
  ///   - helper: `?` was typed behind this text; true when help was shown for it.
  public init(
    completer: @escaping ([UInt8], Range<Int>) -> Completion,
    helper: @escaping ([UInt8]) -> Bool
  ) {
    self.completer = completer
    self.helper = helper
    var callbacks = cle_callbacks(
      context: Unmanaged.passUnretained(self).toOpaque(),
      line: { context, text in LineEditor.from(context).entered(text) },
      complete: { context, line, start, end in
        LineEditor.from(context).complete(line, Int(start), Int(end))
      },
      help: { context, line, point in LineEditor.from(context).help(line, Int(point)) ? 1 : 0 })
    cle_open(&callbacks)
  }

  private static func from(_ context: UnsafeMutableRawPointer) -> LineEditor {
    Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
  }

  /// Shows a prompt and begins a line.
  ///
  /// - Parameter prompt: what the terminal should not count as columns stands between \u{1} and
  ///   \u{2}.
  public func begin(prompt: String) {
    isActive = true
    cle_begin(prompt)
  }

  /// Gives the terminal back, for a program or for good.
  public func end() {
    guard isActive else { return }
    isActive = false
    cle_end()
  }

  /// Takes what was typed. Call when standard input is ready; what came of it, if anything.
  public func read() -> Event? {
    cle_read()
    return events.isEmpty ? nil : events.removeFirst()
  }

  /// Forgets what is typed, and begins anew with the same prompt.
  public func cancel() { cle_cancel() }

  /// Prints something above the line that is being typed.
  public func interrupt(_ print: () -> Void) {
    guard isActive else { return print() }
    cle_hide()
    print()
    cle_show()
  }

  public func resize() { cle_resize() }

  public func addHistory(_ entry: [UInt8]) {
    entry.withCString { cle_history_add($0) }
  }

  private func entered(_ text: UnsafePointer<CChar>?) {
    // The handler would show the prompt again at once; whoever handles the line decides.
    end()
    events.append(text.map { .line(Self.bytes($0)) } ?? .end)
  }

  private func complete(_ line: UnsafePointer<CChar>, _ start: Int, _ end: Int) {
    let bytes = Self.bytes(line)
    guard start <= end, end <= bytes.count else { return }
    let completion = completer(Array(bytes[..<end]), start..<end)
    for candidate in completion.candidates {
      cle_candidate(candidate.text, candidate.description)
    }
    if !completion.isFinal { cle_append(0) }
  }

  private func help(_ line: UnsafePointer<CChar>, _ point: Int) -> Bool {
    helper(Array(Self.bytes(line).prefix(point)))
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var next = text
    while next.pointee != 0 {
      bytes.append(UInt8(bitPattern: next.pointee))
      next += 1
    }
    return bytes
  }
}

extension [UInt8] {
  /// As a C string, up to a NUL.
  fileprivate func withCString(_ body: (UnsafePointer<CChar>) -> Void) {
    let text = prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    text.withUnsafeBufferPointer { buffer in
      if let address = buffer.baseAddress { body(address) }
    }
  }
}
