import Kernel
import Language
import Sandbox

/// A step of cloche's own that was refused.
struct StepRefusal: Error {
  /// As it is shown, from 1.
  let number: Int
  let origin: SourceSpan?
  let causes: Causes?
  let error: KernelError
}
