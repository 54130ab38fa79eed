// The floor: what a launch costs at least. A hand-written C loop that makes the system calls of
//
//   ns user pid uts ipc mnt
//   root host
//   exec /bin/true
//
// as `plan` lists them, with nothing around them: everything is decided beforehand, the process is as
// small as can be, and its init is a fork of it instead of a program of its own. With "bare" it makes those of a plain `exec /bin/true`, with a GROUP those
// of `limit pids 20` as well: GROUP is the folder to make for a control group, where there is a pids
// controller.
//
// usage: floor COUNT [bare | GROUP]

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char stack[64 * 1024] __attribute__((aligned(16)));
static char *program[] = {"/bin/true", NULL};
static int channel_parent, channel_child;
static int bare;
static int was_root;
static int procs = -1;  // cgroup.procs of the group, or none

static const char *folders[] = {"bin",    "etc", "lib",  "lib32", "lib64", "libx32",
                                "opt", "sbin", "usr",   "nix",   "gnu"};
enum { FOLDERS = sizeof folders / sizeof *folders };
static char targets[FOLDERS][256];  // of links
static int kinds[FOLDERS];          // 0 none, 1 folder, 2 link

static void must(long result, const char *what) {
  if (result < 0) {
    perror(what);
    _exit(1);
  }
}

static int opened(int directory, const char *path, uint64_t flags, uint64_t resolve) {
  struct open_how how = {.flags = flags, .resolve = resolve};
  long fd = syscall(SYS_openat2, directory, path, &how, sizeof how);
  must(fd, path);
  return (int)fd;
}

static void write_proc(int proc, const char *path, const char *text) {
  int fd = opened(proc, path, O_WRONLY | O_CLOEXEC,
                  RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS);
  must(write(fd, text, strlen(text)), path);
}

static int new_file_system(const char *type, const char *options[][2], uint64_t attributes) {
  int fs = (int)syscall(SYS_fsopen, type, 1);
  must(fs, "fsopen");
  for (; (*options)[0]; options++) {
    must(syscall(SYS_fsconfig, fs, 1, (*options)[0], (*options)[1], 0), "fsconfig");
  }
  must(syscall(SYS_fsconfig, fs, 6, NULL, NULL, 0), "fsconfig");
  int mount = (int)syscall(SYS_fsmount, fs, 1, attributes);
  must(mount, "fsmount");
  return mount;
}

static void move(int from, int to, const char *path, unsigned flags) {
  must(syscall(SYS_move_mount, from, "", to, path, flags), "move_mount");
}

static void devices(int root) {
  static const char *nodes[] = {"full", "null", "random", "tty", "urandom", "zero"};
  static const char *links[][2] = {{"/proc/self/fd", "fd"},
                                   {"/proc/self/fd/0", "stdin"},
                                   {"/proc/self/fd/1", "stdout"},
                                   {"/proc/self/fd/2", "stderr"},
                                   {"pts/ptmx", "ptmx"}};
  const char *mode[][2] = {{"mode", "0755"}, {NULL, NULL}};
  const char *pts[][2] = {{"ptmxmode", "0666"}, {"mode", "0620"}, {NULL, NULL}};
  enum { NODES = sizeof nodes / sizeof *nodes };
  int trees[NODES];
  for (size_t i = 0; i < NODES; i++) {
    char path[64];
    snprintf(path, sizeof path, "/dev/%s", nodes[i]);
    trees[i] = (int)syscall(SYS_open_tree, AT_FDCWD, path, 1 | O_CLOEXEC);
    must(trees[i], path);
  }
  int dev = new_file_system("tmpfs", mode, 2 | 8);
  must(mkdirat(root, "dev", 0755), "dev");
  int target = opened(root, "dev", O_PATH | O_DIRECTORY | O_CLOEXEC,
                      RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS);
  move(dev, target, "", 4 | 0x40);
  for (size_t i = 0; i < NODES; i++) {
    int file = openat(dev, nodes[i], O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
    must(file, nodes[i]);
    move(trees[i], file, "", 4 | 0x40);
  }
  for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
    must(symlinkat(links[i][0], dev, links[i][1]), links[i][1]);
  }
  must(mkdirat(dev, "pts", 0755), "pts");
  must(mkdirat(dev, "shm", 01777), "shm");
  move(new_file_system("devpts", pts, 2 | 8), dev, "pts", 4);
}

// A proc in which nobody who is root outside can change the machine.
static void machine(int root) {
  static const char *read_only[] = {"sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi"};
  static const char *hidden[] = {"kcore", "keys", "latency_stats", "sched_debug", "timer_list"};
  enum { READ_ONLY = sizeof read_only / sizeof *read_only, HIDDEN = sizeof hidden / sizeof *hidden };
  const char *none[][2] = {{NULL, NULL}};
  int covers[HIDDEN];
  for (size_t i = 0; was_root && i < HIDDEN; i++) {
    covers[i] = (int)syscall(SYS_open_tree, AT_FDCWD, "/dev/null", 1 | O_CLOEXEC);
    must(covers[i], "/dev/null");
  }
  int proc = new_file_system("proc", none, 2 | 4 | 8);
  int target = opened(root, "proc", O_PATH | O_DIRECTORY | O_CLOEXEC,
                      RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS);
  move(proc, target, "", 4 | 0x40);
  if (!was_root) return;
  // Not every kernel has every one of them.
  struct mount_attr attributes = {.attr_set = 1};
  for (size_t i = 0; i < READ_ONLY; i++) {
    int copy = (int)syscall(SYS_open_tree, proc, read_only[i], 1 | O_CLOEXEC);
    syscall(SYS_mount_setattr, copy, "", AT_EMPTY_PATH, &attributes, 32);
    syscall(SYS_move_mount, copy, "", proc, read_only[i], 4);
  }
  for (size_t i = 0; i < HIDDEN; i++) syscall(SYS_move_mount, covers[i], "", proc, hidden[i], 4);
}

// What is left of the capabilities in a container.
static void drop_capabilities(void) {
  const uint64_t kept = 0xa00425fb;
  for (int i = 0; i <= 40; i++) {
    if (!(kept >> i & 1)) prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
  }
  syscall(SYS_setgroups, 0, NULL);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2] = {
      {.effective = (uint32_t)kept, .permitted = (uint32_t)kept}, {.effective = 0}};
  must(syscall(SYS_capset, &header, data), "capset");
}

static void tree(void) {
  static const struct {
    const char *path;
    mode_t mode;
  } empty[] = {{"home", 0755}, {"mnt", 0755}, {"proc", 0555}, {"root", 0700},    {"run", 0755},
               {"sys", 0555},  {"tmp", 01777}, {"var", 0755},  {"var/tmp", 01777}};
  const char *mode[][2] = {{"mode", "0755"}, {NULL, NULL}};
  int root = new_file_system("tmpfs", mode, 2 | 4);
  move(root, AT_FDCWD, "/", 4);
  umask(0);
  for (int i = 0; i < FOLDERS; i++) {
    if (kinds[i] == 2) must(symlinkat(targets[i], root, folders[i]), folders[i]);
    if (kinds[i] != 1) continue;
    char path[64];
    snprintf(path, sizeof path, "/%s", folders[i]);
    int copy = (int)syscall(SYS_open_tree, AT_FDCWD, path, 1 | O_CLOEXEC | AT_RECURSIVE);
    must(copy, path);
    struct mount_attr attributes = {.attr_set = 1 | 2 | 4};
    must(syscall(SYS_mount_setattr, copy, "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, 32),
         "mount_setattr");
    must(mkdirat(root, folders[i], 0755), folders[i]);
    move(copy, root, folders[i], 4);
  }
  for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
    must(mkdirat(root, empty[i].path, empty[i].mode), empty[i].path);
  }
  devices(root);
  machine(root);
  must(fchdir(root), "fchdir");
  must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
  must(umount2(".", MNT_DETACH), "umount2");
}

static int program_steps(void *unused) {
  (void)unused;
  setsid();
  syscall(SYS_close_range, 3, ~0U, 4);
  if (bare) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  } else {
    drop_capabilities();
    umask(022);
    syscall(SYS_keyctl, 1, NULL);
  }
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  uint64_t none = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8);
  char ready[20] = {2};
  must(write(channel_child, ready, sizeof ready), "report");
  execve(program[0], program, environ);
  _exit(127);
}

static _Noreturn void init_steps(void) {
  close(channel_parent);
  if (procs >= 0) must(write(procs, "0", 1), "cgroup.procs");
  int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct statfs status;
  must(fstatfs(proc, &status), "fstatfs");
  write_proc(proc, "self/setgroups", "deny");
  write_proc(proc, "self/uid_map", "0 0 1");
  write_proc(proc, "self/gid_map", "0 0 1");
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount");
  tree();
  setpgid(0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  int child = clone(program_steps, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
  must(child, "clone");
  dup3(channel_child, 3, O_CLOEXEC);
  syscall(SYS_close_range, 4, ~0U, 0);
  uint64_t all = ~UINT64_C(0);
  syscall(SYS_rt_sigtimedwait, &all, NULL, NULL, 8);
  int ended;
  must(waitpid(child, &ended, WNOHANG | WUNTRACED | WCONTINUED), "wait");
  char exited[20] = {3};
  must(write(3, exited, sizeof exited), "report");
  _exit(WEXITSTATUS(ended));
}

static int bare_steps(void *unused) {
  close(channel_parent);
  return program_steps(unused);
}

// The group's folder is left open, for its files.
static int make_group(const char *path) {
  must(mkdir(path, 0755), path);
  int group = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  must(group, path);
  int limit = openat(group, "pids.max", O_WRONLY | O_CLOEXEC);
  must(limit, "pids.max");
  must(write(limit, "20", 2), "pids.max");
  close(limit);
  must(mkdirat(group, "inside", 0755), "inside");
  procs = openat(group, "inside/cgroup.procs", O_WRONLY | O_CLOEXEC);
  must(procs, "cgroup.procs");
  return group;
}

static void launch(const char *group_path) {
  int group = group_path ? make_group(group_path) : -1;
  int pair[2], on = 1, pidfd = -1;
  must(prctl(PR_SET_CHILD_SUBREAPER, bare, 0, 0, 0), "subreaper");
  must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), "socketpair");
  must(setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on), "setsockopt");
  channel_parent = pair[0];
  channel_child = pair[1];
  uint64_t all = ~UINT64_C(0), before;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, 8);
  pid_t pid;
  if (bare) {
    pid = clone(bare_steps, stack + sizeof stack,
                CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, NULL, &pidfd);
  } else {
    struct clone_args arguments = {
        .flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS |
                 CLONE_PIDFD | CLONE_CLEAR_SIGHAND,
        .pidfd = (uint64_t)(uintptr_t)&pidfd,
        .exit_signal = SIGCHLD,
    };
    pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) init_steps();
  }
  must(pid, "clone");
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, 8);
  close(channel_child);
  struct pollfd ended = {.fd = pidfd, .events = POLLIN};
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, 8);
  must(ppoll(&ended, 1, NULL, NULL), "ppoll");
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, 8);
  int status;
  must(waitpid(pid, &status, WNOHANG), "waitpid");
  char message[1044];
  while (recv(channel_parent, message, sizeof message, MSG_DONTWAIT) > 0) {
  }
  if (bare) waitid(P_ALL, 0, NULL, WEXITED | WNOHANG | WNOWAIT);
  close(pidfd);
  close(channel_parent);
  if (group >= 0) {
    close(procs);
    must(unlinkat(group, "inside", AT_REMOVEDIR), "inside");
    close(group);
    must(rmdir(group_path), group_path);
  }
  if (status != 0) {
    fprintf(stderr, "floor: wait status %d\n", status);
    exit(1);
  }
}

int main(int count, char **words) {
  was_root = geteuid() == 0;
  int launches = count > 1 ? atoi(words[1]) : 1;
  bare = count > 2 && strcmp(words[2], "bare") == 0;
  const char *group = count > 2 && !bare ? words[2] : NULL;
  for (int i = 0; i < FOLDERS; i++) {
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "/%s", folders[i]);
    if (lstat(path, &status) != 0) continue;
    kinds[i] = S_ISLNK(status.st_mode) ? 2 : S_ISDIR(status.st_mode) ? 1 : 0;
    if (kinds[i] == 2) {
      ssize_t length = readlink(path, targets[i], sizeof targets[i] - 1);
      if (length < 0) kinds[i] = 0;
    }
  }
  for (int i = 0; i < launches; i++) launch(group);
  return 0;
}
