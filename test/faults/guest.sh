#!/bin/bash
# The only process of a User-Mode Linux guest, whose root is the host's own, closed to writing. Makes backups onto a disk
# of its own until somebody cuts its power. What stands on its console is read by the host.
#
# settings.sh, beside this script, says: NODE and CLI, the programs; NAME of the computer; DISK, the folder on which the
# disk is mounted, as it will be on the host; POST_OFFICE, which is copied onto the disk so that it can be changed; LYING,
# 1 if the disk is to lose what it is given once the first bag is sealed.
. "${0%/*}/settings.sh"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run LC_ALL=C
export DM_DISABLE_UDEV=1 UV_USE_IO_URING=0 POSTBAG_HOME="$DISK/home"

mount -t proc proc /proc
mount -t sysfs sys /sys
mountpoint --quiet /dev || mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /run

disk=/dev/ubda
if [ "$LYING" = 1 ]; then
  modules=/usr/lib/uml/modules/$(uname -r)/kernel/drivers/md
  insmod "$modules/dm-mod.ko"
  insmod "$modules/dm-flakey.ko"
  sectors=$(cat /sys/block/ubda/size)
  dmsetup create disk --table "0 $sectors linear /dev/ubda 0"
  disk=/dev/mapper/disk
fi

# From now on every write is answered as done, and dropped.
lie() {
  sync
  dmsetup suspend --nolockfs disk
  dmsetup load disk --table "0 $sectors flakey /dev/ubda 0 0 3600 1 drop_writes"
  dmsetup resume disk
}

hostname "$NAME"
mount -t ext4 "$disk" "$DISK"
mkdir "$DISK/home" "$DISK/vault"
cp -r "$POST_OFFICE" "$DISK/office"
office="$DISK/office"
sync
echo 'guest: ready'

for ((round = 1; ; round++)); do
  # Written and not synced: a power cut within seconds loses it.
  head -c 5000 /dev/urandom > "$DISK/unsynced-$round"
  echo "guest: unsynced $round"
  "$NODE" "$CLI" backup "$office" --to "$DISK/vault" --json
  echo "guest: round $round ended"
  if [ "$LYING" = 1 ] && [ "$round" = 1 ]; then
    lie
    echo 'guest: lies'
  fi
  for user in 1 2 3; do head -c 9000 /dev/urandom >> "$office/USR0000$user"; done
done
