import CLineEditor

/// A line editor on the terminal: GNU readline. It knows no language.
///
/// One at a time, on the thread that made it.
package final class LineEditor {
  /// What happened while input was read.
  package enum Event {
    /// A line was entered, as bytes without the newline.
    case line([UInt8])
    /// ^D on an empty line, or the terminal is gone.
    case end
    /// A paste held a NUL byte, and was not taken.
    case refusedPaste
  }

  /// What completion found for the word that ends at the cursor.
  package struct Completion: Sendable {
    /// What stands in the line afterwards, quoted as it must be, sorted.
    package let candidates: [[UInt8]]
    /// The only candidate is complete: a blank follows it.
    package let isFinal: Bool

    package init(_ candidates: [[UInt8]], isFinal: Bool) {
      self.candidates = candidates
      self.isFinal = isFinal
    }
  }

  /// Whoever knows the language.
  package protocol Assistant: AnyObject {
    /// Given the line up to the cursor, and the range of the word that ends there.
    func complete(_ line: [UInt8], _ word: Range<Int>) -> Completion
    /// The lines that list what was completed last.
    func listing() -> [String]
    /// `?` was typed behind this text; true when help was shown for it.
    func help(_ line: [UInt8]) -> Bool
  }

  private unowned let assistant: any Assistant
  private var event: Event?
  private var paste: Paste?
  package private(set) var isActive = false

  package init(assistant: any Assistant) {
    self.assistant = assistant
    var callbacks = cle_callbacks(
      context: Unmanaged.passUnretained(self).toOpaque(),
      line: { context, text in LineEditor.from(context).entered(text) },
      complete: { context, line, start, end in
        LineEditor.from(context).complete(line, Int(start), Int(end))
      },
      list: { context in LineEditor.from(context).list() },
      help: { context, line, point in LineEditor.from(context).help(line, Int(point)) ? 1 : 0 },
      paste: { context in LineEditor.from(context).paste = Paste() })
    cle_open(&callbacks)
  }

  private static func from(_ context: UnsafeMutableRawPointer) -> LineEditor {
    Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
  }

  /// Shows a prompt and begins a line.
  ///
  /// - Parameter prompt: what the terminal should not count as columns stands between \u{1} and
  ///   \u{2}.
  package func begin(prompt: String) {
    isActive = true
    cle_begin(prompt)
  }

  /// Gives the terminal back, for a program or for good.
  package func end() {
    guard isActive else { return }
    isActive = false
    cle_end()
  }

  /// Input was read already and waits for `read`; standard input need not be ready.
  package var hasInput: Bool { cle_unread_count() > 0 }

  /// Gives input to `read` that somebody else has read.
  package func putBack(_ input: [UInt8]) { cle_unread(input, input.count) }

  /// Takes what was read and not acted on, for a program.
  package func takeInput() -> [UInt8] {
    let count = cle_unread_count()
    return count > 0 ? Self.take(count) : []
  }

  /// Takes what was typed. Call when standard input is ready; what came of it, if anything.
  package func read() -> Event? {
    // The key that begins a paste is read as any other.
    if paste == nil { cle_read() }
    readPaste()
    defer { event = nil }
    return event
  }

  private func readPaste() {
    while let room = paste?.room {
      let bytes = Self.take(room)
      if bytes.isEmpty { return }
      if paste?.take(bytes) ?? false { return endPaste() }
    }
  }

  private func endPaste() {
    guard var ended = paste else { return }
    paste = nil
    var waiting: [UInt8] = []
    while waiting.count < 8192 {
      let more = Self.take(4096)
      if more.isEmpty { break }
      waiting += more
    }
    let typed = ended.takeBehind(waiting)
    cle_unread(typed, typed.count)
    if let text = ended.text {
      text.withCString { cle_insert($0) }
    } else {
      event = .refusedPaste
    }
  }

  /// What there is at once; nothing when there is nothing.
  private static func take(_ room: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = buffer.baseAddress.map { cle_take($0, room) } ?? 0
    }
  }

  /// Gives up the line that is being typed, as ^C does.
  ///
  /// - Parameter signal: whose key is shown behind the line, `^C`; 0 for none.
  package func cancel(by signal: Int32 = 0) {
    guard isActive else { return }
    paste = nil
    cle_cancel(signal)
    end()
  }

  /// Prints something above the line that is being typed.
  package func interrupt(_ print: () -> Void) {
    guard isActive else { return print() }
    cle_hide()
    print()
    cle_show()
  }

  /// The terminal is as this process had it before it was stopped.
  package func resume() {
    if isActive { cle_resume() }
  }

  /// Draws the line anew for another size of the terminal.
  package func resize() {
    if isActive { cle_resize() }
  }

  /// Adds an entry to those that the arrow keys go back to.
  package func addHistory(_ entry: [UInt8]) {
    entry.withCString { cle_history_add($0) }
  }

  private func entered(_ text: UnsafePointer<CChar>?) {
    // The handler would show the prompt again at once; whoever handles the line decides.
    end()
    event = text.map { .line(Self.bytes($0)) } ?? .end
  }

  private func complete(_ line: UnsafePointer<CChar>, _ start: Int, _ end: Int) {
    let bytes = Self.bytes(line)
    guard start <= end, end <= bytes.count else { return }
    let completion = assistant.complete(Array(bytes[..<end]), start..<end)
    for candidate in completion.candidates { candidate.withCString { cle_candidate($0) } }
    if !completion.isFinal { cle_append(0) }
  }

  private func list() {
    for line in assistant.listing() { cle_print(line) }
  }

  private func help(_ line: UnsafePointer<CChar>, _ point: Int) -> Bool {
    assistant.help(Array(Self.bytes(line).prefix(point)))
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var end = text
    while end.pointee != 0 { end += 1 }
    return Array(UnsafeRawBufferPointer(start: text, count: end - text))
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
