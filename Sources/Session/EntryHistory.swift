import Language

/// What a person has entered at the prompt.
package struct EntryHistory {
  /// In this session, the latest last.
  package var entered: [Bytes] = []
  /// In earlier ones, where a history is kept.
  package var earlier: [Bytes] = []

  /// Everything that the history holds, the latest last.
  package var all: [Bytes] { earlier + entered }
}
