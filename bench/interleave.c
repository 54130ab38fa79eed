// Runs several commands in turn, many rounds of all of them, and prints the median wall-clock time
// of each in microseconds: what disturbs the machine disturbs them alike, so that the ratios hold.
//
// usage: interleave ROUNDS COMMAND... -- COMMAND... [-- ...]
// Commands are separated by "--"; output goes to /dev/null. Exits with 1 when one fails.

#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

enum { MAX_COMMANDS = 16 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double run(char **command, posix_spawn_file_actions_t *quiet) {
  pid_t pid;
  int status;
  double begun = now();
  if (posix_spawnp(&pid, command[0], quiet, NULL, command, environ) != 0) {
    perror(command[0]);
    exit(1);
  }
  waitpid(pid, &status, 0);
  double taken = now() - begun;
  if (status != 0) {
    fprintf(stderr, "interleave: %s failed with wait status %d\n", command[0], status);
    exit(1);
  }
  return taken;
}

int main(int count, char **words) {
  if (count < 3) return 2;
  int rounds = atoi(words[1]);
  char **commands[MAX_COMMANDS];
  int total = 1;
  commands[0] = &words[2];
  for (int i = 2; i < count; i++) {
    if (strcmp(words[i], "--") != 0) continue;
    words[i] = NULL;
    if (total < MAX_COMMANDS) commands[total++] = &words[i + 1];
  }
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  double *times[MAX_COMMANDS];
  for (int c = 0; c < total; c++) {
    times[c] = calloc((size_t)rounds, sizeof(double));
    for (int warm = 0; warm < 5 && warm < rounds / 4; warm++) run(commands[c], &quiet);
  }
  for (int r = 0; r < rounds; r++) {
    for (int c = 0; c < total; c++) times[c][r] = run(commands[c], &quiet);
  }
  for (int c = 0; c < total; c++) {
    qsort(times[c], (size_t)rounds, sizeof(double), ascending);
    printf("%.1f\n", times[c][rounds / 2]);
  }
  return 0;
}
