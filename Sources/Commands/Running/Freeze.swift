import Kernel
import Language
import Limits
import Presentation
import Sandbox
import Session

/// `freeze`: every process of a job stands still.
enum FreezeCommand: ActingCommand {
  static let name = "freeze"
  static let group = CommandGroup.running
  static let summary = "stop all processes of a job where they are, unseen by them"
  static let meaning = """
    Without %N it is the latest job in the background. The freezer of control groups does it (cgroup.freeze on v2, \
    freezer.state on v1): unlike SIGSTOP it stops every process of the job at once, and none of them \
    can tell. A job without a group that can be frozen gets one, and its processes are moved there; so \
    it needs root or groups of your own, as `limit` does. `thaw %N` lets it go on; `kill -KILL %N` \
    ends it, frozen or not. `freeze box` is for all that is in the box, where that is up.
    """
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(place, options: [json])
  static let example = """
    exec sleep 10 &
    if have root {
      freeze %1
      jobs
      thaw %1
    }
    kill %1
    """

  private static let place = Parameter.optional("%N|box", .livePlace)
  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try LivePlace.job(arguments[place], for: arguments.command, in: session)
    if job.groups.isFrozen {
      return LivePlace.showState(of: job, asJSON: arguments[json], in: session)
    }
    guard !job.isInBox else {
      throw Diagnostic(
        .controlGroupRefused, "%\(job.number) runs in a box that is up", at: arguments.span,
        label: "it shares the group of the box"
      ).fix("`freeze box` freezes all that is in it")
    }
    do throws(KernelError) {
      try job.groups.freeze()
    } catch {
      throw session.launcher.refusal(
        error, LimitCauses(controllers: ["freezer"]).explain, at: arguments.span)
    }
    return LivePlace.showState(of: job, asJSON: arguments[json], in: session)
  }
}
