#!/run/vm/busybox sh
# What control groups must do where systemd has them, asked of the program in a guest of `scripts/vm
# systemd`, as root. Prints lines as Tests/vm/checks.sh does.
#
# usage: Tests/vm/systemd.sh CLOCHE
set -u
place=/tmp/cloche-checks
mkdir -p $place
cp "$1" $place/cloche
chmod -R a+rX $place
PATH=$place:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
of_user=/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service

# Not the su of busybox, which begins no session. Runs a line of shell as a user who logs in does, in a session of its own.
login() { /bin/su -l user -c "export PATH=$PATH COLUMNS=2000; $1" 2>&1; }
delegated="systemd-run --user --scope --quiet -p Delegate=yes"

# told NAME STATUS WORDS EXPECTED OUTPUT: it ended so and said so, and left nothing.
told() {
  left=$(find /sys/fs/cgroup -name 'cloche-*')
  case $2,$5 in
  $4,*"$3"*)
    if [ -z "$left" ]; then echo "ok $1"; else echo "not ok $1: left behind: $left"; fi
    ;;
  *) echo "not ok $1: expected $4 and '$3': status $2: $5" | tr '\n' ' ' && echo ;;
  esac
}

said=$(login 'cloche -c "limit pids 5; exec echo no"')
told "a login session is not delegated" $? 'fix: systemd-run --user --scope -p Delegate=yes cloche' 125 "$said"

said=$(login "$delegated cloche -c 'limit pids 5
  try exec sh -c \"for i in 1 2 3 4 5 6 7 8; do sleep 60 & done 2> /dev/null\"
  assert \${job:stat.pids.refused} ge 1; echo in; exec cat /proc/self/cgroup'")
told "a fork is refused in a delegated scope" $? "/user@1000.service/app.slice/" 0 "$said"

said=$(login "$delegated cloche -c 'limit memory 16M; limit swap 0
  try exec tail /dev/zero; assert \${job:reason} is out-of-memory'")
told "memory kills in a delegated scope" $? "" 0 "$said"

said=$(login "$delegated cloche -c 'limit cpu 5%
  try exec --timeout 1s sh -c \"while :; do :; done\"; assert \${job:stat.cpu.throttled} ge 1'")
told "cpu makes a loop wait in a delegated scope" $? "" 0 "$said"

said=$(login 'systemd-run --user --quiet --wait --pipe -p Delegate=yes cloche -c "
  limit pids 5; limit memory 64M; exec cat /proc/self/cgroup"')
told "a delegated service" $? "/user@1000.service/app.slice/" 0 "$said"

# What systemd does not give a user unless it is told to.
given=$(cat $of_user/cgroup.controllers)
case " $given " in
*' cpuset '*) echo "skip a controller that users have not: they have $given" ;;
*)
  said=$(login "$delegated cloche -c 'limit pids 5; limit cpus 0; exec echo no'")
  told "a controller that users have not" $? 'not been given the controller cpuset (' 125 "$said"
  told "what gives it is told" 125 'systemctl edit user@.service' 125 "$said"
  mkdir -p /run/systemd/system/user@.service.d
  printf '[Service]\nDelegate=cpu cpuset io memory pids\n' >/run/systemd/system/user@.service.d/all.conf
  systemctl daemon-reload
  systemctl restart user@1000.service
  said=$(login "$delegated cloche -c 'limit pids 5; limit cpus 0
    capture exec nproc; assert \$out is 1'")
  told "and gives it" $? "" 0 "$said"
  ;;
esac
said=$(login "$delegated cloche -c 'limit hugetlb 2M 2; exec echo no'")
told "a controller that users never have" $? 'run cloche as root: systemd hands hugetlb to no user' 125 "$said"

# kept WHO RUN: systemd takes away what none of its units asks for; not from cloche. RUN runs a line.
kept() {
  mkfifo -m 666 $place/go
  # The shell is in the group too, so that the sandbox's is in one that systemd has.
  $2 "${3:-} sh -c 'cloche -c \"limit pids 50; limit cpus 0; exec cat $place/go\"; exit \$?'" \
    >$place/out 2>&1 &
  running=$!
  exec 4>$place/go
  files=$(find /sys/fs/cgroup -path '*/cloche-*-1/*' \( -name cpuset.cpus -o -name pids.max \) 2>/dev/null)
  # shellcheck disable=SC2086
  before=$(grep . $files)
  $2 "systemctl $4 daemon-reload; systemd-run $4 --quiet --wait true" >>$place/out
  # shellcheck disable=SC2086
  after=$(grep . $files 2>&1)
  exec 4>&-
  wait $running
  status=$?
  case $before in
  *cpuset.cpus:0*) [ "$before" = "$after" ] || status=1 ;;
  *) status=1 ;;
  esac
  told "limits outlast a reload of systemd ($1)" $status "" 0 "$(cat $place/out) before: $before after: $after"
  rm $place/go
}
here() { sh -c "$1" 2>&1; }
kept root here "" ""
kept user login "$delegated" --user
echo done
