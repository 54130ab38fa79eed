import TestSupport
import Testing

/// What a command is handed stays small: a session of a few rooms, each with a small door. One type
/// that knows everything is how it began, with 184 members.
@Suite struct FacadeTests {
  private static let texts = SourceFiles.all.filter { $0.file.hasPrefix("Session/") }.map(\.text)

  /// The detector.
  @Test func membersAreReadOffTheSources() {
    let text = """
      package final class Session {
        package let one: Int
        private var two = 2
        package private(set) static var three: [Int] = [] {
          didSet { let four = 4 }
        }
        init(_ five: Int) {}
      }

      extension Session {
        func six<T>(_ seven: T) {}
        @inline(__always) package subscript(eight: Int) -> Int { eight }
      }

      struct SessionOther {
        package let nine: Int
      }
      """
    let members = Members(of: "Session", in: [text])
    #expect(members.all.map(\.name) == ["one", "two", "three", "init", "six", "subscript"])
    #expect(members.visible == ["one", "three", "init", "six", "subscript"])
    #expect(members.exported == ["one", "three", "subscript"])
  }

  @Test func theSessionIsSmall() {
    let members = Members(of: "Session", in: Self.texts).visible
    #expect(members.contains("supervisor") && members.contains("run"))
    #expect(members.count <= 25, "\(members.count): \(members.joined(separator: " "))")
  }

  /// The classes that a session holds: its rooms.
  private static let rooms: [String] = {
    let session = SourceFiles.all.first { $0.file.hasSuffix("/Session.swift") }?.text ?? ""
    let held = session.matches(of: #/(?m)^  package let \w+(?:: | = )(\w+)/#).map { String($0.1) }
    return held.filter { type in texts.contains { $0.contains("final class \(type) ") } }
  }()

  @Test func theRoomsAreReadOffTheSession() {
    #expect(Self.rooms.contains("Supervisor") && Self.rooms.contains("BoxStore"))
  }

  @Test(arguments: rooms)
  func itsRoomsHaveSmallDoors(room: String) {
    let members = Members(of: room, in: Self.texts).exported
    #expect(!members.isEmpty && members.count <= 12, "\(members.count): \(members)")
  }

  @Test func aJobIsMadeOfSmallTypes() {
    for part in ["Job", "JobEnd", "JobLimits", "JobProcess", "JobTerminal"] {
      let members = Members(of: part, in: Self.texts).all.map(\.name)
      #expect(!members.isEmpty && members.count <= 35, "\(part), \(members.count): \(members)")
    }
  }
}
