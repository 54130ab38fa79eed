import Kernel
import Language
import Testing

@testable import Sandbox

/// Which paths lie in fresh file systems.
@Suite struct MountLayoutTests {
  private let first = Cell(10)
  private let second = Cell(11)

  private func bytes(_ text: String) -> Bytes { Bytes(text.utf8) }

  /// The tree and the path in it, or nothing.
  private func place(_ layout: MountLayout, _ path: String) -> String? {
    layout.place(of: MountLayout.normalized(bytes(path))).map {
      "\($0.tree.index):\($0.path.displayed)"
    }
  }

  @Test(arguments: [
    ("/", ""), ("//", ""), ("", ""), ("/a", "/a"), ("/a/", "/a"), ("//a///b/", "/a/b"),
    ("/./a/./b/.", "/a/b"), ("a", "/a"), ("/a..b/...", "/a..b/..."), ("/a/../b", "/a/../b"),
  ])
  func normalized(path: String, result: String) {
    #expect(MountLayout.normalized(bytes(path)) == bytes(result))
  }

  @Test(arguments: [("/", nil), ("", nil), ("/a", "a"), ("/a/b/", "b"), ("a", "a")])
  func lastName(path: String, name: String?) {
    #expect(MountLayout.lastName(bytes(path)) == name.map { bytes($0) })
  }

  @Test func nothingIsOwnAtFirst() {
    #expect(place(MountLayout(), "/") == nil)
    #expect(place(MountLayout(), "/a") == nil)
  }

  @Test func beneathATree() {
    var layout = MountLayout()
    layout.note(bytes("/t//"), own: first)
    #expect(place(layout, "/t") == "10:")
    #expect(place(layout, "/t/a/b") == "10:a/b")
    #expect(place(layout, "/tt") == nil)
    #expect(place(layout, "/") == nil)
  }

  @Test func beneathTheTop() {
    var layout = MountLayout()
    layout.note(bytes("/"), own: first)
    #expect(place(layout, "/") == "10:")
    #expect(place(layout, "/a/b") == "10:a/b")
    layout.note(bytes("/a"), own: nil)
    #expect(place(layout, "/a") == nil)
    #expect(place(layout, "/a/b") == nil)
    #expect(place(layout, "/b") == "10:b")
    layout.note(bytes("/a/b"), own: second)
    #expect(place(layout, "/a/b/c") == "11:c")
    #expect(place(layout, "/a/c") == nil)
  }

  @Test func theLatestHidesWhatWasBeneathIt() {
    var layout = MountLayout()
    layout.note(bytes("/a/b"), own: first)
    layout.note(bytes("/a"), own: nil)
    #expect(place(layout, "/a/b") == nil)
    layout.note(bytes("/a"), own: second)
    #expect(place(layout, "/a/b") == "11:b")
  }

  @Test func aFolderIsMadeOnceInEachTree() {
    var layout = MountLayout()
    let place = MountLayout.Place(tree: first, path: bytes("a"))
    let others = [
      MountLayout.Place(tree: second, path: bytes("a")),
      MountLayout.Place(tree: first, path: bytes("a/b")),
    ]
    let isNew = ([place, place] + others + others).map { layout.make($0) }
    #expect(isNew == [true, false, true, true, false, false])
  }
}
