// libcgroup behind functions that Swift can call: no callbacks with va_list, no char[4096] members.
//
// Errors: 0, or one of libcgroup's ECG codes, with the errno in *error where libcgroup kept it.

#ifndef CCONTROLGROUP_H
#define CCONTROLGROUP_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Reads the mount table. Once, before everything else here; nothing is logged to standard output.
int ccg_init(void);

// One controller that is mounted somewhere.
typedef struct {
  char name[64];
  char mount[4096];
  int version;  // 1 or 2; 0 where libcgroup does not know
} ccg_controller;

// The mounted controllers, at most `capacity` of them. Returns how many there are.
int ccg_controllers(ccg_controller *controllers, int capacity);

// Writes one file of a group: `group` is relative to the mount of `controller`, `file` begins with
// the controller's name, as in pids.max. One value at a time, so that a refusal has one cause.
int ccg_write(const char *controller, const char *group, const char *file, const char *value,
              int *error);

const char *ccg_message(int code);

// A device that may be used. A number below zero stands for all of them.
typedef struct {
  int is_block;
  int major;
  int minor;
  int access;  // of BPF_DEVCG_ACC_MKNOD 1, _READ 2 and _WRITE 4
} ccg_device_rule;

// Lets the v2 group behind a descriptor use these devices only, by a program of
// BPF_PROG_TYPE_CGROUP_DEVICE. See bpf(2).
//
// `replaced` is the descriptor of the filter before it, or -1. Returns that of the new one, which
// the caller closes (the filter stays as long as the group), or an errno below zero.
int ccg_filter_devices(int group, const ccg_device_rule *rules, size_t count, int replaced);

// Takes a filter away. 0, or an errno below zero.
int ccg_unfilter_devices(int group, int filter);

#pragma clang assume_nonnull end

#endif
