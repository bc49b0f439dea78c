/* What headers say, and how they should be. */
#include "practool.h"

static u8 page[PAGE_BYTES];

/* Reads the header out of page 0; 0 when it is torn or of another kind of file. */
int read_header(struct file *file, const u8 *from, u8 type, struct header *header) {
  clear((u8 *)header, sizeof(struct header));
  if (type != 'H' || !same((const char *)from + PAYLOAD, file->kind, 4)) return 0;
  header->good = 1;
  header->pages = get32(from + PAYLOAD + 4);
  header->records = get32(from + PAYLOAD + 8);
  header->users = get32(from + PAYLOAD + 12);
  header->free = get32(from + PAYLOAD + 16);
  header->next_id = get32(from + PAYLOAD + 20);
  header->user = get32(from + PAYLOAD + 24);
  return 1;
}

static const char *records_of(struct file *file) {
  if (file->kind[0] == 'U') return "pointers";
  if (file->kind[0] == 'S') return "messages";
  return file->kind[0] == 'D' ? "users" : "entries";
}

static u16 fault(struct file *file, const char *what, u32 says, u32 should, int tell) {
  if (says == should) return 0;
  if (!tell) return 1;
  put("ERROR: ");
  put(file->name);
  put(": header says ");
  put(what);
  put(" ");
  put_number(says);
  put(", should be ");
  put_number(should);
  end_line();
  found = 1;
  return 1;
}

/* How many numbers in a header are not as they should be; with `tell` they are told. */
u16 faults(struct file *file, struct header *says, struct header *should, int tell) {
  char kind = file->kind[0];
  u16 wrong = 0;

  if (kind == 'U') wrong += fault(file, "user", says->user, should->user, tell);
  wrong += fault(file, "pages", says->pages, should->pages, tell);
  wrong += fault(file, records_of(file), says->records, should->records, tell);
  if (kind == 'B') wrong += fault(file, "users", says->users, should->users, tell);
  if (kind != 'S') return wrong;
  wrong += fault(file, "free pages", says->free, should->free, tell);
  wrong += fault(file, "next id", says->next_id, should->next_id, tell);
  return wrong;
}

/* Whether a header is there with a wrong number in it. */
int is_wrong(struct file *file, struct tally *tally) {
  return tally->says.good && faults(file, &tally->says, &tally->should, 0) > 0;
}

static void number(const char *what, u32 value) {
  put(what);
  put(" ");
  put_number(value);
}

/* Tells how much there is in a file. */
void say_numbers(const char *mark, struct file *file, struct header *should) {
  put(mark);
  put(": ");
  put(file->name);
  put(": ");
  number("pages", should->pages);
  put(", ");
  number(records_of(file), should->records);
  if (file->kind[0] == 'B') {
    put(", ");
    number("users", should->users);
  }
  if (file->kind[0] == 'S') {
    put(", ");
    number("free pages", should->free);
  }
  end_line();
}

/* Writes a header that is torn or has a wrong number in it. */
void make_right(struct file *file, struct header *says, struct header *should) {
  u16 at;

  if (says->good && faults(file, says, should, 0) == 0) return;
  clear(page, PAGE_BYTES);
  for (at = 0; at < 4; at++) page[PAYLOAD + at] = (u8)file->kind[at];
  put32(page + PAYLOAD + 4, should->pages);
  put32(page + PAYLOAD + 8, should->records);
  put32(page + PAYLOAD + 12, should->users);
  put32(page + PAYLOAD + 16, should->free);
  put32(page + PAYLOAD + 20, should->next_id);
  put32(page + PAYLOAD + 24, should->user);
  seal(page, 'H', 0, 28);
  file_write(file, 0, page);
}
