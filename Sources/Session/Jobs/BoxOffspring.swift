import Kernel

/// What a program with a time limit has started in a box with a pid namespace.
///
/// Whoever loses its parent there becomes a child of the box's first process, where the end of the
/// program's own init does not reach it.
struct BoxOffspring {
  /// The first process of the box.
  private let holder: Int32
  /// Nothing else has run in the box since the program began: all orphans are its.
  private var isAlone: Bool
  private var known: Set<ProcessIdentity> = []

  /// To be made before the program is launched.
  init(in holder: Int32) {
    self.holder = holder
    isAlone = ProcessList.children(of: holder).isEmpty
  }

  /// Takes note that another program runs in the box at the same time.
  mutating func noteCompany() { isAlone = false }

  /// Takes note of all that is below the program, which may end at any moment from here on.
  mutating func note(below program: Int32) {
    guard program > 0 else { return }
    known.formUnion(ProcessList.descendants(of: program).compactMap(ProcessIdentity.init))
  }

  /// Ends what is left of it, once the program has ended.
  func end() {
    // Again, for those that were born meanwhile.
    for _ in 0..<100 where !left.isEmpty { ProcessList.killAll { left } }
  }

  private var left: [Int32] {
    let orphans = isAlone ? ProcessList.children(of: holder) : []
    let roots = known.filter(\.isPresent).map(\.pid) + orphans
    return Set(roots.flatMap(ProcessList.descendants)).filter { !ProcessList.hasEnded($0) }.sorted()
  }
}
