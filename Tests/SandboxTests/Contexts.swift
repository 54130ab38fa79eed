import CommandsSupport

/// Scripts whose plans every general rule has to hold for.
enum Contexts {
  static let all: [String] = chosen + ExampleSettings.all.map(\.script)

  /// What goes together in one context.
  private static let chosen: [String] = [
    "",
    "ns user",
    "ns all",
    "ns user pid mnt\nroot host",
    "ns user\nmap uid 0:100000:10\nmap gid 0:100000:10\nas 3:4,5",
    "ns uts user\nhostname a\ndomainname b\nlimit pids 5\nlimit memory 1M",
    "root /srv/rootfs\ncd /tmp\numask 22\nrlimit nofile 64\nas 5:6,7",
    "ns time\ninit on\ntty none\ncd /",
    "ns pid\ninit off\nno-new-privs off",
    "init on\nrlimit core 0",
    "cap drop net_raw\nas 5",
    "cap keep chown\nas 5:6\ninit on",
    "ns user\nmap self\ncap drop all",
    "seccomp default\nseccomp deny socket\nas 5",
    everything,
  ]

  /// Each kind of setting once, in an order that is none of the launch's.
  static let everything = ([inOneOrder] + theRest).joined(separator: "\n")

  /// The examples of the building commands that nobody has put into that order.
  private static let theRest = ExampleSettings.all.filter { example in
    !inOneOrder.split(separator: "\n").contains { $0.hasPrefix("\(example.command) ") }
  }.map(\.script)

  private static let inOneOrder = """
    rlimit nofile 64
    init on
    cap keep chown
    seccomp default
    as 1:2,3
    umask 77
    cd /tmp
    tty none
    bind /etc/hostname /tmp/etc/name ro
    no-new-privs on
    mount tmpfs /tmp size=1M
    env A=b
    limit cpu 50%
    domainname glass
    hostname mocker
    bind /usr /tmp/usr
    root host
    mount proc /proc
    mount dev /tmp/dev
    map gid 0:100000:10
    map uid 0:100000:10
    ns all
    """
}
