import Glibc
import Kernel
import TestSupport
import Testing

/// Where a file like /etc/resolv.conf leads, beside folders that count as the system's.
@Suite struct ResolverFileTests {
  @Test func theFirstFileOutsideIsFound() throws {
    let folder = TemporaryFolder()
    let file = folder.write("file", "nameserver 192.0.2.1\n")
    symlink(file, "\(folder.path)/link")
    let top = try #require(folder.path.split(separator: "/").first.map(String.init))
    let found = ResolverFile.outside(of: [], from: "\(folder.path)/link")
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == "\(folder.path)/link")
    // All of it lies within.
    #expect(ResolverFile.outside(of: [top], from: "\(folder.path)/link") == nil)
    symlink("/proc/self/comm", "\(folder.path)/out")
    symlink("./x/../out", "\(folder.path)/chain")
    for link in ["out", "chain"] {
      let out = ResolverFile.outside(of: [top], from: "\(folder.path)/\(link)")
      #expect(out.map { String(decoding: $0, as: UTF8.self) } == "/proc/self/comm")
    }
  }

  @Test(arguments: ["round", "/nowhere/at/all", "/proc"])
  func whatLeadsToNoFileIsNone(_ target: String) throws {
    let folder = TemporaryFolder()
    symlink(target, "\(folder.path)/round")
    let top = try #require(folder.path.split(separator: "/").first.map(String.init))
    #expect(ResolverFile.outside(of: [top], from: "\(folder.path)/round") == nil)
  }
}
