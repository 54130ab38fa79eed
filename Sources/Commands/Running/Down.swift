import Language
import Sandbox
import Session

/// `down`: ends the box.
enum DownCommand: ActingCommand {
  static let name = "down"
  static let group = CommandGroup.running
  static let summary = "end the box that is up, with all that runs in it"
  static let meaning = """
    Jobs in it are asked to end, and after a second made to; then the process that holds the box is \
    killed, and its namespaces, mounts and control group are gone. The context stays as it is, so that \
    `up` brings it up anew. The end of cloche takes every box down.
    """
  static let manualPages = ["namespaces(7)"]
  static let effect = CommandEffect.bringsDown
  static let syntax = Syntax()
  static let example = """
    ns uts user
    up
    exec true
    down
    """

  static func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) -> Int32 {
    try session.liveBoxes.bringDown(at: arguments.span)
    return 0
  }
}
