#include "CControlGroup.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// A program of at most this many instructions for a rule, and a few around them.
enum { RULE_SIZE = 8, FRAME_SIZE = 8 };

static struct bpf_insn instruction(int code, int destination, int source, int offset, int value) {
  struct bpf_insn made = {0};
  made.code = (unsigned char)code;
  made.dst_reg = (unsigned char)(destination & 15);
  made.src_reg = (unsigned char)(source & 15);
  made.off = (short)offset;
  made.imm = value;
  return made;
}

// Register 2 has the type of the device, 3 the access, 4 and 5 the numbers.
static size_t add_rule(struct bpf_insn *at, const ccg_device_rule *rule) {
  size_t n = 0;
  size_t jumps[4];
  size_t count = 0;
  jumps[count++] = n;
  at[n++] = instruction(BPF_JMP | BPF_JNE | BPF_K, 2, 0, 0,
                        rule->is_block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
  // Whatever is wanted beyond what the rule gives is not for this rule to allow.
  at[n++] = instruction(BPF_ALU64 | BPF_MOV | BPF_X, 1, 3, 0, 0);
  at[n++] = instruction(BPF_ALU64 | BPF_AND | BPF_K, 1, 0, 0, ~rule->access & 7);
  jumps[count++] = n;
  at[n++] = instruction(BPF_JMP | BPF_JNE | BPF_K, 1, 0, 0, 0);
  if (rule->major >= 0) {
    jumps[count++] = n;
    at[n++] = instruction(BPF_JMP | BPF_JNE | BPF_K, 4, 0, 0, rule->major);
  }
  if (rule->minor >= 0) {
    jumps[count++] = n;
    at[n++] = instruction(BPF_JMP | BPF_JNE | BPF_K, 5, 0, 0, rule->minor);
  }
  at[n++] = instruction(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 1);
  at[n++] = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
  for (size_t i = 0; i < count; i++) at[jumps[i]].off = (short)(n - jumps[i] - 1);
  return n;
}

static int bpf(int command, union bpf_attr *attributes) {
  return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

// The context of the program, struct bpf_cgroup_dev_ctx: access in the upper half of the first
// word with the type in the lower, then major and minor.
static int load(const ccg_device_rule *rules, size_t count) {
  struct bpf_insn *program = calloc(count * RULE_SIZE + FRAME_SIZE, sizeof *program);
  if (!program) return -ENOMEM;
  size_t n = 0;
  program[n++] = instruction(BPF_LDX | BPF_MEM | BPF_W, 2, 1, 0, 0);
  program[n++] = instruction(BPF_ALU64 | BPF_MOV | BPF_X, 3, 2, 0, 0);
  program[n++] = instruction(BPF_ALU64 | BPF_AND | BPF_K, 2, 0, 0, 0xffff);
  program[n++] = instruction(BPF_ALU64 | BPF_RSH | BPF_K, 3, 0, 0, 16);
  program[n++] = instruction(BPF_LDX | BPF_MEM | BPF_W, 4, 1, 4, 0);
  program[n++] = instruction(BPF_LDX | BPF_MEM | BPF_W, 5, 1, 8, 0);
  for (size_t i = 0; i < count; i++) n += add_rule(program + n, &rules[i]);
  program[n++] = instruction(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0);
  program[n++] = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
  attributes.insns = (uintptr_t)program;
  attributes.insn_cnt = (unsigned)n;
  // No helper function is called, so that no licence is asked for.
  attributes.license = (uintptr_t) "";
  int loaded = bpf(BPF_PROG_LOAD, &attributes);
  int error = errno;
  free(program);
  return loaded < 0 ? -error : loaded;
}

int ccg_filter_devices(int group, const ccg_device_rule *rules, size_t count, int replaced) {
  int loaded = load(rules, count);
  if (loaded < 0) return loaded;
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.target_fd = (unsigned)group;
  attributes.attach_bpf_fd = (unsigned)loaded;
  attributes.attach_type = BPF_CGROUP_DEVICE;
  // Groups below may have filters of their own, and all of them must agree.
  attributes.attach_flags = BPF_F_ALLOW_MULTI;
  if (replaced >= 0) {
    attributes.attach_flags |= BPF_F_REPLACE;
    attributes.replace_bpf_fd = (unsigned)replaced;
  }
  if (bpf(BPF_PROG_ATTACH, &attributes) == 0) return loaded;
  int error = errno;
  close(loaded);
  return -error;
}

int ccg_unfilter_devices(int group, int filter) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.target_fd = (unsigned)group;
  attributes.attach_bpf_fd = (unsigned)filter;
  attributes.attach_type = BPF_CGROUP_DEVICE;
  return bpf(BPF_PROG_DETACH, &attributes) == 0 ? 0 : -errno;
}
