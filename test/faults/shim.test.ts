/**
 * Motivation: a fault that a call slips past proves nothing.
 * Description: Node reads, writes and syncs a file in every way that it has, with the library preloaded that the other
 * tests use.
 * Pass criteria: with the fault every call fails with its error, and every call is seen; beside a locked range, and
 * without the fault, every call works.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/places';
import { inheritedEnvironment } from '../support/processes';
import { cannotPreload, fault, type Fault, type LockedRange } from './shim';

type Kind = 'read' | 'write' | 'fsync';

/** What came of every call of a kind, and how often the fault was done. */
async function tryAll(kind: Kind, wanted: Fault | LockedRange) {
  const folder = await temporaryFolder();
  const [file, other] = [path.join(folder, 'victim'), path.join(folder, 'bystander')];
  for (const made of [file, other]) writeFileSync(made, Buffer.alloc(65_536, 7));
  const { env, fired } = fault(wanted, folder);
  const script = path.join(import.meta.dirname, 'calls.mjs');
  const said = execFileSync(process.execPath, [script, kind, file, other], {
    env: { ...inheritedEnvironment(), ...env },
    encoding: 'utf8',
  });
  const came = Object.entries(JSON.parse(said) as Record<string, string>);
  return {
    came: came.map(([call, outcome]) => `${call}: ${outcome}`),
    calls: came.map(([call]) => call),
    fired,
  };
}

const kinds: readonly Kind[] = ['read', 'write', 'fsync'];

test.for(kinds)('every call that can %s fails', async (kind, { skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const { came, calls, fired } = await tryAll(kind, { call: kind, path: '/victim' });
  expect(came).toEqual(calls.map((call) => `${call}: EIO`));
  expect(fired()).toBeGreaterThanOrEqual(calls.length);
});

test.for(kinds)('no call that can %s fails for another file', async (kind, { skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const { came, calls, fired } = await tryAll(kind, { call: kind, path: '/somebody else' });
  expect(came).toEqual(calls.map((call) => `${call}: done`));
  expect(fired()).toBe(0);
});

const lock = { call: 'lock', error: 'EBUSY', path: '/victim', times: 0 } as const;

test('a locked range refuses whatever touches it, and nothing else', async ({ skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const touched = await tryAll('read', { ...lock, from: 10_000, to: 10_001 });
  const onlyFirstPage = ['readSync', 'readvSync', 'read'];
  expect(touched.came).toEqual(
    touched.calls.map((call) => `${call}: ${onlyFirstPage.includes(call) ? 'done' : 'EBUSY'}`),
  );
  expect((await tryAll('read', { ...lock, from: 65_536, to: 65_537 })).came).toContain(
    'readSync further: done',
  );
  const written = await tryAll('write', { ...lock, from: 0, to: 65_536 });
  expect(written.came).toEqual(written.calls.map((call) => `${call}: done`));
});

test('a lock that is let go refuses so many tries and no more', async ({ skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const { came, fired } = await tryAll('read', { ...lock, from: 0, to: 4096, times: 2 });
  expect(came.filter((line) => line.endsWith(': EBUSY'))).toEqual(['readSync: EBUSY', 'readvSync: EBUSY']);
  expect(fired()).toBe(2);
});
