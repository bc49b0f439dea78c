/*
 * Makes system calls fail, or lie, for files whose path contains FAULT_PATH. To be preloaded (LD_PRELOAD).
 *
 *   FAULT_CALL    read, write, fsync: fails with FAULT_ERRNO once FAULT_AFTER bytes have passed;
 *                 flip: what is read has one bit changed;
 *                 lock: a read that touches the bytes from FAULT_FROM up to FAULT_TO is refused with FAULT_ERRNO, for
 *                 the first FAULT_TIMES tries, or for ever when that is 0
 *   FAULT_LOG     a line is added to this file whenever the fault has been done
 *
 * Calls that hand bytes from one file to another inside the system count as reading the one and writing the other.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/** Where the file itself stands, for calls that do not say from where they read. */
#define HERE ((off64_t)-1)

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long passed;
static long refused;

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

/** One call of its own, so that lines of several threads do not mix; it must not meet the fault itself. */
static int done(void) {
  char line[32];
  int length = snprintf(line, sizeof line, "%s\n", setting("FAULT_CALL"));
  int log = open(setting("FAULT_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (log >= 0) {
    if (REAL(write)(log, line, (size_t)length) != length) abort();
    close(log);
  }
  errno = atoi(setting("FAULT_ERRNO"));
  return 1;
}

static int fails(const char *call, int fd, size_t bytes) {
  if (!meant(call, fd)) return 0;
  long before = __atomic_fetch_add(&passed, (long)bytes, __ATOMIC_SEQ_CST);
  return before < atol(setting("FAULT_AFTER")) ? 0 : done();
}

static int locked(int fd, size_t bytes, off64_t at) {
  if (!meant("lock", fd)) return 0;
  off64_t from = at == HERE ? lseek64(fd, 0, SEEK_CUR) : at;
  if (from >= atoll(setting("FAULT_TO")) || from + (off64_t)bytes <= atoll(setting("FAULT_FROM"))) return 0;
  long times = atol(setting("FAULT_TIMES"));
  if (times > 0 && __atomic_fetch_add(&refused, 1, __ATOMIC_SEQ_CST) >= times) return 0;
  return done();
}

static int reading_fails(int fd, size_t bytes, off64_t at) {
  return fails("read", fd, bytes) || locked(fd, bytes, at);
}

static ssize_t flipped(int fd, char *buffer, ssize_t got) {
  if (got > 0 && meant("flip", fd)) {
    buffer[got / 2] ^= 1;
    done();
  }
  return got;
}

static size_t total(const struct iovec *parts, int count) {
  size_t bytes = 0;
  for (int i = 0; i < count; i++) bytes += parts[i].iov_len;
  return bytes;
}

static ssize_t flipped_first(int fd, const struct iovec *parts, ssize_t got) {
  size_t first = parts[0].iov_len;
  if (got > 0) flipped(fd, parts[0].iov_base, (size_t)got < first ? got : (ssize_t)first);
  return got;
}

ssize_t read(int fd, void *buffer, size_t bytes) {
  if (reading_fails(fd, bytes, HERE)) return -1;
  return flipped(fd, buffer, REAL(read)(fd, buffer, bytes));
}

ssize_t pread64(int fd, void *buffer, size_t bytes, off64_t at) {
  if (reading_fails(fd, bytes, at)) return -1;
  return flipped(fd, buffer, REAL(pread64)(fd, buffer, bytes, at));
}

ssize_t readv(int fd, const struct iovec *parts, int count) {
  if (reading_fails(fd, total(parts, count), HERE)) return -1;
  return flipped_first(fd, parts, REAL(readv)(fd, parts, count));
}

ssize_t preadv64(int fd, const struct iovec *parts, int count, off64_t at) {
  if (reading_fails(fd, total(parts, count), at)) return -1;
  return flipped_first(fd, parts, REAL(preadv64)(fd, parts, count, at));
}

ssize_t write(int fd, const void *buffer, size_t bytes) {
  return fails("write", fd, bytes) ? -1 : REAL(write)(fd, buffer, bytes);
}

ssize_t pwrite64(int fd, const void *buffer, size_t bytes, off64_t at) {
  return fails("write", fd, bytes) ? -1 : REAL(pwrite64)(fd, buffer, bytes, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return fails("write", fd, total(parts, count)) ? -1 : REAL(writev)(fd, parts, count);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  return fails("write", fd, total(parts, count)) ? -1 : REAL(pwritev64)(fd, parts, count, at);
}

int fsync(int fd) {
  return fails("fsync", fd, 1) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
  return fails("fsync", fd, 1) ? -1 : REAL(fdatasync)(fd);
}

static int passing_fails(int to, int from, size_t bytes, off64_t at) {
  return reading_fails(from, bytes, at) || fails("write", to, bytes);
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t bytes) {
  if (passing_fails(to, from, bytes, at ? *at : HERE)) return -1;
  return REAL(sendfile64)(to, from, at, bytes);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *into, size_t bytes, unsigned flags) {
  if (passing_fails(to, from, bytes, at ? *at : HERE)) return -1;
  return REAL(copy_file_range)(from, at, to, into, bytes, flags);
}

/* Names of the same calls for programs that are built with 32-bit offsets, which on 64-bit systems are as wide. */
#ifdef __LP64__
ssize_t pread(int, void *, size_t, off_t) __attribute__((alias("pread64")));
ssize_t pwrite(int, const void *, size_t, off_t) __attribute__((alias("pwrite64")));
ssize_t preadv(int, const struct iovec *, int, off_t) __attribute__((alias("preadv64")));
ssize_t pwritev(int, const struct iovec *, int, off_t) __attribute__((alias("pwritev64")));
ssize_t sendfile(int, int, off_t *, size_t) __attribute__((alias("sendfile64")));
#endif

/** Node's libuv asks for copy_file_range by its number. All calls take at most six words. */
long syscall(long number, ...) {
  long word[6];
  va_list words;
  va_start(words, number);
  for (int i = 0; i < 6; i++) word[i] = va_arg(words, long);
  va_end(words);
  if (number == SYS_copy_file_range) {
    off64_t *at = (off64_t *)word[1];
    if (passing_fails((int)word[2], (int)word[0], (size_t)word[4], at ? *at : HERE)) return -1;
  }
  return REAL(syscall)(number, word[0], word[1], word[2], word[3], word[4], word[5]);
}
