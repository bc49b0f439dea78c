/**
 * Motivation: which way is taken to make a post office stand still decides what the copy may claim.
 * Description: providers that answer as told, for post offices on one volume and on several.
 * Pass criteria: one that cannot be used for every part cannot be used; two parts are never of one instant; what is asked
 * for is taken or nothing, else the first of one instant; and a person reads why nothing can be had.
 */
import { describe, expect, test } from 'vitest';
import { chooseOffer, offersOf, whyNone } from '../../../electron/volume/choose';
import {
  unusable,
  type StillLook,
  type StillPlace,
  type StillProvider,
} from '../../../electron/volume/still';
import { noMirrorCommands, type StillId } from '../../../shared/still';

const place: StillPlace = {
  folder: '/srv/po',
  name: 'Harbour',
  bytes: 1,
  commands: noMirrorCommands,
  runProgram: () => Promise.reject(new Error('nothing is run here')),
  platform: 'linux',
};
const usable = (volume: string, more: Partial<StillLook> = {}): StillLook => ({
  usable: true,
  reason: null,
  volume,
  covers: 'one-instant',
  spaceBytes: null,
  resync: null,
  mounts: false,
  ...more,
});

function provider(id: StillId, look: (folder: string) => StillLook, needsCalm = false): StillProvider {
  return {
    id,
    needsCalm,
    look: (one) => Promise.resolve(look(one.folder)),
    prepare: () => Promise.reject(new Error('not asked for')),
  };
}

const whole = [{ at: '', folder: '/srv/po' }];
const two = [...whole, { at: 'CCADMIN', folder: '/srv/po/CCADMIN' }];

describe('what a provider can do for a post office', () => {
  test('on one volume it covers what the provider covers', async () => {
    const [offer] = await offersOf(
      [provider('zfs', () => usable('tank/mail', { spaceBytes: 7 }))],
      place,
      whole,
    );
    expect(offer?.state).toMatchObject({
      usable: true,
      volumes: ['tank/mail'],
      covers: 'one-instant',
      spaceBytes: 7,
      needsCalm: false,
    });
  });

  test('on two volumes it is of two instants, and has the room of the smaller one', async () => {
    const look = (folder: string): StillLook =>
      folder === '/srv/po' ? usable('vg/data', { spaceBytes: 9 }) : usable('vg/admin', { spaceBytes: 4 });
    const [offer] = await offersOf([provider('lvm', look)], place, two);
    expect(offer?.state).toMatchObject({
      usable: true,
      volumes: ['vg/data', 'vg/admin'],
      covers: 'per-file',
      spaceBytes: 4,
    });
    expect(offer?.parts.map(({ at, place: own }) => [at, own.folder])).toEqual([
      ['', '/srv/po'],
      ['CCADMIN', '/srv/po/CCADMIN'],
    ]);
  });

  test('a mirror that two parts lie on can be broken only once', async () => {
    const [offer] = await offersOf(
      [provider('zfs-mirror', () => usable('tank', { resync: 'all' }))],
      place,
      two,
    );
    expect(offer?.state).toMatchObject({ usable: false, reason: { code: 'parts-share' } });
  });

  test('where one part cannot be had, nothing can', async () => {
    const look = (folder: string): StillLook =>
      folder === '/srv/po'
        ? usable('vg/data')
        : unusable('other-volume', { type: 'tmpfs', point: '/srv/po/CCADMIN' });
    const [offer] = await offersOf([provider('lvm', look)], place, two);
    expect(offer?.state).toMatchObject({ usable: false, volumes: [], reason: { code: 'other-volume' } });
  });
});

describe('what is taken', () => {
  const offers = async () =>
    await offersOf(
      [
        provider('btrfs', () => unusable('program-missing', { program: 'btrfs' })),
        provider('reflink', () => usable('/srv', { covers: 'per-file' })),
        provider('lvm', () => usable('vg/data')),
        provider('vss', () => unusable('other-system')),
      ],
      place,
      whole,
    );

  test('the first that is of one instant, whatever comes before it', async () => {
    expect(chooseOffer(await offers(), null)?.provider.id).toBe('lvm');
  });

  test('what was asked for, even if another would be better; and nothing else', async () => {
    expect(chooseOffer(await offers(), 'reflink')?.provider.id).toBe('reflink');
    expect(chooseOffer(await offers(), 'btrfs')).toBeNull();
  });

  test('why nothing can be had is told by name, without what belongs to other systems', async () => {
    const states = (await offers()).map(({ state }) => state).filter((state) => !state.usable);
    expect(whyNone(states, null)).toBe('Btrfs snapshot: The program btrfs is not installed here.');
    expect(whyNone(states, 'vss')).toMatch(/Windows shadow copy: .*another operating system/);
  });
});
