import Language

// What a check reports, for `help`.
extension ErrorCode {
  static var ofCheck: [ErrorCode] { [.backgroundNotPossible] }

  package static var backgroundNotPossible: ErrorCode {
    ErrorCode(
      111, title: "this cannot run in the background",
      story: """
        A `&` at the end asks cloche to go on while something still runs. Only a program can do \
        that, and only `exec` starts one in the context. All other commands work within cloche \
        itself, one after another; they are over when the next one begins.

        If the `&` was meant as text, quote it:

            echo 'salt & pepper'
        """)
  }
}
