#!/bin/sh
# What control groups must do, asked of the program in a guest of scripts/vm, as root and as a user
# to whom a group was delegated. Prints a line for each check:
#
#   ok NAME | not ok NAME: WHY | skip NAME: WHY
#
# and "done" when there are no more.
#
# usage: Tests/vm/checks.sh CLOCHE [ROOTFS]     as root, in the guest; the rootfs is for the examples
set -u
# A folder in it that is closed to a user would change what a missing program is told from.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd "$(dirname "$0")" && pwd)
repository=${here%/Tests/vm}
delegated="$repository/scripts/guest/delegated"
rootfs=${2:-}
# Where it was built may be closed to others.
place=/tmp/cloche-checks
mkdir -p $place
cp "$1" $place/cloche
cp "$repository"/examples/*.cloche $place
cp "$delegated" $place/delegated
chmod -R a+rX $place
cloche=$place/cloche
cd $place || exit 1
groups=$(./delegated --make) || exit 1
v2=$(awk '$3 == "cgroup2" { print $2 }' /proc/self/mounts)

nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; }
root() { "$@"; }
user() { DELEGATED=$groups ./delegated "$@"; }
one_line() { printf '%s' "$1" | tr -s '\n' ' ' | cut -c1-600; }

# What runs that made groups have left of them.
left() { find /sys/fs/cgroup -name 'cloche-*'; }

# report NAME STATUS OUTPUT: the status decides, and what is left.
report() {
  if [ "$2" -ne 0 ]; then
    echo "not ok $1: status $2: $(one_line "$3")"
  elif [ -n "$(left)" ]; then
    echo "not ok $1: left behind: $(one_line "$(left)")"
  else
    echo "ok $1"
  fi
}

# holds NAME WHO SCRIPT: the assertions of a script hold.
holds() {
  case $3 in
  *'limit memory'*)
    # Since 6.11 a kernel may have it on version 2 alone.
    if ! cat /sys/fs/cgroup/cgroup.controllers /sys/fs/cgroup/*/cgroup.controllers \
      /proc/self/mounts 2>/dev/null | grep -q -w memory; then
      echo "skip $1: this kernel has no memory controller on this layout"
      return
    fi
    ;;
  esac
  said=$("$2" ./cloche -c "$3" 2>&1)
  report "$1" $? "$said"
}

# refused NAME WORDS WHO SCRIPT: it ends with 125 before the program runs, and says so.
refused() {
  said=$("$3" ./cloche -c "$4" 2>&1)
  status=$?
  [ $status -eq 125 ] || said="expected 125: $said"
  case $said in
  *"$2"*) [ $status -ne 125 ] || status=0 ;;
  *) said="expected '$2': $said" ;;
  esac
  report "$1" $status "$said"
}

for who in root user; do
  holds "pids refuses the 20th fork ($who)" $who '
    limit pids 20
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
    assert $out contains "\"pids.current\":{\"value\":1,\"limit\":7}"
    capture watch --every 1ms --count 2 pids.current
    assert $out contains "pids.current 1 of 7"
    freeze
    capture jobs; assert $out contains frozen
    thaw
    capture jobs; assert $out contains running
    freeze
    kill -KILL %1
    try wait
    assert $? is 137'
  holds "its own group is the root inside of ns cgroup ($who)" $who '
    ns user cgroup
    limit pids 20
    try capture exec grep -c -v ":/\$" /proc/self/cgroup
    assert $out is 0'
  if [ "$v2" = /sys/fs/cgroup ]; then
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
done

# The first group is the killed one's; the second cloche sweeps it, as anybody's that begins here.
./cloche -c 'limit pids 20; exec sh -c "kill -9 \$PPID; sleep 60"' >/dev/null 2>&1
[ -n "$(left)" ] || echo "not ok a killed cloche is swept up after: it left nothing, so this shows nothing"
holds "a killed cloche is swept up after" root 'limit pids 20; exec true'

holds "no limits need no group (nobody)" nobody '
  exec true
  ns user pid mnt uts; hostname glass; root host; mount proc /proc
  capture exec hostname
  assert $out is glass'
said=$(unshare -m sh -c 'umount -R /sys/fs/cgroup && ./cloche -c "ns all; exec true"' 2>&1)
report "no limits need no mounted groups" $? "$said"
said=$(unshare -m sh -c 'umount -R /sys/fs/cgroup && ./cloche -c "limit pids 20; exec true"' 2>&1)
status=$?
case $status,$said in
125,*'no `pids` controller'*) status=0 ;;
esac
report "limits without mounted groups are refused" $status "$said"

if [ "$v2" = /sys/fs/cgroup ]; then
  fix='systemd-run --user --scope -p Delegate=yes'
  busy="a v2 group with limits below it holds no processes"
else
  fix='as root: mkdir /sys/fs/cgroup/'
  busy=
fi
refused "a user without a group of his own is told what gives one" "$fix" nobody \
  'limit pids 20; exec echo no'
if [ -n "$busy" ]; then
  # cloche as its own sibling: the shell is in the group too.
  said=$(user sh -c './cloche -c "limit pids 20; exec echo no"; exit $?' 2>&1)
  status=$?
  case $status,$said in
  125,*"$busy"*) status=0 ;;
  esac
  report "a delegated group with others in it" $status "$said"
else
  echo "skip a delegated group with others in it: only v2 has that rule"
fi

if [ -n "$busy" ]; then
  # As in a delegated tree where the shell is a leaf: the group above is the user's too.
  above=$v2/above-$$
  mkdir "$above" "$above/leaf"
  chown 65534 "$above" "$above/cgroup.procs" "$above/cgroup.subtree_control" "$above/leaf" \
    "$above/leaf/cgroup.procs"
  said=$(sh -c "echo 0 >$above/leaf/cgroup.procs"'
    setpriv --reuid=65534 --regid=65534 --clear-groups -- ./cloche -c "
      limit pids 20; limit memory 64M; capture exec cat /proc/self/cgroup; assert \$out contains /above-"
    exit $?' 2>&1)
  status=$?
  [ -z "$(cat "$above/cgroup.subtree_control")" ] || status=1 said="controllers are still on"
  report "a user whose shell is a leaf of a tree of his own" $status "$said"
  rmdir "$above/leaf" "$above"
fi

if [ -z "$busy" ]; then
  above=$(awk '$3 == "cgroup" && $4 ~ /(^|,)cpu(,|$)/ { print $2 }' /proc/self/mounts)/above-$$
  mkdir "$above"
  echo 20000 >"$above/cpu.cfs_quota_us"
  said=$(sh -c "echo 0 >$above/cgroup.procs; ./cloche -c 'limit cpu 50%; exec echo no'; exit \$?" 2>&1)
  status=$?
  case $status,$said in
  125,*'more than the group above has (checked: 20000 of 100000 us)'*) status=0 ;;
  esac
  report "more time than the group above has" $status "$said"
  rmdir "$above"
fi

# Every limit is tried, as root and as a user, and does what the table in README.md has of it, where
# that was seen with such a kernel; what was not seen to limit anything says why.
limits='pids memory swap cpu cpus mems devices hugetlb notify-on-release'
slow='cpu-weight io io-weight net'
for option in '' --delegated; do
  # Those that take seconds to be seen are the same to any user of v1, and on hybrid the same as there.
  [ -n "$busy" ] || { [ -z "$option" ] && [ -z "$v2" ]; } || slow=
  # shellcheck disable=SC2086
  CLOCHE=$cloche LIMITS_DISK=/dev/vda LIMITS_SLOW_DISK=/dev/vdb LIMITS_PREPARE=yes \
    "$repository/scripts/limits-report" $option $limits $slow | {
    read -r title
    version=$(uname -r | cut -d . -f 1-2)
    while read -r limit result reason; do
      name="limit $limit${option:+ (user)}"
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
done

[ -n "$rootfs" ] || {
  echo "skip the examples: there is no rootfs"
  echo done
  exit 0
}
# As nobody alone, what namespaces do; with groups too, what limits do.
example() {
  said=$($2 ./cloche "$1.cloche" "$rootfs" 2>&1)
  report "example $1 ($2)" $? "$said"
}
for name in namespaces chroot rootless seed; do example $name nobody; done
for name in limits fork-bomb seed; do example $name user; done
echo done
