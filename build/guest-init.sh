#!/bin/bash
# The first process of a User-Mode Linux guest: runs one command, says with which code it ended, and halts.
#
# settings.sh, beside this script, says: ROOT, the project; CACHE, its one folder that is written to for good; EXIT, the
# file for the exit code; and has `run`, the command.
. "${0%/*}/settings.sh"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C UV_USE_IO_URING=0

mount -t proc proc /proc
mount -t sysfs sys /sys
mountpoint --quiet /dev || mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /run

modules=/usr/lib/uml/modules/$(uname -r)
mkdir -p /run/modules/lib
ln -s /usr/lib/uml/modules /run/modules/lib/modules
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/modules "$@"\n' > /run/modprobe
chmod +x /run/modprobe
echo /run/modprobe > /proc/sys/kernel/modprobe
for module in overlay loop dm-mod dm-snapshot dm-thin-pool dm-mirror dm-raid md-mod raid1 xfs btrfs; do
  /run/modprobe "$module" || echo "guest: no module $module"
done

# The host's own root, closed to writing, with a layer over it that is gone with the guest.
mkdir -p /run/over/upper /run/over/work /run/over/root
mount -t overlay overlay -o lowerdir=/,upperdir=/run/over/upper,workdir=/run/over/work /run/over/root
new=/run/over/root
for folder in proc sys dev; do mount --rbind "/$folder" "$new/$folder"; done
mount -t tmpfs tmpfs "$new/run"
# Not over /tmp, where the project itself may lie.
mkdir -p "$new/run/tmp"
export TMPDIR=/run/tmp
mkdir -p "$new$CACHE"
mount -t hostfs none "$new$CACHE" -o "$CACHE"

# No udev runs here: LVM and device-mapper must make their own device nodes.
export DM_DISABLE_UDEV=1 LVM_SUPPRESS_FD_WARNINGS=1 LVM_SYSTEM_DIR=/run/lvm-system
mkdir -p "$new$LVM_SYSTEM_DIR" "$new/run/lvm" "$new/run/lock" "$new/run/mdadm"
sed 's/# *udev_sync = 1/udev_sync = 0/; s/# *udev_rules = 1/udev_rules = 0/; s/# *obtain_device_list_from_udev = 1/obtain_device_list_from_udev = 0/' \
  /etc/lvm/lvm.conf > "$new$LVM_SYSTEM_DIR/lvm.conf"

export -f run
chroot "$new" /bin/bash -c 'cd "$ROOT" && run'
code=$?
mount -t tmpfs tmpfs /media && mount -t hostfs none /media -o "$CACHE" && echo "$code" > "/media/${EXIT##*/}"
sync
halt -f
