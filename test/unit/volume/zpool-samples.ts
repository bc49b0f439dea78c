/**
 * What `zpool status -P` of OpenZFS 2.x prints. There is no OpenZFS here: put together by the source of OpenZFS
 * (print_status_config(), print_class_vdevs(), print_scan_scrub_resilver_status(), print_rebuild_status_impl() and
 * print_checkpoint_status() of cmd/zpool/zpool_main.c, commit be7657e of 2026-08-21) and zpool-status(8), in the shape that
 * people show in its issues (github.com/openzfs/zfs, #3267, #7537, #16979). What zfs-fuse prints was recorded.
 */
const tabs = (text: string): string => text.replaceAll('→', '\t');

/** Two mirrors, mirrored special devices, and what is not split: in step. */
export const whole = tabs(`  pool: tank
 state: ONLINE
status: Some supported and requested features are not enabled on the pool.
→The pool can still be used, but some features are unavailable.
action: Enable all features using 'zpool upgrade'. Once this is done,
→the pool may no longer be accessible by software that does not support
→the features. See zpool-features(7) for details.
  scan: scrub repaired 0B in 00:03:26 with 0 errors on Sun Nov  8 00:27:27 2026
  scan: resilvered 1.36G in 00:00:12 with 0 errors on Sat Nov  7 16:16:15 2026
config:

→NAME                                   STATE     READ WRITE CKSUM
→tank                                   ONLINE       0     0     0
→  mirror-0                             ONLINE       0     0     0
→    /dev/disk/by-id/ata-A_1-part1      ONLINE       0     0     0
→    /dev/disk/by-id/ata-A_2-part1      ONLINE       0     0 1.50K  block size: 512B configured, 4096B native
→  mirror-1                             ONLINE       0     0     0
→    /dev/disk/by-id/ata-B_1-part1      ONLINE       0     0     0
→    /dev/disk/by-id/ata-B_2-part1      ONLINE       0     0     0
→special→
→  mirror-3                             ONLINE       0     0     0
→    /dev/nvme0n1p1                     ONLINE       0     0     0
→    /dev/nvme1n1p1                     ONLINE       0     0     0
→logs→
→  /dev/nvme2n1p1                       ONLINE       0     0     0
→cache
→  /dev/nvme2n1p2                       ONLINE       0     0     0
→spares
→  /dev/disk/by-id/ata-C_1-part1        AVAIL   

errors: No known data errors
`);

/** Both mirrors were attached to again: one comes into step, the other one waits. */
export const resilvering = tabs(`  pool: tank
 state: ONLINE
status: One or more devices is currently being resilvered.  The pool will
→continue to function, possibly in a degraded state.
action: Wait for the resilver to complete.
  scan: resilver in progress since Sat Nov  7 16:16:15 2026
→3.65T / 3.65T scanned, 557G / 3.65T issued at 51.2M/s
→133G resilvered, 14.91% done, 17:41:27 to go
config:

→NAME                               STATE     READ WRITE CKSUM
→tank                               ONLINE       0     0     0
→  mirror-0                         ONLINE       0     0     0
→    /dev/disk/by-id/ata-A_1-part1  ONLINE       0     0     0
→    /dev/disk/by-id/ata-A_2-part1  ONLINE       0     0     0  (resilvering)
→  mirror-1                         ONLINE       0     0     0
→    /dev/disk/by-id/ata-B_1-part1  ONLINE       0     0     0
→    /dev/disk/by-id/ata-B_2-part1  ONLINE       0     0     0  (awaiting resilver)

errors: No known data errors
`);

/** A disk is being replaced, and another one has failed. */
export const degraded = tabs(`  pool: tank
 state: DEGRADED
  scan: resilver in progress since Sat May 12 19:45:12 2018
→6.18T scanned at 644M/s, 4.26T issued at 444M/s, 6.42T total
→123G resilvered, 66.46% done, 0 days 01:24:38 to go
config:

→NAME                         STATE     READ WRITE CKSUM
→tank                         DEGRADED     0     0     0
→  mirror-0                   DEGRADED     0     0     0
→    replacing-0              DEGRADED     0     0     0
→      /dev/sda1              OFFLINE      0     0     0
→      /dev/sdh1              ONLINE       0     0     0  (resilvering)
→    /dev/sdb1                DEGRADED     0     0    12  too many errors
→  mirror-1                   DEGRADED     0     0     0
→    /dev/sdc1                ONLINE       0     0     0
→    6882813384505467204      UNAVAIL      0     0     0  was /dev/sdd1

errors: 3 data errors, use '-v' for a list
`);

/** One disk of it was split off, a checkpoint is kept, and a part is being taken out. */
export const others = tabs(`  pool: tank
 state: ONLINE
  scan: scrub paused since Sat Nov  7 16:16:15 2026
→scrub started on Sat Nov  7 15:16:15 2026
→93.7G / 93.7G scanned, 8.63G / 93.7G issued
→0B repaired, 9.21% done
remove: Evacuation of mirror-1 in progress since Sat Nov  7 16:16:15 2026
→1.00G copied out of 2.00G at 100M/s, 50.00% done, 0h0m to go
checkpoint: created Sat Nov  7 16:00:00 2026, consumes 1.20M
config:

→NAME         STATE     READ WRITE CKSUM
→tank         ONLINE       0     0     0
→  /dev/sda1  ONLINE       0     0     0
→  raidz1-1   ONLINE       0     0     0
→    /disk 1  ONLINE       0     0     0
→    /disk 2  ONLINE       0     0     0

errors: No known data errors
`);

/** Recorded from zfs-fuse 0.7.0: a resilver that runs, and a split that was cut short. */
export const fuse = tabs(`  pool: p
 state: DEGRADED
status: One or more devices is currently being resilvered.  The pool will
→continue to function, possibly in a degraded state.
action: Wait for the resilver to complete.
 scrub: resilver in progress for 0h0m, 40.05% done, 0h0m to go
config:

→NAME                     STATE     READ WRITE CKSUM
→p                        DEGRADED     0     0     0
→  mirror-0               DEGRADED     0     0     0
→    /tmp/zx/loop/d1.img  ONLINE       0     0     0
→    /tmp/zx/loop/d2.img  SPLIT        0     0     0  split into new pool
→  mirror-1               ONLINE       0     0     0
→    /tmp/zx/loop/d3.img  ONLINE       0     0     0
→    /tmp/zx/loop/d4.img  ONLINE       0     0     0  2.95M resilvered

errors: No known data errors
`);
