import Sandbox

extension Topic {
  static var systemCallsText: String {
    let denied = DeniedByDefault.all.map { "  \($0.shown)\n   \($0.reason)" }
    return """
      All that a program wants from the kernel it asks for by system calls, some 360 of them \
      (syscalls(2)). Most programs need a few dozen, and each of the others is code of the kernel that \
      a hostile program can try. `seccomp` puts a filter between them (seccomp(2)).

        seccomp default                 refuses the calls below
        seccomp allow mount             takes one out of these
        seccomp deny socket             refuses one more, with EPERM
        seccomp deny ptrace kill        ends the program that tries
        seccomp allow read write kill   without default: nothing but these
        seccomp log execve              lets it through, and logs it in the kernel

      A filter sees the number of a call and its arguments, but no memory: it cannot tell one path \
      from another, nor what clone3 is asked for. It holds for good, for all children too, and for \
      uid 0. What is refused fails with an error that the program may report in its own way; what \
      kills is status 159, 128 and SIGSYS. Calls that are younger than the filter fail with ENOSYS, \
      those of other architectures kill.

      What `default` refuses, and why:

      \(denied.joined(separator: "\n"))

          seccomp default
          seccomp deny mkdir errno=EROFS
          exec grep Seccomp: /proc/self/status
      """
  }
}
