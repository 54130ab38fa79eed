import Glibc
import SystemPackage

extension FilePath {
  /// A path of any bytes but NUL.
  package init(bytes: [UInt8]) {
    self = (bytes.prefix { $0 != 0 } + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CInterop.PlatformChar.self) {
        FilePath(platformString: Array($0))
      }
    }
  }

  /// The bytes of the path, without a NUL.
  var bytes: [UInt8] {
    withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }
}
