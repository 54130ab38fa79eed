import Kernel
import Sandbox

/// What a session finds around it: the host, who sits in front of it, and what the options of the
/// program and the scripts ask for. Every room of the session reads it.
package final class Surroundings {
  /// Someone sits at a prompt.
  package var isInteractive = false
  /// `-v`
  package var echoes = false
  /// `-x`
  package var traces = false
  /// `--step`
  package var asksBeforeEach = false
  /// Standard input is the script: children must not read on in it.
  package var inputIsScript = false
  /// For the whole run, on the monotonic clock; nil for none.
  package var deadline: Int?
  /// A script that was read uses `${job:ns.KIND}`, so that programs are looked at before they run.
  var namesNamespaces = false
  /// A script that was read uses `${job:stat.COUNTER}`, so that counters are read at the end of a job.
  var namesCounters = false
  private var knownHost: Host?

  /// - Parameter host: nil for the one that this runs on.
  package init(host: Host? = nil) { knownHost = host }

  /// The host, looked at when it is first needed.
  package var host: Host {
    let host = knownHost ?? Host.current
    knownHost = host
    return host
  }

  /// Nanoseconds that are left of the whole run; nil where that has no limit.
  var remaining: Int? { deadline.map { max(0, $0 - Clock.monotonic) } }
}
