/**
 * Which Debian or Ubuntu package holds what Electron and the tests need.
 */
import { spawnSync } from 'node:child_process';

/** By shared library or command; the package's base name, without the `t64` that newer releases add to some. */
const packageOf = new Map(
  Object.entries({
    'libX11-xcb.so.1': ['libx11-xcb1'],
    'libX11.so.6': ['libx11-6'],
    'libXcomposite.so.1': ['libxcomposite1'],
    'libXcursor.so.1': ['libxcursor1'],
    'libXdamage.so.1': ['libxdamage1'],
    'libXext.so.6': ['libxext6'],
    'libXfixes.so.3': ['libxfixes3'],
    'libXi.so.6': ['libxi6'],
    'libXrandr.so.2': ['libxrandr2'],
    'libXrender.so.1': ['libxrender1'],
    'libXss.so.1': ['libxss1'],
    'libXtst.so.6': ['libxtst6'],
    'libasound.so.2': ['libasound2'],
    'libatk-1.0.so.0': ['libatk1.0-0'],
    'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0'],
    'libatspi.so.0': ['libatspi2.0-0'],
    'libcairo.so.2': ['libcairo2'],
    'libcups.so.2': ['libcups2'],
    'libdbus-1.so.3': ['libdbus-1-3'],
    'libdrm.so.2': ['libdrm2'],
    'libexpat.so.1': ['libexpat1'],
    'libgbm.so.1': ['libgbm1'],
    'libgdk-3.so.0': ['libgtk-3-0'],
    'libgdk_pixbuf-2.0.so.0': ['libgdk-pixbuf-2.0-0'],
    'libgio-2.0.so.0': ['libglib2.0-0'],
    'libglib-2.0.so.0': ['libglib2.0-0'],
    'libgmodule-2.0.so.0': ['libglib2.0-0'],
    'libgobject-2.0.so.0': ['libglib2.0-0'],
    'libgtk-3.so.0': ['libgtk-3-0'],
    'libnspr4.so': ['libnspr4'],
    'libnss3.so': ['libnss3'],
    'libnssutil3.so': ['libnss3'],
    'libpango-1.0.so.0': ['libpango-1.0-0'],
    'libpangocairo-1.0.so.0': ['libpangocairo-1.0-0'],
    'libsmime3.so': ['libnss3'],
    'libudev.so.1': ['libudev1'],
    'libuuid.so.1': ['libuuid1'],
    'libxcb-dri3.so.0': ['libxcb-dri3-0'],
    'libxcb.so.1': ['libxcb1'],
    'libxkbcommon.so.0': ['libxkbcommon0'],
    'libxshmfence.so.1': ['libxshmfence1'],
    Xvfb: ['xvfb'],
    wine: ['wine', 'wine64'],
    'x86_64-w64-mingw32-gcc': ['gcc-mingw-w64-x86-64-win32'],
    cc: ['gcc', 'libc6-dev'],
    bcc: ['bcc', 'elks-libc'],
    bindfs: ['bindfs'],
    btrfs: ['btrfs-progs'],
    dmsetup: ['dmsetup'],
    dosbox: ['dosbox'],
    dumpe2fs: ['e2fsprogs'],
    insmod: ['kmod'],
    'linux.uml': ['user-mode-linux'],
    lvm: ['lvm2'],
    mdadm: ['mdadm'],
    'mkfs.xfs': ['xfsprogs'],
    thin_check: ['thin-provisioning-tools'],
    'zfs-fuse': ['zfs-fuse'],
    'mkfs.btrfs': ['btrfs-progs'],
    python3: ['python3'],
    smbd: ['samba'],
    smbclient: ['smbclient'],
    'mkfs.ext4': ['e2fsprogs'],
    nasm: ['nasm'],
    nbdfuse: ['libnbd-bin'],
    nbdkit: ['nbdkit'],
  }),
);

/**
 * Whether apt can install a package of exactly this name.
 * @param {string} name
 */
function aptKnows(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return /Candidate: (?!\(none\))/.test(stdout ?? '');
}

/**
 * @param {string[]} missing libraries and commands
 * @returns {string[]} those for which no package is known
 */
export function unknownLibraries(missing) {
  return missing.filter((part) => !packageOf.has(part));
}

/**
 * The packages to install, by the names this release gives them: Ubuntu 24.04 and Debian 13 renamed many to `…t64`
 * when times became 64 bits wide.
 * @param {string[]} missing libraries and commands, all of them known
 * @param {(name: string) => boolean} [known] whether apt can install a name
 * @returns {string[]} sorted, each once
 */
export function aptPackages(missing, known = aptKnows) {
  const names = new Set(missing.flatMap((part) => packageOf.get(part) ?? []));
  return [...names].map((name) => (known(`${name}t64`) ? `${name}t64` : name)).sort();
}
