import Kernel
import Language

/// The way of a process into a box that is up.
struct JoinSteps: Facet {
  let place: RunningPlace
  /// A change is made from beside the box's limits, which may leave no room for it.
  let entersGroup: Bool

  var settings: [Setting] { [] }
  /// Where else the ids are mapped: joining a user namespace clears the death signal.
  var phases: [Phase] { [.controlGroup, .identityMap] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.asked(by: plan.program.origin) { plan in
      if phase == .identityMap {
        join(context, &plan)
      } else if entersGroup {
        place.entrance?.lower(into: &plan)
      }
    }
  }

  /// They are made for a program that joins, and for a change.
  func belongs(to purpose: Purpose, in phase: Phase, of context: Context) -> Bool { true }

  private func join(_ context: Context, _ plan: inout PlanBuilder) {
    // From the first namespace on somebody hostile may see this process, which has cloche's memory
    // and descriptors until its execve.
    plan.control(ProcessControl.setDumpable, 0)
    for kind in place.kinds {
      plan.call(
        .setns, .cell(plan.preset(Self.cellName(kind))),
        .constant(kind.cloneFlag, CloneFlag.names))
      if kind == .user { (context[IDMapping.self] ?? IDMapping()).becomeMapped(&plan) }
    }
    if !entersGroup, place.kinds.contains(.pid) {
      // A file system of processes is that of who mounts it, and only a child is in the namespace.
      plan.spawnProgram(in: context)
    }
  }

  /// The cell of a namespace's descriptor.
  static func cellName(_ kind: NamespaceKind) -> String { "\(kind.rawValue)ns" }
}

extension RunningPlace {
  /// The cells that the launch fills with the descriptors of its namespaces.
  package static func cellName(of kind: NamespaceKind) -> String { JoinSteps.cellName(kind) }
}

/// A change of a box has been made: the process that made it ends.
struct EndSteps: Facet {
  var settings: [Setting] { [] }
  var phases: [Phase] { [.execute] }

  func lower(
    _ phase: Phase, of context: Context, into plan: inout PlanBuilder
  ) throws(Diagnostic) {
    plan.call(.exitGroup, .number(0))
  }
}
