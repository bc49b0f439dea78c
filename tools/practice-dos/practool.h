/*
 * PRACTOOL: the practice tools of Postbag as one DOS program. They check and repair practice post offices, Postbag's own
 * small stand-ins, and nothing else. The layout of the files is described in electron/practice/layout.ts; what each tool
 * does, and every line it says, is the same as in electron/practice/repair, and test/integration/practice holds the
 * two against each other.
 *
 * The language is what bcc understands once its prototypes are taken away (bcc -ansi): no argument is converted for the
 * callee, so a u32 is always passed as a u32. The same source compiles with gcc, for tests.
 *
 * Memory: all data has to fit into one segment of 64 KB, so what is known of pages and of messages is kept as bits. Bits
 * of pages are there for the whole store; bits of message ids for one window of 65,536 ids, and where ids go further the
 * files are read once more for each window in which there are any.
 */

#ifdef __BCC__
#define const
typedef unsigned long u32;
#else
typedef unsigned int u32;
#endif
typedef unsigned short u16;
typedef unsigned char u8;

#define PAGE_BYTES 512
#define PAYLOAD 28
#define PAYLOAD_BYTES 480
#define CHECKSUM 508
#define MAX_PARTS 400

/* Limits of this program. */
#define MOST_PAGES 61440U
#define MOST_USER 2000
/* So that the pointers of a mailbox can be counted in 16 bits. */
#define MOST_MAIL_PAGES 1000U

/* Exit codes. */
#define CLEAN 0
#define FOUND 1
#define FAILED 2

/* Offsets and sizes of records in tables, see layout.ts. */
#define INDEX_BYTES 16
#define DIRECTORY_BYTES 60
#define POINTER_BYTES 8

/* A file of the post office. */
struct file {
  char name[13];
  char kind[5];      /* as its header calls it: STOR, INDX, DIRY, BOTH or USER */
  int fd;            /* -1 when it is not open */
  u8 missing;
  u16 pages;         /* one that is cut included; at least 1 */
  u16 limit;         /* more pages than this are too many */
};

/* What a header says, or how it should be. */
struct header {
  u8 good;           /* 0 when it is torn, of another kind of file, or not there */
  u32 pages;
  u32 records;
  u32 users;
  u32 free;
  u32 next_id;
  u32 user;
};

/* How much there is in a file. `should` is how its header should be. */
struct tally {
  struct header says;
  struct header should;
  u32 torn;          /* pages torn, in the wrong place, or counted by the header and not there */
};

/* Bits by page of the store. */
#define PAGE_BITS (MOST_PAGES / 8)
/* Bits by message id in a window. */
#define ID_BITS 8192

/* out.c: lines for the terminal */
extern u8 found;                    /* whether anything but OK was said */
void put(const char *text);
void put_number(u32 value);
void say(const char *mark, const char *file, const char *text);
void say_number(const char *mark, const char *file, const char *text, u32 value);
void end_line(void);
void fail(const char *text, const char *name);

/* page.c: what is in a page */
extern u32 writes;                  /* the highest write number seen or given */
u16 get16(const u8 *at);
u32 get32(const u8 *at);
void put16(u8 *at, u16 value);
void put32(u8 *at, u32 value);
void crc_start(void);
u8 page_type(const u8 *page, u16 number);
void seal(u8 *page, u8 type, u16 number, u16 length);
void clear(u8 *bytes, u16 count);
int same(const char *one, const char *other, u16 count);
int bit(const u8 *bits, u16 at);
void set_bit(u8 *bits, u16 at);
u32 bits_set(const u8 *bits, u16 bytes);

/* disk.c: files */
extern u8 read_only;
void set_folder(const char *folder);
void file_init(struct file *file, const char *name, u16 limit);
void file_open(struct file *file);
void file_close(struct file *file);
void file_create(struct file *file);
int file_read(struct file *file, u16 page, u8 *into);
u8 *file_fetch(struct file *file, u16 page, u8 *type);
void file_write(struct file *file, u16 page, u8 *bytes);
void file_cut(struct file *file, u16 pages);
u16 file_text(const char *name, char *into, u16 most);

/* office.c: a post office */
extern u8 is_db6;
extern u16 users;                   /* as the marker says */
extern struct file entries;         /* the file with the message index */
extern struct file names;           /* the directory of users, where it is a file of its own */
extern struct file *directory;      /* the file with the directory of users, `entries` or `names` */
extern struct file store;
extern struct file mailbox;         /* of one user, open from mailbox_open to file_close */
extern u32 highest_id;              /* of all message ids that were seen in tallies */
extern u16 by_user[MOST_USER + 1];  /* pointers to nothing */
void office_open(const char *folder, const char *tool);
void office_close(void);
int has_mailbox(u16 user);
void mailbox_open(u16 user);

/* tables.c: files of slots, and headers */
void tally_table(struct file *file, u16 user, struct tally *tally);
void survey(void);
/* What is called back for each record says whether it changed it. */
void pass_users(int (*each)(u16 user, u8 *record));
void pass_entries(int (*each)(u16 user, u8 *record));
void empty_torn(struct file *file);
void add_start(struct file *file, u8 type);
u8 *add_record(void);
void add_end(void);
void find_named(u8 *named);

/* header.c: what headers say and should say */
int read_header(struct file *file, const u8 *page, u8 type, struct header *header);
u16 faults(struct file *file, struct header *says, struct header *should, int tell);
int is_wrong(struct file *file, struct tally *tally);
void say_numbers(const char *mark, struct file *file, struct header *should);
void make_right(struct file *file, struct header *says, struct header *should);

/* store.c: the message store */
extern u8 whole[PAGE_BITS];         /* first pages of the messages that are there completely */
extern u8 listed[PAGE_BITS];        /* first pages of those that an entry leads to */
extern u8 marked[PAGE_BITS];        /* what the tool makes of it */
void tally_store(struct tally *tally);
/* What is called back for each page is given 0 as the type of a torn one. */
void pass_store(void (*each)(u16 page, u8 *bytes, u8 type));
void find_whole(void);
int leads(const u8 *entry);
int chain_has_free(u16 first);
void chain_in_use(u16 first);
u32 id_at(u16 page);
void entry_of(u16 first, u8 *record);

/* ids.c: windows of message ids */
extern u8 ids_a[ID_BITS];
extern u8 ids_b[ID_BITS];
extern u8 ids_c[ID_BITS];
void window_first(void);
int window_next(void);
int window_has(u32 id);
int in_window(u32 id);

/* The tools; each says its lines. */
void analyse(void);
void rebuild_index(void);
void reconcile(void);
void reclaim(void);
