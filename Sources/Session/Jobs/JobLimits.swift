import Kernel
import Limits

/// What limits a job: the control groups that it is in, and what they have done to it.
struct JobLimits {
  /// The groups that are its own, and end with it.
  let groups: SandboxGroups
  /// Those of the box that it runs in.
  private var shared: SandboxGroups?
  /// How often what it shares with others had done something before it came.
  private var earlierTroubles: [String: Int] = [:]
  /// They are looked at no sooner than this, on the monotonic clock.
  private var nextLook = 0
  /// The resources whose limit has been told to have done something.
  private var toldResources: Set<String> = []

  init(_ groups: SandboxGroups) { self.groups = groups }

  /// Every group that it is in, its box's included.
  var allGroups: [HeldGroup] { groups.all + (shared?.all ?? []) }

  var isFrozen: Bool { groups.isFrozen || shared?.isFrozen == true }

  /// Takes note that it runs in a box, and of what others have met there already.
  mutating func share(_ groups: SandboxGroups) {
    shared = groups
    for trouble in allGroups.flatMap(\.troubles) {
      earlierTroubles[trouble.resource] = trouble.count
    }
  }

  /// What they have done since it came.
  var troubles: [Trouble] {
    allGroups.flatMap(\.troubles).filter { $0.count > earlierTroubles[$0.resource] ?? 0 }
  }

  /// What they have begun to do and nobody was told yet, looked for once a second at most.
  mutating func takeNews() -> [Trouble] {
    guard !allGroups.isEmpty, Clock.monotonic >= nextLook else { return [] }
    nextLook = Clock.deadline(after: 1_000_000_000)
    return troubles.filter { toldResources.insert($0.resource).inserted }
  }
}
