#!/run/vm/busybox sh
# What control groups must do, asked of the program in a guest of scripts/vm, as root and as a user
# to whom a group was delegated. Prints a line for each check:
#
#   ok NAME | not ok NAME: WHY | skip NAME: WHY
#
# and "done" when there are no more.
#
# usage: Tests/vm/checks.sh CLOCHE [ROOTFS]     as root, in the guest; the rootfs is for the examples
#
# Under emulation a program that has to be linked when it starts takes 30 to 100 ms and a static one
# 5, hence the shell and the tools of busybox, and what stands with its whole path where its own
# version is too simple.
set -u
here=$(cd "$(dirname "$0")" && pwd)
repository=${here%/Tests/vm}
rootfs=${2:-}
# Where it was built may be closed to others.
place=/tmp/cloche-checks
mkdir -p $place/bin
cp "$repository"/examples/*.cloche "$repository/scripts/guest/delegated" $place
for tool in awk cat cut dd grep head hostname nproc sed sh sleep tail tr true; do
  ln -s /run/vm/busybox $place/bin/$tool
done
chmod -R a+rX $place /run/vm/busybox
# A folder in it that is closed to a user would change what a missing program is told from.
PATH=$place/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Not a copy: of 20 MB little is read.
touch $place/cloche
mount --bind "$1" $place/cloche
cloche=$place/cloche
cd $place || exit 1
# For users too, who read and write them below.
chmod 666 /dev/vd?
groups=$(sh ./delegated --make) || exit 1
v2=$(awk '$3 == "cgroup2" { print $2 }' /proc/self/mounts)
pure=
[ "$v2" != /sys/fs/cgroup ] || pure=yes

nobody() { /usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
root() { "$@"; }
user() { DELEGATED=$groups sh ./delegated "$@"; }
one_line() { printf '%s' "$1" | tr -s '\n' ' ' | cut -c1-600; }

# left WHO: what runs that made groups have left of them. Those of a user and those of root are
# apart, and used at the same time.
left() {
  case $1 in
  # shellcheck disable=SC2086
  user) find $groups -name 'cloche-*' ;;
  *) find /sys/fs/cgroup -name 'delegated-*' -prune -o -name 'cloche-*' -print ;;
  esac
}

# report NAME STATUS OUTPUT [WHO]: the status decides, and what is left.
report() {
  left=$(left "${4:-root}")
  if [ "$2" -ne 0 ]; then
    echo "not ok $1: status $2: $(one_line "$3")"
  elif [ -n "$left" ]; then
    echo "not ok $1: left behind: $(one_line "$left")"
  else
    echo "ok $1"
  fi
}

# ended EXPECTED WORDS NAME STATUS OUTPUT [WHO]: reports whether it ended so, and said the words.
ended() {
  status=1
  case $5 in
  *"$2"*) [ "$4" -ne "$1" ] || status=0 ;;
  esac
  report "$3" $status "expected $1 and '$2': status $4: $5" "${6:-root}"
}

# Since 6.11 a kernel may have it on version 2 alone.
memory=
if cat /sys/fs/cgroup/cgroup.controllers /sys/fs/cgroup/*/cgroup.controllers /proc/self/mounts \
  2>/dev/null | grep -q -w memory; then
  memory=yes
fi

# holds NAME WHO SCRIPT: the assertions of a script hold.
holds() {
  case $memory,$3 in
  ,*'limit memory'*)
    echo "skip $1: this kernel has no memory controller on this layout"
    return
    ;;
  esac
  said=$("$2" ./cloche -c "$3" 2>&1)
  report "$1" $? "$said" "$2"
}

# refused NAME WORDS WHO SCRIPT: it ends with 125 before the program runs, and says so.
refused() {
  said=$("$3" ./cloche -c "$4" 2>&1)
  ended 125 "$2" "$1" $? "$said" "$3"
}

# limits WHO: what the groups of a launch do, live and at its end.
limits() {
  who=$1
  # The init counts as one.
  holds "pids refuses the 20th fork ($who)" $who '
    limit pids 21
    try capture exec sh -c "i=1; while [ \$i -lt 30 ]; do sleep 60 & i=\$((i+1)); echo \$i; done 2>&1"
    assert $? is-not 0
    assert $out contains 20
    not test $out contains 21
    assert ${job:stat.pids.refused} ge 1'
  holds "memory kills what takes more ($who)" $who '
    limit memory 32M
    try exec tail /dev/zero
    assert $? is 137
    assert ${job:reason} is-not exited
    assert ${job:stat.memory.oom_kills} ge 1'
  holds "memory leaves alone what takes less ($who)" $who '
    limit memory 32M
    exec dd if=/dev/zero of=/dev/null bs=8M count=1
    assert ${job:stat.memory.oom_kills} is 0'
  holds "cpu makes a loop wait ($who)" $who '
    limit cpu 5%
    try exec --timeout 600ms sh -c "while :; do :; done"
    assert ${job:stat.cpu.throttled} ge 1
    assert ${job:stat.cpu.throttled_time} gt 10000'
  holds "all three at once, with namespaces ($who)" $who '
    ns user pid mnt; root host; mount proc /proc
    limit pids 20; limit memory 64M; limit cpu 80%
    repeat 3 { exec true }'
  holds "a program that leaves a daemon ($who)" $who '
    limit pids 20
    exec sh -c "setsid sleep 300 > /dev/null 2>&1 &"'
  holds "a job is frozen, counted and given another limit ($who)" $who '
    limit pids 20; limit memory 64M
    exec sleep 300 &
    limit --job %1 pids 7
    capture stat --json
    assert $out contains "\"pids.current\":{\"value\":2,\"limit\":7}"
    capture watch --every 1ms --count 2 pids.current
    assert $out contains "pids.current 2 of 7"
    freeze
    capture jobs; assert $out contains frozen
    thaw
    capture jobs; assert $out contains running
    freeze
    kill -KILL %1
    try wait
    assert $? is 137'
  holds "a box that is up gets its limits, and another controller later ($who)" $who '
    ns user pid
    up
    exec sleep 300 &
    limit pids 30
    limit memory 32M
    capture stat --json box
    assert $out contains "\"memory.current\":{"
    try exec tail /dev/zero
    assert ${job:reason} is out-of-memory
    limit pids 4
    not exec sh -c "sleep 60 & sleep 60"
    limit pids max; limit memory max
    freeze box
    capture jobs; assert $out contains frozen
    thaw box
    exec true
    down'
  holds "its own group is the root inside of ns cgroup ($who)" $who '
    ns user cgroup
    limit pids 20
    try capture exec grep -c -v ":/\$" /proc/self/cgroup
    assert $out is 0'
  if [ -n "$pure" ]; then
    holds "a write from inside raises nothing ($who)" $who '
      ns user pid mnt cgroup; root host; mount proc /proc; mount tmpfs /mnt; limit pids 21; cap all
      try exec sh -c "mount -t cgroup2 none /mnt; echo max > /mnt/pids.max
        i=0; while [ \$i -lt 40 ]; do sleep 60 & i=\$((i+1)); done"
      assert ${job:stat.pids.refused} ge 1'
  fi
  if [ -n "$pure" ] && [ -e /proc/pressure ]; then
    holds "pressure is told where there is some ($who)" $who '
      limit cpu 5%
      exec sh -c "while :; do :; done" &
      capture watch --every 250ms --count 2
      assert $out matches "waited for cpu [0-9]* %"
      capture stat
      assert $out matches "cpu.pressure *waited [0-9]* % of the last 10s, [1-9]"
      capture stat --json
      assert $out matches "\"cpu.pressure\":.\"some\":.*\"total_us\":[1-9][0-9][0-9][0-9]"
      kill -KILL %1
      try wait
      assert ${job:stat.cpu.pressure} ge 100000
      limit cpu max
      limit memory 4M
      exec dd if=/dev/vda of=/dev/null bs=64k count=256
      assert ${job:stat.memory.pressure} ge 1
      exec dd if=/dev/vdb of=/dev/null bs=4k count=40 iflag=direct
      assert ${job:stat.io.pressure} ge 10000
      limit memory 64M
      exec sleep 0.1
      assert ${job:stat.memory.pressure} is 0'
  elif [ -n "$pure" ]; then
    echo "skip pressure is told where there is some ($who): this kernel has it off"
  fi
  if [ -n "$pure" ]; then
    holds "memory lowered below its use kills ($who)" $who "
      limit memory 64M
      exec perl -e '\$x = \"x\" x (30 << 20); open F, \">\", shift; print F 1; close F; sleep 300' /tmp/taken-$who &
      host sh -c 'until test -s /tmp/taken-$who; do :; done'
      limit --job %1 memory 4M
      try wait
      assert \${job:reason} is out-of-memory"
  fi
  holds "a launch that fails ($who)" $who '
    limit pids 20; limit memory 64M
    try exec no-such-program
    assert $? is 127'
}

# The first group is the killed one's; the second cloche sweeps it, as anybody's that begins here.
swept() {
  ./cloche -c 'limit pids 20; exec sh -c "kill -9 \$1; sleep 60" sh ${host:pid}' >/dev/null 2>&1
  [ -n "$(left root)" ] ||
    echo "not ok a killed cloche is swept up after: it left nothing, so this shows nothing"
  holds "a killed cloche is swept up after" root 'limit pids 20; exec true'
}

without_groups() {
  holds "no limits need no group (nobody)" nobody '
    exec true
    ns user pid mnt uts; hostname glass; root host; mount proc /proc
    capture exec hostname
    assert $out is glass'
  said=$(unshare -m sh -c '/bin/umount -R /sys/fs/cgroup && ./cloche -c "ns all; exec true"' 2>&1)
  report "no limits need no mounted groups" $? "$said"
  said=$(unshare -m sh -c '/bin/umount -R /sys/fs/cgroup && ./cloche -c "limit pids 20; exec true"' 2>&1)
  ended 125 'no `pids` controller' "limits without mounted groups are refused" $? "$said"
  fix='as root: mkdir /sys/fs/cgroup/'
  [ -z "$pure" ] || fix='systemd-run --user --scope -p Delegate=yes'
  refused "a user without a group of his own is told what gives one" "$fix" nobody \
    'limit pids 20; exec echo no'
}

# As root of a privileged container, whose first group has processes and no systemd: what is told mends it.
crowded() {
  echo +pids >"$v2/cgroup.subtree_control"
  mkdir "$v2/crowded"
  # shellcheck disable=SC2016
  said=$(GROUPS_OF_ALL=$v2 sh -c 'echo 0 >"$GROUPS_OF_ALL/crowded/cgroup.procs"
    exec /usr/bin/unshare -Cm sh -c "
      /bin/umount -R $GROUPS_OF_ALL && /bin/mount -t cgroup2 none $GROUPS_OF_ALL || exit
      sleep 60 &
      ./cloche -c \"limit pids 20; exec true\" 2>told && exit 1
      fix=\$(sed -n \"/= fix: /,\$ p\" told | sed \"s/^ *= fix: //\" | tr -s \"\\n \" \"  \")
      case \$fix in mkdir*) ;; *) cat told; exit 2 ;; esac
      eval \"\$fix\"
      ./cloche -c \"limit pids 20; exec true\"
      status=\$?
      kill \$!
      exit \$status"' 2>&1)
  report "a crowded group of root is told how to make room" $? "$said"
}

# What only version 2 has: groups with limits below them hold no processes.
in_leaves() {
  # cloche as its own sibling: the shell is in the group too.
  said=$(user sh -c './cloche -c "limit pids 20; exec echo no"; exit $?' 2>&1)
  ended 125 "a v2 group with limits below it holds no processes" \
    "a delegated group with others in it" $? "$said" user

  # systemd does that at each reload; see Tests/vm/systemd.sh.
  holds "nobody takes away a controller that a limit needs" root '
    limit cpus 0
    capture exec sh -c "echo -cpuset 2>&1 > /sys/fs/cgroup/cgroup.subtree_control; nproc"
    assert $out contains busy
    not test $out contains 2'

  # As in a delegated tree where the shell is a leaf: the group above is the user's too.
  above=$v2/above-$$
  mkdir "$above" "$above/leaf"
  chown 65534 "$above" "$above/cgroup.procs" "$above/cgroup.subtree_control" "$above/leaf" \
    "$above/leaf/cgroup.procs"
  said=$(sh -c "echo 0 >$above/leaf/cgroup.procs"'
    /usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups -- ./cloche -c "
      limit pids 20; limit memory 64M; capture exec cat /proc/self/cgroup; assert \$out contains /above-"
    exit $?' 2>&1)
  status=$?
  [ -z "$(cat "$above/cgroup.subtree_control")" ] || status=1 said="controllers are still on"
  report "a user whose shell is a leaf of a tree of his own" $status "$said"
  rmdir "$above/leaf" "$above"
}

# What only version 1 has: a limit that cannot be had is refused when it is stored.
in_quotas() {
  echo "skip a delegated group with others in it: only v2 has that rule"
  above=$(awk '$3 == "cgroup" && $4 ~ /(^|,)cpu(,|$)/ { print $2 }' /proc/self/mounts)/above-$$
  mkdir "$above"
  echo 20000 >"$above/cpu.cfs_quota_us"
  said=$(sh -c "echo 0 >$above/cgroup.procs; ./cloche -c 'limit cpu 50%; exec echo no'; exit \$?" 2>&1)
  ended 125 'more than the group above has (checked: 20000 of 100000 us)' \
    "more time than the group above has" $? "$said"
  rmdir "$above"
}

# tried WHO LIMIT...: each limit does what the table in README.md has of it, where that was seen
# with such a kernel; what was not seen to limit anything says why.
tried() {
  whose=$1
  shift
  disk=/dev/vda slow_disk=/dev/vdb suffix=
  if [ "$whose" = user ]; then
    disk=/dev/vdc slow_disk=/dev/vdd suffix=" (user)"
    set -- --delegated "$@"
  fi
  CLOCHE=$cloche LIMITS_DISK=$disk LIMITS_SLOW_DISK=$slow_disk LIMITS_PREPARE=yes \
    sh "$repository/scripts/limits-report" "$@" | {
    read -r title
    version=$(uname -r | cut -d . -f 1-2)
    while read -r limit result reason; do
      name="limit $limit$suffix"
      kept=$(awk -v title="${title% kernel *} kernel $version." -v limit="$limit" '
        /^#/ { here = index($0, title) == 1 }
        here && $1 == limit { print $2 }' "$repository/Tests/Limits/results.txt")
      case $result in
      bites) echo "ok $name" ;;
      fails) echo "not ok $name: $(one_line "$reason")" ;;
      "${kept:-$result}") echo "skip $name: $result: $reason" ;;
      *) echo "not ok $name: $result and not $kept: $(one_line "$reason")" ;;
      esac
    done
  }
}

# As nobody alone, what namespaces do; with groups too, what limits do.
example() {
  said=$($2 ./cloche "$1.cloche" "$rootfs" 2>&1)
  report "example $1 ($2)" $? "$said" "$2"
}
examples() {
  [ -n "$rootfs" ] || {
    echo "skip the examples: there is no rootfs"
    return
  }
  for name in namespaces chroot rootless seed; do example $name nobody; done
  for name in limits fork-bomb seed; do example $name user; done
}

quick='pids memory cpu cpus mems devices hugetlb'
slow='cpu-weight io net'
# The slow ones are the same to any user of v1, and on hybrid the same as there.
slow_of_root= slow_of_user=
[ -z "$pure" ] || slow_of_user=$slow
[ -z "$pure" ] && [ -n "$v2" ] || slow_of_root=$slow

# At the same time, as most of it waits for something; but not what is of the whole machine. Each
# ends by itself, or has not shown everything.
(
  limits user
  # shellcheck disable=SC2086
  tried user $quick $slow_of_user
  examples
  exit 0
) &
others=$!
(
  limits root
  # shellcheck disable=SC2086
  tried root $quick $slow_of_root
  without_groups
  exit 0
) || echo "not ok what root does: ended early, with status $?"
wait "$others" || echo "not ok what a user does: ended early, with status $?"
if [ -n "$pure" ]; then in_leaves; else in_quotas; fi
[ -z "$pure" ] || crowded
swept
# A writer that has to wait for a CPU too would hide the weights.
[ -z "$slow_of_root" ] || tried root io-weight
[ -z "$slow_of_user" ] || tried user io-weight
for who in root user; do tried $who swap notify-on-release; done
echo done
