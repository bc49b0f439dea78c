/**
 * Motivation: which volume a post office lies on decides what a snapshot is made of; the wrong one would be a backup of
 * something else.
 * Description: reads lines as Linux writes them: spaces in names, subvolumes, mounts over mounts, lines of a later kernel.
 * Pass criteria: of every folder the deepest mount is found, and the one on top where two lie at one place.
 */
import { expect, test } from 'vitest';
import { isRemote, mountOf, parseMounts } from '../../../electron/volume/mounts';

const text = String.raw`21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,errors=remount-ro
30 21 0:41 /mail /srv/mail rw,relatime - btrfs /dev/loop0 rw,ssd,subvolid=256,subvol=/mail
31 21 0:50 / /mnt/post\040office rw,relatime master:2 propagate_from:1 - cifs //harbour/post\040office rw,vers=3.0
32 21 7:1 / /mnt/x ro,relatime - xfs /dev/loop1 ro
33 32 0:51 / /mnt/x rw,relatime - nfs4 harbour:/x rw
nonsense
`;
const mounts = parseMounts(text);

test('lines are read, with the names as they are', () => {
  expect(mounts.map(({ point, type, source, root }) => [point, type, source, root])).toEqual([
    ['/', 'ext4', '/dev/vda', '/'],
    ['/srv/mail', 'btrfs', '/dev/loop0', '/mail'],
    ['/mnt/post office', 'cifs', '//harbour/post office', '/'],
    ['/mnt/x', 'xfs', '/dev/loop1', '/'],
    ['/mnt/x', 'nfs4', 'harbour:/x', '/'],
  ]);
  expect(mounts.map(({ readOnly }) => readOnly)).toEqual([false, false, false, true, false]);
});

test('a folder lies on the deepest mount, and on the one on top', () => {
  const typeAt = (folder: string) => mountOf(folder, mounts)?.type;
  expect(typeAt('/srv/mail/harbour')).toBe('btrfs');
  expect(typeAt('/srv/mail')).toBe('btrfs');
  expect(typeAt('/srv/mailbox')).toBe('ext4');
  expect(typeAt('/mnt/x/po')).toBe('nfs4');
  expect(mountOf('/srv', [])).toBeNull();
});

test('what another computer keeps is told from what this one does', () => {
  expect(mounts.filter(isRemote).map(({ type }) => type)).toEqual(['cifs', 'nfs4']);
});
