import ControlGroups
import Kernel
import Language
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
    ends it, frozen or not.
    """
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(Syntax.Form(.optional([.value("%N", .job)])))
  static let example = """
    exec sleep 10 &
    if have root {
      freeze %1
      jobs
      thaw %1
    }
    kill %1
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try session.runningJob(arguments["%N"], for: arguments.command)
    guard job.thaw == nil else { return 0 }
    do throws(KernelError) {
      if let held = job.freezableGroup {
        try held.group.freeze()
        job.thaw = { try? held.group.thaw() }
      } else {
        try freezeInNewGroup(job, session)
      }
    } catch {
      throw session.refusal(error, of: ["freezer"], at: arguments.span)
    }
    return 0
  }

  private static func freezeInNewGroup(_ job: Job, _ session: Session) throws(KernelError) {
    let group = try session.controlGroups().makeGroup(for: ["freezer"])
    // Frozen before anybody is in it: who has been moved makes no more processes.
    do throws(KernelError) {
      try group.freeze()
      try group.take { job.processes }
    } catch {
      try? group.thaw()
      try? group.letGo()
      throw error
    }
    job.holdings.append(HeldGroup(group))
    job.thaw = { try? group.thaw() }
  }
}

/// `thaw`: a frozen job goes on.
enum ThawCommand: ActingCommand {
  static let name = "thaw"
  static let group = CommandGroup.running
  static let summary = "let a frozen job go on"
  static let meaning = "The reverse of `freeze`. A job that is not frozen stays as it is."
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(Syntax.Form(.optional([.value("%N", .job)])))
  static let example = """
    exec sleep 10 &
    thaw %1
    kill %1
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try session.runningJob(arguments["%N"], for: arguments.command)
    job.letThaw()
    return 0
  }
}
