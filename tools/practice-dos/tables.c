/* Files of slots: user files, message index, directory of users. */
#include "practool.h"

/* The table page that records are put into. */
static u8 page[PAGE_BYTES];
static struct file *add_file;
static u8 add_type;
static u16 add_page;
static u16 add_slot;
static u8 add_usable;
static u8 add_changed;

/* Bytes of a record in a table page of a type; 0 when that type has no place in a file of this kind. */
static u16 record_bytes(struct file *file, u8 type) {
  char kind = file->kind[0];

  if (type == 'P' && kind == 'U') return POINTER_BYTES;
  if (type == 'I' && (kind == 'B' || kind == 'I')) return INDEX_BYTES;
  if (type == 'D' && (kind == 'B' || kind == 'D')) return DIRECTORY_BYTES;
  return 0;
}

static void tally_page(u8 *bytes, u8 type, u16 size, struct header *should) {
  u16 at;
  u32 id;

  for (at = 0; at < PAYLOAD_BYTES; at += size) {
    id = get32(bytes + PAYLOAD + at);
    if (id == 0) continue;
    if (type == 'D') {
      should->users++;
      continue;
    }
    should->records++;
    if (id > highest_id) highest_id = id;
  }
}

/* Reads a whole file. `user` is whose it is, 0 for others. */
void tally_table(struct file *file, u16 user, struct tally *tally) {
  u16 at;
  u16 size;
  u8 type;
  u8 *bytes;

  clear((u8 *)tally, sizeof(struct tally));
  tally->should.user = (u32)user;
  tally->should.pages = (u32)file->pages;
  if (file->missing) return;
  bytes = file_fetch(file, 0, &type);
  if (!read_header(file, bytes, type, &tally->says)) tally->torn++;
  for (at = 1; at < file->pages; at++) {
    bytes = file_fetch(file, at, &type);
    size = record_bytes(file, type);
    if (size == 0) tally->torn++;
    else tally_page(bytes, type, size, &tally->should);
  }
  if (tally->says.pages > (u32)file->pages) tally->torn += tally->says.pages - (u32)file->pages;
  if (file->kind[0] == 'D') tally->should.records = tally->should.users;
}

/* Reads all user files, and a directory that is a file of its own, for the highest id and write number. */
void survey() {
  struct tally tally;
  u16 user;

  for (user = 0; user <= MOST_USER; user++) {
    if (!has_mailbox(user)) continue;
    mailbox_open(user);
    tally_table(&mailbox, user, &tally);
    file_close(&mailbox);
  }
  if (directory == &names) tally_table(&names, 0, &tally);
}

/* Goes through the pages of a type and calls back for every slot in use; pages with changed slots are written. */
static void pass_table(struct file *file, u8 type, u16 user, int (*each)(u16 user, u8 *record)) {
  u16 at;
  u16 slot;
  u16 size = record_bytes(file, type);
  u8 own;
  u8 *bytes;
  int changed;

  for (at = 1; !file->missing && at < file->pages; at++) {
    bytes = file_fetch(file, at, &own);
    if (own != type) continue;
    changed = 0;
    for (slot = PAYLOAD; slot < CHECKSUM; slot += size) {
      if (get32(bytes + slot) == 0) continue;
      changed |= (*each)(user, bytes + slot);
    }
    if (!changed) continue;
    seal(bytes, type, at, PAYLOAD_BYTES);
    file_write(file, at, bytes);
  }
}

void pass_users(int (*each)(u16 user, u8 *record)) {
  u16 user;

  for (user = 0; user <= MOST_USER; user++) {
    if (!has_mailbox(user)) continue;
    mailbox_open(user);
    pass_table(&mailbox, 'P', user, each);
    file_close(&mailbox);
  }
}

void pass_entries(int (*each)(u16 user, u8 *record)) {
  pass_table(&entries, 'I', 0, each);
}

/* Makes every torn page of a file an empty one. */
void empty_torn(struct file *file) {
  u16 at;
  u8 type;
  u8 *bytes;

  for (at = 1; at < file->pages; at++) {
    bytes = file_fetch(file, at, &type);
    if (record_bytes(file, type) != 0) continue;
    clear(bytes, PAGE_BYTES);
    type = file->kind[0] == 'U' ? 'P' : file->kind[0] == 'D' ? 'D' : 'I';
    seal(bytes, type, at, PAYLOAD_BYTES);
    file_write(file, at, bytes);
  }
}

/* Records are put into the lowest free slots of a file, and into new pages at its end. Ended by `add_end`. */
void add_start(struct file *file, u8 type) {
  add_file = file;
  add_type = type;
  add_page = 0;
  add_usable = 0;
  add_changed = 0;
}

/* A free record to be filled. */
u8 *add_record() {
  u16 size = record_bytes(add_file, add_type);
  u8 *record;

  for (;;) {
    while (add_usable && add_slot < CHECKSUM) {
      record = page + add_slot;
      add_slot += size;
      if (get32(record) != 0) continue;
      add_changed = 1;
      return record;
    }
    add_end();
    add_page++;
    add_slot = PAYLOAD;
    add_usable = 1;
    if (add_page == add_file->pages) clear(page, PAGE_BYTES);
    else add_usable = file_read(add_file, add_page, page) && page_type(page, add_page) == add_type;
  }
}

void add_end() {
  if (!add_changed) return;
  seal(page, add_type, add_page, PAYLOAD_BYTES);
  file_write(add_file, add_page, page);
  add_changed = 0;
}

static u8 *named_bits;

static int note_name(u16 none, u8 *record) {
  u32 user = get32(record);

  (void)none;
  if (user <= (u32)MOST_USER) set_bit(named_bits, (u16)user);
  return 0;
}

/* Sets the bit of every user whose name is in the directory. */
void find_named(u8 *named) {
  named_bits = named;
  pass_table(directory, 'D', 0, note_name);
}
