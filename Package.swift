// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [
  .treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra"),
]

let package = Package(
  name: "cloche",
  dependencies: [
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1")
  ],
  targets: [
    .target(name: "Language", swiftSettings: strict),
    .target(name: "CDisplayWidth", cSettings: strictC),
    .target(
      name: "Presentation", dependencies: ["CDisplayWidth", "Language"], swiftSettings: strict),
    .systemLibrary(name: "CSystemCalls"),
    .target(name: "CLaunch", cSettings: strictC),
    .target(
      name: "Kernel",
      dependencies: [
        "CLaunch", "CSystemCalls", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(
      name: "CControlGroup", cSettings: strictC, linkerSettings: [.linkedLibrary("cgroup")]),
    .target(
      name: "ControlGroups", dependencies: ["CControlGroup", "Kernel"], swiftSettings: strict),
    .target(
      name: "CLineEditor", dependencies: ["CDisplayWidth"], cSettings: strictC,
      linkerSettings: [.linkedLibrary("readline"), .linkedLibrary("tinfo")]),
    .target(name: "LineEditing", dependencies: ["CLineEditor"], swiftSettings: strict),
    .target(
      name: "CSeccomp", cSettings: strictC, linkerSettings: [.linkedLibrary("seccomp")]),
    .target(
      name: "Seccomp",
      dependencies: ["CSeccomp", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict),
    .target(
      name: "Sandbox", dependencies: ["Language", "Kernel", "Seccomp"], swiftSettings: strict),
    .target(
      name: "Limits", dependencies: ["Sandbox", "ControlGroups", "Kernel", "Language"],
      swiftSettings: strict),
    .target(
      name: "Session",
      dependencies: ["Limits", "Sandbox", "Seccomp", "Kernel", "Presentation", "Language"],
      swiftSettings: strict),
    .target(
      name: "Commands",
      dependencies: [
        "Session", "Limits", "Sandbox", "Seccomp", "Kernel", "CSystemCalls", "Presentation",
        "Language",
      ],
      swiftSettings: strict),
    .target(
      name: "Console",
      dependencies: [
        "Commands", "LineEditing", "Session", "Sandbox", "Kernel", "Presentation", "Language",
      ],
      swiftSettings: strict),
    .executableTarget(name: "cloche", dependencies: ["Console"], swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "CommandsSupport", dependencies: ["Commands", "Session", "Sandbox", "Language"],
      path: "Tests/CommandsSupport", swiftSettings: strict),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PresentationTests", dependencies: ["Presentation", "CDisplayWidth", "Language"],
      swiftSettings: strict),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "Commands", "Session", "Sandbox", "Seccomp", "Kernel", "Language", "CommandsSupport",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "cloche", "Console", "Commands", "Session", "Limits", "Sandbox", "Kernel", "Presentation",
        "Language", "CommandsSupport", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KernelTests", dependencies: ["Kernel", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ControlGroupsTests", dependencies: ["ControlGroups", "Kernel", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LimitsTests",
      dependencies: ["Limits", "Sandbox", "ControlGroups", "Kernel", "Language"],
      swiftSettings: strict),
    .testTarget(
      name: "SessionTests",
      dependencies: ["cloche", "Commands", "Session", "CommandsSupport", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ConsoleTests", dependencies: ["cloche", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["cloche", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LessonsTests", dependencies: ["cloche", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "GuestTests", dependencies: ["cloche", "TestSupport"], swiftSettings: strict),
  ]
)
