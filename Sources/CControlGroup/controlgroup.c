#include "CControlGroup.h"

#include <errno.h>
#include <libcgroup.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#if !__has_include(<libcgroup/systemd.h>)
// libcgroup 2.x exports this and declares it in a private header only.
enum cg_version_t { CGROUP_UNK = 0, CGROUP_V1, CGROUP_V2, CGROUP_DISK = 0xff };
int cgroup_get_controller_version(const char *controller, enum cg_version_t *version);
#endif

// Every code that libcgroup returns is looked at, so that its log has nothing to add. Without a
// logger of ours it would print to standard output, among our results.
static void ignore_log(void *data, int level, const char *format, va_list arguments) {
  (void)data;
  (void)level;
  (void)format;
  (void)arguments;
}

int ccg_init(void) {
  cgroup_set_logger(ignore_log, CGROUP_LOG_ERROR, NULL);
  return cgroup_init();
}

static int version_of(char *controller) {
  enum cg_version_t version;
  if (cgroup_get_controller_version(controller, &version) != 0) return 0;
  return version == CGROUP_V1 ? 1 : version == CGROUP_V2 ? 2 : 0;
}

int ccg_controllers(ccg_controller *controllers, int capacity) {
  void *handle = NULL;
  struct cgroup_mount_point info;
  int count = 0;
  int status = cgroup_get_controller_begin(&handle, &info);
  while (status == 0) {
    if (count < capacity) {
      ccg_controller *entry = &controllers[count];
      snprintf(entry->name, sizeof entry->name, "%s", info.name);
      snprintf(entry->mount, sizeof entry->mount, "%s", info.path);
      entry->version = version_of(info.name);
    }
    count++;
    status = cgroup_get_controller_next(&handle, &info);
  }
  cgroup_get_controller_end(&handle);
  return count;
}

int ccg_write(const char *controller, const char *group, const char *file, const char *value,
              int *error) {
  *error = 0;
  struct cgroup *cgroup = cgroup_new_cgroup(group);
  if (!cgroup) return ECGFAIL;
  int status = ECGFAIL;
  struct cgroup_controller *part = cgroup_add_controller(cgroup, controller);
  if (part) {
    status = cgroup_add_value_string(part, file, value);
    if (status == 0) {
      errno = 0;
      status = cgroup_modify_cgroup(cgroup);
      // Per thread, and only for ECGOTHER; the other codes leave errno as the call set it.
      if (status == ECGOTHER) *error = cgroup_get_last_errno();
    }
  }
  cgroup_free(&cgroup);
  return status;
}

const char *ccg_message(int code) { return cgroup_strerror(code); }
