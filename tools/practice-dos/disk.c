/* Files, read and written a page at a time. */
#include "practool.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FOLDER 80
#define FETCH_PAGES 8

u8 read_only = 1;
static char path[MOST_FOLDER + 16];
static u16 folder_length = 0;

/* Pages that were read ahead, of one file at a time. */
static u8 ahead[FETCH_PAGES * PAGE_BYTES];
static struct file *ahead_of = 0;
static u16 ahead_first;
static u16 ahead_bytes;

void set_folder(const char *folder) {
  char last;

  folder_length = (u16)strlen(folder);
  if (folder_length == 0 || folder_length > MOST_FOLDER) fail("folder name too long or empty", (char *)0);
  strcpy(path, folder);
  last = path[folder_length - 1];
#ifdef __MSDOS__
  if (last != '\\' && last != '/' && last != ':') path[folder_length++] = '\\';
#else
  if (last != '/') path[folder_length++] = '/';
#endif
}

static char *path_of(const char *name) {
  strcpy(path + folder_length, name);
  return path;
}

static u32 size_of(struct file *file) {
  long size = (long)lseek(file->fd, (off_t)0, 2);

  if (size < 0) fail("cannot read", file->name);
  return (u32)size;
}

void file_init(struct file *file, const char *name, u16 limit) {
  strcpy(file->name, name);
  file->fd = -1;
  file->missing = 1;
  file->pages = 1;
  file->limit = limit;
}

/* Opens a file, or finds that it is missing. */
void file_open(struct file *file) {
  u32 pages;

  if (ahead_of == file) ahead_of = 0;
  file->fd = open(path_of(file->name), read_only ? O_RDONLY : O_RDWR);
  file->missing = file->fd < 0;
  file->pages = 1;
  if (file->fd < 0) {
    if (errno != ENOENT) fail("cannot open", file->name);
    return;
  }
  pages = (size_of(file) + (u32)(PAGE_BYTES - 1)) / (u32)PAGE_BYTES;
  if (pages > (u32)file->limit) fail("TOO LARGE for this program:", file->name);
  if (pages > 0) file->pages = (u16)pages;
}

void file_close(struct file *file) {
  if (file->fd >= 0 && close(file->fd) != 0) fail("cannot write", file->name);
  file->fd = -1;
  if (ahead_of == file) ahead_of = 0;
}

/* Makes a file that was missing, and opens it. */
void file_create(struct file *file) {
  int fd = creat(path_of(file->name), 0666);

  if (fd < 0 || close(fd) != 0) fail("cannot write", file->name);
  file_open(file);
  if (file->missing) fail("cannot open", file->name);
}

static void go_to(struct file *file, u16 page) {
  if (lseek(file->fd, (off_t)((u32)page * (u32)PAGE_BYTES), 0) < 0) fail("cannot read", file->name);
}

/* Reads as much as there is from a page on, and returns how many bytes. */
static u16 read_from(struct file *file, u16 page, u8 *into, u16 bytes) {
  u16 done = 0;
  int now;

  go_to(file, page);
  while (done < bytes) {
    now = read(file->fd, (char *)(into + done), bytes - done);
    if (now < 0) fail("cannot read", file->name);
    if (now == 0) break;
    done += (u16)now;
  }
  return done;
}

/* Reads one page and leaves alone what was read ahead; 0 when it is not there or cut. */
int file_read(struct file *file, u16 page, u8 *into) {
  return read_from(file, page, into, PAGE_BYTES) == PAGE_BYTES;
}

/*
 * A page, read together with those behind it. `type` is 0 when it is torn. What is returned may be changed, and is there
 * until the next page of any file is fetched.
 */
u8 *file_fetch(struct file *file, u16 page, u8 *type) {
  u8 *bytes;

  if (ahead_of != file || page < ahead_first || page - ahead_first >= FETCH_PAGES) {
    ahead_bytes = read_from(file, page, ahead, FETCH_PAGES * PAGE_BYTES);
    ahead_of = file;
    ahead_first = page;
  }
  bytes = ahead + (page - ahead_first) * PAGE_BYTES;
  if ((page - ahead_first + 1) * PAGE_BYTES > ahead_bytes) *type = 0;
  else *type = page_type(bytes, page);
  return bytes;
}

void file_write(struct file *file, u16 page, u8 *bytes) {
  u16 at;

  go_to(file, page);
  if (write(file->fd, (char *)bytes, PAGE_BYTES) != PAGE_BYTES) fail("cannot write", file->name);
  if (page >= file->pages) {
    if (page >= file->limit) fail("TOO LARGE for this program:", file->name);
    file->pages = page + 1;
  }
  /* What was read ahead is not as old as what was written. */
  if (ahead_of != file || page < ahead_first || page - ahead_first >= FETCH_PAGES) return;
  at = (page - ahead_first) * PAGE_BYTES;
  if (bytes != ahead + at) memcpy((char *)(ahead + at), (char *)bytes, PAGE_BYTES);
  if (at + PAGE_BYTES > ahead_bytes) ahead_bytes = at + PAGE_BYTES;
}

/* Cuts a file off behind its first pages. */
void file_cut(struct file *file, u16 pages) {
  int done;

  ahead_of = 0;
  go_to(file, pages);
#ifdef __MSDOS__
  /* To write nothing cuts a file off where one is. */
  done = write(file->fd, path, 0);
#else
  done = ftruncate(file->fd, (off_t)pages * PAGE_BYTES);
#endif
  if (done != 0 || size_of(file) > (u32)pages * (u32)PAGE_BYTES) fail("cannot write", file->name);
  file->pages = pages;
}

/* Reads a short text file and returns its length; 0 when it is not there. */
u16 file_text(const char *name, char *into, u16 most) {
  int fd = open(path_of(name), O_RDONLY);
  int bytes;

  if (fd < 0) return 0;
  bytes = read(fd, into, most);
  close(fd);
  return bytes < 0 ? 0 : (u16)bytes;
}
