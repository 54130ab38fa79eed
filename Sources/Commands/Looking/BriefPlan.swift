import Kernel
import Presentation
import Sandbox

/// A plan in a few sentences: one for each phase, with the steps that it stands for.
struct BriefPlan {
  /// Steps that follow each other and do one thing.
  private struct Part {
    let steps: ClosedRange<Int>
    let actor: Actor
    let sentence: String

    var numbers: String {
      steps.count == 1 ? "\(steps.lowerBound)" : "\(steps.lowerBound)-\(steps.upperBound)"
    }
  }

  private let parts: [Part]

  init(_ plan: Plan) {
    var groups: [[PlanLine]] = []
    for line in plan.lines {
      if let last = groups.last?.last, last.actor == line.actor, last.phase == line.phase,
        !(line.phase == nil && (last.number == plan.cloneNumber || line.number == plan.cloneNumber))
      {
        groups[groups.count - 1].append(line)
      } else {
        groups.append([line])
      }
    }
    parts = groups.compactMap { lines in
      guard let first = lines.first, let last = lines.last else { return nil }
      return Part(
        steps: first.number...last.number, actor: first.actor,
        sentence: first.phase.map { Self.sentence($0, first.actor, Set(lines.map(\.call)), plan) }
          ?? Self.sentence(ofParent: first, plan))
    }
  }

  /// A row for each phase: its steps, who makes them, and what they do.
  func lines(_ style: TextStyle) -> [String] {
    let table = Table(.fitting(parts.map(\.numbers)), .left(6), style: style)
    return parts.map { table.row($0.numbers, $0.actor.rawValue, text: $0.sentence) }
  }

  var json: JSON {
    .object([
      (
        "phases",
        .array(
          parts.map { part in
            .object([
              ("first", .number(part.steps.lowerBound)), ("last", .number(part.steps.upperBound)),
              ("who", .string(part.actor.rawValue)), ("text", .string(part.sentence)),
            ])
          })
      )
    ])
  }

  private static func sentence(ofParent line: PlanLine, _ plan: Plan) -> String {
    guard line.number >= plan.cloneNumber else {
      return "cloche prepares what is made outside of the sandbox."
    }
    guard line.number == plan.cloneNumber else {
      return "cloche does its part from outside, and lets the new process go on."
    }
    let kinds = NamespaceKind.allCases.filter { plan.launch.cloneFlags & $0.cloneFlag != 0 }
    guard !kinds.isEmpty else { return "A new process is made, in the namespaces of cloche." }
    let names = kinds.map(\.rawValue).joined(separator: " ")
    return "A new process is made, in new namespaces: \(names)."
  }

  /// - Parameter calls: what the phase does is different where some of them are among its steps.
  private static func sentence(
    _ phase: Phase, _ actor: Actor, _ calls: Set<String>, _ plan: Plan
  ) -> String {
    switch phase {
    case .gate where plan.isGated: "It closes cloche's end of the channel, and waits for cloche."
    case .identityMap where calls.contains("setns"): "It enters the namespaces of the box."
    case .spawn where calls.contains("execveat"):
      "The init gives up what it does not need, and becomes a small program of its own."
    case .spawn where actor == .child: "The child closes what belongs to the init."
    case .report where calls.contains("read"):
      "The child reports that every step was made, and waits until it may go on."
    case .execute where calls.contains("exit_group"): "The process ends: its work is done."
    case .execute where actor == .`init`:
      "The init reports that the box is up, and becomes a small program that holds it."
    default: phase.sentence
    }
  }
}

extension Phase {
  /// What is done in it, wherever it is done.
  fileprivate var sentence: String {
    switch self {
    case .gate: "The new process closes cloche's end of the channel."
    case .controlGroup: "It takes its place in the control groups."
    case .streams: "Standard input, output and error are connected."
    case .identityMap: "The ids inside are mapped to ids outside."
    case .initDeathSignal: "The kernel is told to end the init when cloche ends."
    case .namespaces: "The namespaces are made that could not come with the clone."
    case .network: "The network inside is set up."
    case .propagation: "All mounts are made private, so that none is seen outside."
    case .rootTree: "The tree is made that becomes the root."
    case .mounts: "File systems are mounted, in the order of the commands."
    case .rootSwitch: "The tree becomes the root."
    case .hostname: "The machine inside gets its names."
    case .session: "A new session gets a terminal of its own."
    case .spawn: "The init makes the child that becomes the program."
    case .terminal: "The child takes its place at the terminal."
    case .folder: "The folder is opened that the program begins in."
    case .resourceLimits: "The resource limits of the process are set."
    case .descriptors: "All other descriptors are marked to close at execve."
    case .boundingSet: "Capabilities that the program must not get are dropped."
    case .groups: "The supplementary groups are set."
    case .groupID: "The group id is set."
    case .userID: "The user id is set."
    case .capabilities: "The capabilities of the program are set."
    case .workingDirectory: "The child goes into the folder that the program begins in."
    case .umask: "The mode bits are set that new files do not get."
    case .keyring: "The child gets a session keyring of its own."
    case .deathSignal: "The kernel is told to end the program when its parent ends."
    case .noNewPrivileges: "No program file can raise its privileges any more."
    case .signals: "Signals are let through again."
    case .report: "The child reports that every step was made."
    case .systemCallFilter: "The filter of system calls is installed."
    case .execute: "The child becomes the program."
    }
  }
}
