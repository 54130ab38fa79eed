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

// Reads the first line of a file of a group into `value`, without its newline.
int ccg_read(const char *controller, const char *group, const char *file, char *value,
             size_t capacity, int *error);

const char *ccg_message(int code);

#pragma clang assume_nonnull end

#endif
