/* The message store. */
#include "practool.h"

u8 whole[PAGE_BITS];
u8 listed[PAGE_BITS];
u8 marked[PAGE_BITS];

/* A page of a message that is followed from page to page. */
static u8 page[PAGE_BYTES];

#define ID(bytes) get32((bytes) + PAYLOAD)
#define PART(bytes) get16((bytes) + PAYLOAD + 4)
#define PARTS(bytes) get16((bytes) + PAYLOAD + 6)
#define NEXT(bytes) get32((bytes) + PAYLOAD + 8)

static int is_message(u8 type) {
  return type == 'M' || type == 'F';
}

/* Reads the whole store. Users and index have to be tallied before, for the next id. */
void tally_store(struct tally *tally) {
  u16 at;
  u8 type;
  u8 *bytes;

  clear((u8 *)tally, sizeof(struct tally));
  tally->should.pages = (u32)store.pages;
  if (!store.missing) {
    bytes = file_fetch(&store, 0, &type);
    if (!read_header(&store, bytes, type, &tally->says)) tally->torn++;
    for (at = 1; at < store.pages; at++) {
      bytes = file_fetch(&store, at, &type);
      if (!is_message(type)) {
        tally->torn++;
        continue;
      }
      if (ID(bytes) > highest_id) highest_id = ID(bytes);
      if (type == 'F') tally->should.free++;
      else if (PART(bytes) == 0) tally->should.records++;
    }
    if (tally->says.pages > (u32)store.pages) tally->torn += tally->says.pages - (u32)store.pages;
  }
  tally->should.next_id = highest_id + 1;
  if (tally->says.next_id > tally->should.next_id) tally->should.next_id = tally->says.next_id;
}

void pass_store(void (*each)(u16 page, u8 *bytes, u8 type)) {
  u16 at;
  u8 type;
  u8 *bytes;

  for (at = 1; !store.missing && at < store.pages; at++) {
    bytes = file_fetch(&store, at, &type);
    (*each)(at, bytes, is_message(type) ? type : 0);
  }
}

/* Whether all pages of a message are there. */
static int is_whole(u16 first, u32 id, u16 parts) {
  u16 part;
  u32 next = (u32)first;

  for (part = 0; part < parts; part++) {
    if (next == 0 || next >= (u32)store.pages) return 0;
    if (!file_read(&store, (u16)next, page) || !is_message(page_type(page, (u16)next))) return 0;
    if (ID(page) != id || PART(page) != part || PARTS(page) != parts) return 0;
    next = NEXT(page);
  }
  return next == 0;
}

static void note_whole(u16 at, u8 *bytes, u8 type) {
  u16 parts = PARTS(bytes);

  if (type == 0 || PART(bytes) != 0 || ID(bytes) == 0 || parts < 1 || parts > MAX_PARTS) return;
  if (is_whole(at, ID(bytes), parts)) set_bit(whole, at);
}

/* Finds the messages that are there completely. Free pages count as long as they are not used again. */
void find_whole() {
  pass_store(note_whole);
}

/* Whether an index entry leads to a message that is there completely. */
int leads(const u8 *entry) {
  u32 first = get32(entry + 4);

  if (first >= (u32)store.pages || !bit(whole, (u16)first)) return 0;
  file_read(&store, (u16)first, page);
  return ID(page) == get32(entry) && (u32)PARTS(page) == get32(entry + 8);
}

/* Whether a page of a message that is there completely is free. */
int chain_has_free(u16 first) {
  u16 at = first;

  while (at != 0) {
    file_read(&store, at, page);
    if (page[4] == 'F') return 1;
    at = (u16)NEXT(page);
  }
  return 0;
}

/* Takes the pages of a message that is there completely out of the free ones. */
void chain_in_use(u16 first) {
  u16 at = first;

  while (at != 0) {
    file_read(&store, at, page);
    if (page[4] == 'F') {
      seal(page, 'M', at, get16(page + 6));
      file_write(&store, at, page);
    }
    at = (u16)NEXT(page);
  }
}

u32 id_at(u16 at) {
  file_read(&store, at, page);
  return ID(page);
}

/* Fills an index entry for the message that begins on a page. */
void entry_of(u16 first, u8 *record) {
  file_read(&store, first, page);
  put32(record, ID(page));
  put32(record + 4, (u32)first);
  put32(record + 8, (u32)PARTS(page));
}
