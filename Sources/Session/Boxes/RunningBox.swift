import Kernel
import Language
import Sandbox

/// A box that is up: its first process, which holds what was made for it.
package final class RunningBox {
  /// The name of the box.
  package let name: String
  /// The first process, with the control group of the box among what it holds.
  package let holder: Job
  /// By which its namespaces are joined; owned.
  private let namespaces: [(kind: NamespaceKind, descriptor: FileDescriptor)]
  /// The working directory of cloche when the box was made.
  private let folder: Bytes

  init(
    name: String, holder: Job, namespaces: [(kind: NamespaceKind, descriptor: FileDescriptor)],
    folder: Bytes
  ) {
    self.name = name
    self.holder = holder
    self.namespaces = namespaces
    self.folder = folder
  }

  deinit { for (_, descriptor) in namespaces { try? descriptor.close() } }

  /// As seen by cloche.
  package var pid: Int32 { holder.process.child.pid }

  /// What the plans need to know that join it.
  var place: RunningPlace {
    RunningPlace(
      kinds: namespaces.map(\.kind),
      entrance: holder.groups.all.first?.entrance, folder: folder)
  }

  /// The descriptors, for the cells of those plans.
  var values: [(name: String, value: Int64)] {
    namespaces.map { (RunningPlace.cellName(of: $0.kind), Int64($0.descriptor.rawValue)) }
  }

  /// What runs in a frozen box would stand still before it has begun.
  func refuseFrozen(at span: SourceSpan?) throws(Diagnostic) {
    guard holder.groups.isFrozen else { return }
    throw Diagnostic(
      .boxIsUp, "the box `\(name)` is frozen", at: span, label: "nothing can be done in it"
    ).fix("`thaw box`")
  }

  /// That it is up, where it should not be; nil for a box without a known name.
  static func isUp(_ name: String?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .boxIsUp, "the box\(name.map { " `\($0)`" } ?? "") is up already", at: span,
      label: "it comes up once"
    ).fix("`exec` runs a program in it, `down` ends it")
  }

  /// That it is not up, where it should be.
  static func isDown(_ name: String?, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .boxIsDown, "the box\(name.map { " `\($0)`" } ?? "") is not up", at: span,
      label: "nothing of it runs"
    ).fix("`up` brings it up")
  }
}

// What it reports, for `help`.
extension ErrorCode {
  static var ofRunningBox: [ErrorCode] { [.boxIsDown] }

  package static var boxIsDown: ErrorCode {
    ErrorCode(
      315, title: "the box is not up",
      story: """
        `down`, and `box` as an argument of `stat`, `freeze` and others, mean a box that `up` has \
        brought up. Either it never was, or it is not any more: its first process holds it, and when \
        that is killed, by hand or for want of memory, what was made for the box is gone with it. \
        cloche then says so at the next `exec` instead of quietly running the program in a fresh \
        sandbox. `boxes` tells which are up.

            ns uts user
            up
            boxes
            down
        """)
  }
}
