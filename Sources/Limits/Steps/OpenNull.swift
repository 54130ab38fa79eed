import Kernel
import Sandbox

/// Opens the standard input of a child that is kept from devices.
struct OpenNull: ParentStep {
  var text: String { "open /dev/null, O_RDONLY" }

  func make(_ launch: inout LaunchState) throws(KernelError) {
    let descriptor = try Descriptors.null().rawValue
    launch.values.append(("null", Int64(descriptor)))
    launch.closing.append(descriptor)
  }
}
