import Kernel
import Language
import Limits
import Presentation
import Sandbox
import Session

/// `thaw`: a frozen job goes on.
enum ThawCommand: ActingCommand {
  static let name = "thaw"
  static let group = CommandGroup.running
  static let summary = "let a frozen job go on"
  static let meaning = "The reverse of `freeze`. A job that is not frozen stays as it is."
  static let manualPages = ["cgroups(7)"]
  static let syntax = Syntax(place, options: [json])
  static let example = """
    exec sleep 10 &
    thaw %1
    kill %1
    """

  private static let place = Parameter.optional("%N|box", .livePlace)
  private static let json = Option.json

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    let job = try LivePlace.job(arguments[place], for: arguments.command, in: session)
    do throws(KernelError) {
      try job.groups.thaw()
    } catch {
      throw session.launcher.refusal(
        error, LimitCauses(controllers: ["freezer"]).explain, at: arguments.span)
    }
    return LivePlace.showState(of: job, asJSON: arguments[json], in: session)
  }
}
