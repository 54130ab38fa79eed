import Glibc
import TestSupport
import Testing

#if arch(x86_64)
  /// What `seccomp default` closes: each call by itself, without the filter first.
  extension RawCallTests {
    struct Denied: CustomTestStringConvertible {
      let name: String
      let number: UInt32
      var arguments: [UInt64] = []
      var errno: Int32 = EPERM
      var testDescription: String { "\(name) \(arguments)" }
    }

    @Test(arguments: [
      Denied(name: "process_vm_readv", number: 310, arguments: [0, 0, 0]),
      Denied(name: "process_vm_writev", number: 311, arguments: [0, 0, 0]),
      Denied(name: "process_madvise", number: 440, arguments: [.max, 0, 0]),
      Denied(name: "pidfd_getfd", number: 438, arguments: [.max, 0, 0]),
      Denied(name: "ptrace PTRACE_ATTACH", number: 101, arguments: [16, 0x3fff_ffff, 0]),
      Denied(name: "ptrace PTRACE_SEIZE", number: 101, arguments: [0x4206, 0x3fff_ffff, 0]),
      Denied(name: "ptrace, in 64 bits", number: 101, arguments: [0x1_0000_0010, 0x3fff_ffff, 0]),
      Denied(name: "name_to_handle_at", number: 303, arguments: [.max, 0, 0]),
      Denied(name: "open_by_handle_at", number: 304, arguments: [.max, 0, 0]),
      Denied(name: "personality ADDR_NO_RANDOMIZE", number: 135, arguments: [0x40000]),
      Denied(name: "personality READ_IMPLIES_EXEC", number: 135, arguments: [0x400000]),
      Denied(name: "personality of BSD", number: 135, arguments: [6]),
      Denied(name: "personality, highest bit", number: 135, arguments: [0x8004_0000]),
      Denied(name: "fanotify_init", number: 300, arguments: [0x200, 0]),
      Denied(name: "move_pages", number: 279, arguments: [0, 0, 0]),
      Denied(name: "keyctl", number: 250, arguments: [9999, 0, 0]),
      Denied(name: "add_key", number: 248, arguments: [0, 0, 0]),
      Denied(name: "request_key", number: 249, arguments: [0, 0, 0]),
      Denied(name: "bpf", number: 321, arguments: [9999, 0, 0]),
      Denied(name: "perf_event_open", number: 298, arguments: [0, 0, 0]),
      Denied(name: "userfaultfd", number: 323, arguments: [0xffff]),
      Denied(name: "io_uring_setup", number: 425, arguments: [0, 0]),
      Denied(name: "mount", number: 165, arguments: [0, 0, 0]),
      Denied(name: "kexec_load", number: 246, arguments: [0, 99, 0]),
      Denied(name: "socket AF_ALG", number: 41, arguments: [38, 5, 0], errno: EAFNOSUPPORT),
      Denied(name: "socket AF_VSOCK", number: 41, arguments: [40, 1, 0], errno: EAFNOSUPPORT),
      Denied(name: "socket AF_KEY", number: 41, arguments: [15, 3, 2], errno: EAFNOSUPPORT),
      Denied(name: "socket AF_BLUETOOTH", number: 41, arguments: [31, 3, 1], errno: EAFNOSUPPORT),
    ]) func isClosed(_ call: Denied) throws {
      #expect(made("seccomp default", call.number, call.arguments) == call.errno)
      guard made("cd /", call.number, call.arguments) != call.errno else {
        try Test.cancel("this kernel refuses \(call.name) like that anyway")
      }
    }

    /// What is beside them stays as it is.
    @Test(arguments: [
      Denied(name: "ptrace PTRACE_TRACEME", number: 101, arguments: [0, 0, 0]),
      Denied(name: "personality, asked", number: 135, arguments: [0xffff_ffff]),
      Denied(name: "personality PER_LINUX", number: 135, arguments: [0]),
      Denied(name: "personality PER_LINUX32", number: 135, arguments: [8]),
      Denied(name: "personality UNAME26", number: 135, arguments: [0x20000]),
      Denied(name: "socket AF_UNIX", number: 41, arguments: [1, 1, 0]),
      Denied(name: "socket AF_INET", number: 41, arguments: [2, 1, 0]),
      Denied(name: "socket AF_INET6", number: 41, arguments: [10, 2, 0]),
      Denied(name: "socket AF_NETLINK", number: 41, arguments: [16, 3, 0]),
      Denied(name: "socket AF_PACKET", number: 41, arguments: [17, 3, 0]),
    ]) func staysOpen(_ call: Denied) {
      let open = made("cd /", call.number, call.arguments)
      #expect(made("seccomp default", call.number, call.arguments) == open)
    }
  }
#endif

/// Ordinary programs notice nothing of `seccomp default`.
@Suite struct OrdinaryProgramTests {
  @Test(arguments: [
    "ls -l /usr | sort | wc -l", "id; date; uname -a; hostname",
    "echo a | sed s/a/b/ | awk '{print}'",
    "tar cf - /etc/hosts 2>/dev/null | tar tf -", "find /etc -maxdepth 1 -name h*",
    "env | grep PATH",
    "dd if=/dev/zero bs=4k count=4 2>/dev/null | gzip | gunzip | cmp -n 8 - /dev/zero",
    "sleep 0.01 & wait; kill -0 $$", "stat /; df / >/dev/null; head -c 8 /dev/urandom | od -x",
    "bash -c 'coproc cat; exec 3<>/dev/null; ulimit -n'", "setarch -v linux32 true",
    "nice -n 1 taskset 1 true", "timeout 5 true", "mktemp -u; touch -d yesterday /dev/null || true",
    "perl -e 'fork or exit; wait; print 1'",
    "python3 -c 'import threading,subprocess,socket,multiprocessing as m; "
      + "t=threading.Thread(target=print); t.start(); t.join(); subprocess.run([\"true\"]); "
      + "socket.socketpair(); m.Pipe(); p=m.Process(target=print); p.start(); p.join()'",
  ]) func runs(_ program: String) throws {
    let script = "exec sh -ec \(Self.quoted(program))"
    let open = Cloche.commands(script)
    guard open.status == 0 else { try Test.cancel("this machine has not all of it: \(open.err)") }
    for context in [
      "seccomp default", "ns user pid mnt; root host; mount proc /proc; seccomp default",
    ] {
      let run = Cloche.commands("\(context); \(script)")
      guard context.hasPrefix("seccomp") || Machine.hasUserNamespaces else { continue }
      #expect(run.status == 0, "\(context): \(run.err)")
    }
  }

  private static func quoted(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("$", with: "\\$") + "\""
  }
}
