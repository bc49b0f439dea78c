/*
 * Makes one system call fail, or lie, for files whose path contains FAULT_PATH. To be preloaded (LD_PRELOAD).
 *
 *   FAULT_CALL   read, write, fsync: fails with FAULT_ERRNO once FAULT_AFTER bytes have passed;
 *                flip: what is read has one bit changed
 *   FAULT_LOG    a line is added to this file whenever the fault has been done
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long passed;

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

static int meant(const char *call, int fd) {
  char link[64], path[4096];
  if (strcmp(setting("FAULT_CALL"), call) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, setting("FAULT_PATH")) != NULL;
}

static void done(void) {
  FILE *log = fopen(setting("FAULT_LOG"), "a");
  if (!log) return;
  fprintf(log, "%s\n", setting("FAULT_CALL"));
  fclose(log);
}

static int fails(const char *call, int fd, size_t bytes) {
  if (!meant(call, fd)) return 0;
  if (passed < atol(setting("FAULT_AFTER"))) {
    passed += (long)bytes;
    return 0;
  }
  done();
  errno = atoi(setting("FAULT_ERRNO"));
  return 1;
}

static ssize_t flipped(int fd, char *buffer, ssize_t got) {
  if (got > 0 && meant("flip", fd)) {
    buffer[got / 2] ^= 1;
    done();
  }
  return got;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t read(int fd, void *buffer, size_t bytes) {
  if (fails("read", fd, bytes)) return -1;
  return flipped(fd, buffer, REAL(read)(fd, buffer, bytes));
}

ssize_t pread64(int fd, void *buffer, size_t bytes, off64_t at) {
  if (fails("read", fd, bytes)) return -1;
  return flipped(fd, buffer, REAL(pread64)(fd, buffer, bytes, at));
}

ssize_t write(int fd, const void *buffer, size_t bytes) {
  return fails("write", fd, bytes) ? -1 : REAL(write)(fd, buffer, bytes);
}

int fsync(int fd) {
  return fails("fsync", fd, 1) ? -1 : REAL(fsync)(fd);
}
