import Language

extension Session {
  /// The definitions that are being run, the innermost first.
  package var callChain: [(name: String, span: SourceSpan)] {
    frames.reversed().compactMap { frame in
      guard case .call(let name) = frame.kind, let origin = frame.origin else { return nil }
      return (name, origin)
    }
  }
}
