import Glibc
import Kernel
import TestSupport
import Testing

/// Files that cloche reads and writes.
@Suite struct FileTests {
  @Test func smallFilesAreReadWhole() throws {
    for count in [0, 1, 4095, 4096, 4097, 70_000] {
      let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let file = TemporaryFile(content)
      let path = FilePath(file.path)
      #expect(try SmallFile.read(path) == content)
      #expect(try SmallFile.read(path, limit: max(count, 1)) == content)
      if count > 1 {
        let error = #expect(throws: KernelError.self) {
          try SmallFile.read(path, limit: count - 1)
        }
        #expect(error == KernelError("read \(file.path)", .fileTooLarge))
      }
    }
  }

  @Test func refusalsNameTheFile() {
    let missing = #expect(throws: KernelError.self) { try SmallFile.read("/nowhere/at/all") }
    #expect(missing == KernelError("open /nowhere/at/all", .noSuchFileOrDirectory))
    let folder = #expect(throws: KernelError.self) { try SmallFile.read("/") }
    #expect(folder == KernelError("read /", .isDirectory))
    let full = #expect(throws: KernelError.self) { try SmallFile.write([1], to: "/dev/full") }
    #expect(full == KernelError("write /dev/full", .noSpace))
  }

  @Test func linesAndNumbers() {
    let cases: [(String, String, Int?)] = [
      ("42\n", "42", 42), ("42", "42", 42), ("max\n", "max", nil), ("", "", nil),
      ("1\n\n", "1\n", nil), ("-1\n", "-1", -1),
    ]
    for (content, line, number) in cases {
      let file = TemporaryFile(content)
      #expect(SmallFile.line(FilePath(file.path)) == line)
      #expect(SmallFile.number(FilePath(file.path)) == number)
    }
    #expect(SmallFile.line("/nowhere/at/all") == nil)
  }

  @Test func whatIsSurelyMissing() {
    #expect(SmallFile.isMissing("/nowhere/at/all"))
    #expect(!SmallFile.isMissing("/etc/passwd"))
    // Beneath a file there is nothing, but another errno says so: not surely.
    #expect(!SmallFile.isMissing("/etc/passwd/x"))
  }

  @Test func pathsOfAnyBytes() throws {
    let folder = TemporaryFolder()
    let name = bytes(folder.path) + [0x2f, 0xff, 0xfe, 0x20]
    try NewFile.write([1, 2], to: FilePath(bytes: name), overwriting: false)
    #expect(try SmallFile.read(FilePath(bytes: name)) == [1, 2])
    #expect(Folder.entries(in: bytes(folder.path)).map(\.name) == [[0xff, 0xfe, 0x20]])
    // A NUL ends it, as it does for the kernel.
    #expect(FilePath(bytes: [0x2f, 0, 0x78]) == "/")
  }

  @Test func newFilesAreExclusive() throws {
    let folder = TemporaryFolder()
    let path = FilePath("\(folder.path)/new")
    try NewFile.write(bytes("one, which is longer"), to: path, overwriting: false)
    let error = #expect(throws: KernelError.self) {
      try NewFile.write(bytes("two"), to: path, overwriting: false)
    }
    #expect(error == KernelError("write \(path)", .fileExists))
    #expect(try SmallFile.read(path) == bytes("one, which is longer"))
    try NewFile.write(bytes("three"), to: path, overwriting: true)
    #expect(Folder.entries(in: bytes(folder.path)).count == 1)
    #expect(try SmallFile.read(path) == bytes("three"))
    // A link that leads nowhere counts as something.
    #expect(Finished.running(["ln", "-s", "target", "\(folder.path)/link"]).status == 0)
    #expect(throws: KernelError.self) {
      try NewFile.write([], to: FilePath("\(folder.path)/link"), overwriting: false)
    }
    #expect(!Files.exists("\(folder.path)/target"))
  }

  @Test func privateFilesAreForTheirOwner() throws {
    let folder = TemporaryFolder()
    let path = FilePath("\(folder.path)/a/b/history")
    try PrivateFile.append(bytes("one\n"), to: path)
    try PrivateFile.append(bytes("two\n"), to: path)
    #expect(try SmallFile.read(path) == bytes("one\ntwo\n"))
    let modes = Finished.running([
      "stat", "-c", "%a", "\(folder.path)/a", "\(folder.path)/a/b", path.string,
    ])
    #expect(modes.out == "700\n700\n600\n")
    // Through a link it could be anybody's file.
    let target = folder.write("target", "")
    #expect(Finished.running(["ln", "-s", target, "\(folder.path)/link"]).status == 0)
    let error = #expect(throws: KernelError.self) {
      try PrivateFile.append([1], to: FilePath("\(folder.path)/link"))
    }
    #expect(error?.errno == .tooManySymbolicLinkLevels)
    #expect(throws: KernelError.self) { try PrivateFile.append([1], to: "/dev/null/x/y") }
  }

  @Test func whatIsNoPrivateFileIsRefused() throws {
    let folder = TemporaryFolder()
    let (pipe, path) = ("\(folder.path)/pipe", "\(folder.path)/history")
    #expect(mkfifo(pipe, 0o600) == 0)
    let read = #expect(throws: KernelError.self) {
      try PrivateFile.read(FilePath(pipe), limit: 100)
    }
    #expect(read == KernelError("read \(pipe), which is not a regular file", .invalidArgument))
    // Nobody reads it.
    let write = #expect(throws: KernelError.self) {
      try PrivateFile.append([1], to: FilePath(pipe))
    }
    #expect(write?.errno == .noSuchAddressOrDevice)
    #expect(Finished.running(["ln", "-s", "history", "\(folder.path)/link"]).status == 0)
    try PrivateFile.append(bytes("one\n"), to: FilePath(path))
    let link = FilePath("\(folder.path)/link")
    #expect(throws: KernelError.self) { try PrivateFile.read(link, limit: 100) }
    #expect(try PrivateFile.read(link, limit: 100, followsLinks: true) == bytes("one\n"))
    if getuid() == 0 {
      #expect(chown(path, 65534, 65534) == 0)
      let other = #expect(throws: KernelError.self) {
        try PrivateFile.read(FilePath(path), limit: 100)
      }
      #expect(other == KernelError("read \(path), which belongs to uid 65534", .notPermitted))
    } else {
      print("no file of another user was tried: not run as root")
    }
  }

  /// Somebody keeps the lock: that is told soon, and not waited for.
  @Test func aLockThatIsKept() throws {
    let file = TemporaryFile()
    let holder = open(file.path, O_RDONLY | O_CLOEXEC)
    defer { close(holder) }
    #expect(flock(holder, LOCK_EX) == 0)
    let error = #expect(throws: KernelError.self) {
      try PrivateFile.append([1], to: FilePath(file.path))
    }
    #expect(error == KernelError("lock \(file.path)", .resourceTemporarilyUnavailable))
    #expect(flock(holder, LOCK_UN) == 0)
    try PrivateFile.append([1], to: FilePath(file.path))
  }

  @Test func manyWritersAppendWholeLines() async throws {
    let folder = TemporaryFolder()
    let path = FilePath("\(folder.path)/history")
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for _ in 0..<25 {
            let line = [UInt8](repeating: UInt8(0x61 + writer), count: 5000) + [0x0a]
            try? PrivateFile.append(line, to: path)
          }
        }
      }
    }
    let lines = try SmallFile.read(path).split(separator: 0x0a)
    #expect(lines.count == 200)
    #expect(lines.allSatisfy { $0.count == 5000 && Set($0).count == 1 })
  }

  @Test func foldersAreListed() {
    let folder = TemporaryFolder()
    folder.write("file", "")
    folder.makeFolder("b")
    folder.makeFolder("a")
    #expect(Finished.running(["ln", "-s", "a", "\(folder.path)/link"]).status == 0)
    #expect(Folder.directories(in: folder.path) == ["a", "b"])
    #expect(
      Folder.entries(in: bytes(folder.path)).map { String(decoding: $0.name, as: UTF8.self) }
        == ["a", "b", "file", "link"])
    #expect(Folder.directories(in: "/nowhere/at/all").isEmpty)
    #expect(Folder.entries(in: bytes("/dev/null")).isEmpty)
  }

  @Test func kindsOfFiles() {
    #expect(HostFiles.kind(of: bytes("/")) == .directory)
    #expect(HostFiles.kind(of: bytes("/proc/self/cwd")) == .directory)
    #expect(HostFiles.kind(of: bytes("/dev/null")) == .other)
    #expect(HostFiles.kind(of: bytes("/nowhere")) == .missing)
  }

  @Test func pipesAndPolls() throws {
    let (first, second) = (try Descriptors.pipe(), try Descriptors.pipe())
    defer { for end in [first.read, second.read, second.write] { try? end.close() } }
    let watched = [first.read.rawValue, second.read.rawValue]
    func outcome(_ nanoseconds: Int?) throws -> String {
      switch try Poll.wait(for: watched, nanoseconds: nanoseconds) {
      case .ready(let indices): "\(indices)"
      case .timedOut: "timed out"
      case .interrupted: "interrupted"
      }
    }
    #expect(try outcome(0) == "timed out")
    #expect(try outcome(1_000_000) == "timed out")
    try Descriptors.writeAll(bytes("xyz"), to: second.write)
    #expect(try outcome(nil) == "[1]")
    // The end of a file is something to read, too.
    try first.write.close()
    // What other tests start may hold a copy for a moment.
    _ = try Poll.wait(for: [first.read.rawValue])
    #expect(try outcome(nil) == "[0, 1]")
    #expect(try Descriptors.read(first.read, room: 10).isEmpty)
    #expect(try Descriptors.read(second.read, room: 2) == bytes("xy"))
    #expect(try Descriptors.read(second.read, room: 2) == bytes("z"))
    #expect(!Descriptors.isTerminal(first.read))
  }
}
