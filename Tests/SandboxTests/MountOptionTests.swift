import Testing

/// The options of each file system: which attributes they are, and which it does not take.
@Suite struct MountOptionTests {
  private static let nosuid = "MOUNT_ATTR_NOSUID"
  private static let nodev = "MOUNT_ATTR_NODEV"
  private static let noexec = "MOUNT_ATTR_NOEXEC"
  private static let ro = "MOUNT_ATTR_RDONLY"

  @Test(arguments: [
    ("proc", "", [nosuid, nodev, noexec]),
    ("proc", "ro", [ro, nosuid, nodev, noexec]),
    ("proc", "nosuid nodev noexec", [nosuid, nodev, noexec]),
    ("sysfs", "ro ro", [ro, nosuid, nodev, noexec]),
    ("mqueue", "", [nosuid, nodev, noexec]),
    ("devpts", "", [nosuid, noexec]),
    ("devpts", "ro nosuid noexec", [ro, nosuid, noexec]),
    ("tmpfs", "", [nosuid, nodev]),
    ("tmpfs", "nosuid nodev", [nosuid, nodev]),
    ("tmpfs", "noexec", [nosuid, nodev, noexec]),
    ("tmpfs", "ro noexec", [ro, nosuid, nodev, noexec]),
  ])
  func attributes(type: String, options: String, expected: [String]) throws {
    let plan = try Building.plan("ns mnt\nmount \(type) /x \(options)", as: .root)
    let mount = try #require(plan.lines.first { $0.call == "fsmount" })
    #expect(mount.arguments[2] == expected.joined(separator: "|"))
  }

  @Test(arguments: [
    ("tmpfs", "size=1K", ["size=1K"]), ("tmpfs", "mode=0", ["mode=0"]),
    ("tmpfs", "mode=07777 size=2G", ["size=2G", "mode=07777"]),
    ("tmpfs", "size=1M size=2M", ["size=2M"]),
    ("devpts", "", ["ptmxmode=0666", "mode=0620"]),
    ("devpts", "mode=600", ["ptmxmode=0666", "mode=600"]),
    ("proc", "ro", []), ("sysfs", "", []), ("mqueue", "", []),
  ])
  func values(type: String, options: String, expected: [String]) throws {
    let plan = try Building.plan("ns mnt\nmount \(type) /x \(options)", as: .root)
    let set = plan.lines.filter { $0.arguments.contains("FSCONFIG_SET_STRING") }
    let values = set.map { "\($0.arguments[2])=\($0.arguments[3])" }
    #expect(values.map { $0.filter { $0 != "\"" } } == expected)
  }

  @Test(arguments: [
    ("tmpfs", "sise=1M", "E0206", ""), ("tmpfs", "noexecc", "E0206", "did you mean `noexec`?"),
    ("tmpfs", "rw", "E0206", ""),
    ("tmpfs", "", "E0206", ""),
    ("tmpfs", "size=0", "E0205", "at least 1 byte"),
    ("tmpfs", "size=64", "E0204", "expected a size with a unit: K, M, G or T"),
    ("tmpfs", "size=", "E0204", "expected a size with a unit: K, M, G or T"),
    ("tmpfs", "size=8388608T", "E0205", "more than 64 bits hold"),
    ("tmpfs", "mode=10000", "E0204", "expected octal digits from 0 to 7777"),
    ("tmpfs", "mode=9", "E0204", "expected octal digits from 0 to 7777"),
    ("tmpfs", "mode=+7", "E0204", "expected octal digits from 0 to 7777"),
    ("tmpfs", "mode=-0", "E0205", "cannot be negative"),
    ("tmpfs", "mode=", "E0204", "expected octal digits from 0 to 7777"),
    ("proc", "size=1M", "E0206", ""), ("proc", "mode=700", "E0206", ""),
    ("devpts", "nodev", "E0206", ""), ("devpts", "size=1M", "E0206", ""),
    ("dev", "ro", "E0206", ""), ("dev", "nodev", "E0206", ""),
    ("dev", "mode=755", "E0206", ""),
  ])
  func refused(type: String, option: String, code: String, label: String) throws {
    let word = option.isEmpty ? "''" : option
    let refusal = try #require(Building.refusal("ns mnt\nmount \(type) /x \(word)", as: .root))
    #expect(refusal.code.description == code)
    #expect(refusal.label == label)
  }

  @Test func anOptionThatNoFileSystemHas() throws {
    try expectRefusal(
      "mount devpts /dev/pts gdi=5",
      is: """
        E0206 there is no mount option `gdi=5`
        at: gdi=5
        note: there are ro nosuid nodev noexec full subset=pid hidepid=WHO gid=GID size=SIZE \
        mode=OCTAL
        """)
    try expectRefusal(
      "mount devpts /dev/pts size=1M",
      is: """
        E0206 devpts has no option `size=1M`
        at: size=1M
        note: it has ro nosuid noexec mode=OCTAL gid=GID
        """)
  }

  @Test(arguments: [
    ("proc", "/proc"), ("tmpfs", "/tmp"), ("sysfs", "/sys"), ("devpts", "/dev/pts"),
    ("mqueue", "/dev/mqueue"), ("dev", "/dev"),
  ])
  func withoutAPlaceItIsTheUsualOne(type: String, place: String) throws {
    let words = try Building.context("mount \(type) noexec").settings.map(\.words)
    #expect(words.last.map { $0.map(\.displayed) } == ["mount", type, place, "noexec"])
  }

  @Test(arguments: [
    ("devpts", "gid=5", "gid"), ("tmpfs", "gid=0", "gid"), ("proc", "hidepid=invisible", "hidepid"),
    ("proc", "subset=pid", "subset"),
  ])
  func isHandedToTheFileSystem(type: String, option: String, name: String) throws {
    let plan = try Building.plan("ns user pid mnt\nmount \(type) /x \(option)").lines.map(\.text)
    let value = option.split(separator: "=")[1]
    #expect(
      plan.contains { $0.contains("FSCONFIG_SET_STRING, \"\(name)\", \"\(value)\"") }, "\(plan)")
  }

  @Test(arguments: [
    ("gid=x", "E0204"), ("gid=-1", "E0205"), ("gid=4294967295", "E0205"), ("hidepid=3", "E0204"),
    ("subset=all", "E0206"), ("full=1", "E0206"),
  ])
  func aValueThatThereIsNot(option: String, code: String) throws {
    let refusal = try #require(Building.refusal("mount proc /proc \(option)"))
    #expect(refusal.code.description == code)
  }

  @Test func theOptionsThatThereAreAreNamed() throws {
    try expectRefusal(
      "mount sysfs /sys size=1M",
      is: """
        E0206 sysfs has no option `size=1M`
        at: size=1M
        note: it has ro nosuid nodev noexec full
        """)
  }
}
