import Glibc

/// A file that is removed with its owner.
package final class TemporaryFile: Sendable {
  package let path: String

  package init(_ content: [UInt8] = []) {
    var template = Array("/tmp/cloche-test-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Whoever the program under test runs as.
    fchmod(file, 0o666)
    _ = content.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
  }

  package convenience init(_ content: String) { self.init(Array(content.utf8)) }

  deinit { unlink(path) }

  package var content: [UInt8] { Files.read(path) ?? [] }
}

/// A folder that is removed with all its content.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    var template = Array("/tmp/cloche-test-XXXXXX".utf8CString)
    mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
  }

  deinit { _ = Finished.running(["rm", "-rf", "--one-file-system", path]) }

  /// Writes a file into it; its path.
  @discardableResult
  package func write(_ name: String, _ content: String, mode: mode_t = 0o644) -> String {
    let place = "\(path)/\(name)"
    let file = open(place, O_WRONLY | O_CREAT | O_TRUNC, mode)
    _ = Array(content.utf8).withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    close(file)
    return place
  }

  @discardableResult
  package func makeFolder(_ name: String) -> String {
    let place = "\(path)/\(name)"
    mkdir(place, 0o755)
    return place
  }
}

/// Files by their paths.
package enum Files {
  /// The whole content; nil where there is none.
  package static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count <= 0 { return content }
      content += buffer[..<count]
    }
  }

  package static func text(_ path: String) -> String? {
    read(path).map { String(decoding: $0, as: UTF8.self) }
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
