import Kernel

/// What stops a run from outside of the script.
package enum Interruption: Error {
  /// A signal that ends cloche.
  case signal(Signal)
  /// `--timeout` for the whole run.
  case deadline
  /// Standard output cannot be written.
  case output
}
