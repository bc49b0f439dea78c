/**
 * Motivation: work is done in threads and processes of our own; one that dies must end the run, not hang it.
 * Description: the command line is given a folder in which one of its entries is broken.
 * Pass criteria: the run ends by itself with a finding, and nothing is left behind.
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson, start, withLines } from '../support/cli';
import { codesOf, lineOf, linesOf, told } from '../support/lines';
import { builtCli, makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { bagsIn, onlyBag } from '../support/vault';
import { NextRun, stepEnded } from '../support/journal';

/** Entries like the built ones, with one replaced, or without it. @returns the environment to use them */
function broken({ base }: Places, entry: string, code: string | null): { POSTBAG_ENTRIES: string } {
  const folder = path.join(base, 'entries');
  cpSync(path.dirname(builtCli), folder, {
    recursive: true,
    filter: (file) => !/(main|cli)\.cjs$/.test(file),
  });
  const file = path.join(folder, `${entry}.cjs`);
  if (code === null) rmSync(file);
  else writeFileSync(file, code);
  return { POSTBAG_ENTRIES: folder };
}

async function places(): Promise<Places> {
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { users: 40 });
  return made;
}

const threads = `const { parentPort, workerData } = require('node:worker_threads');`;

test.each([
  {
    entry: 'copy-worker',
    how: 'throws when it is started',
    code: 'throw new Error("out of order")',
    reason: 'out of order',
  },
  {
    entry: 'copy-worker',
    how: 'ends when it is given work',
    code: `${threads} parentPort.on('message', () => process.exit(7));`,
    reason: 'the copying thread ended (7)',
  },
  {
    entry: 'copy-worker',
    how: 'throws when it is given work',
    code: `${threads} parentPort.on('message', () => { throw new Error('out of order'); });`,
    reason: 'out of order',
  },
  { entry: 'copy-worker', how: 'is missing', code: null, reason: 'Cannot find module' },
  {
    entry: 'bag-worker',
    how: 'throws when it is started',
    code: 'throw new Error("out of order")',
    reason: 'out of order',
  },
  {
    entry: 'bag-worker',
    how: 'ends without a word',
    code: 'process.exit(0)',
    reason: 'before it was done',
  },
])('$entry $how: the run fails with that reason', async ({ entry, code, reason }) => {
  const made = await places();
  const { home, vault, postOffice } = made;
  const env = broken(made, entry, code);
  const { code: exit, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home, env });
  expect(exit).toBe(1);
  const { params, why, ...finding } = told(lines, 'unexpected');
  expect(finding).toMatchObject({ type: 'finding', severity: 'error' });
  expect(params['reason']).toContain(reason);
  expect(why).toContain(reason);
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null, pendingUndos: [] });
  expect(await bagsIn(vault)).toEqual({ finished: [], unfinished: [] });
});

test('a thread that never answers does not keep a person from cancelling', async () => {
  const made = await places();
  const { home, vault, postOffice } = made;
  const env = broken(made, 'copy-worker', `${threads} parentPort.on('message', () => { for (;;); });`);
  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, '--json'], { home, env });
  await next.reaches(backup, stepEnded('open-bag'));
  backup.kill('SIGINT');
  const { code, lines } = withLines(await backup.ended);
  expect(code).toBe(130);
  expect(lineOf(lines, 'result').record.verdict).toBe('cancelled');
  expect(await bagsIn(vault)).toEqual({ finished: [], unfinished: [] });
});

test('a thread that dies in the middle leaves the work of the others whole', async () => {
  // The first of the threads ends at its third file; what was copied until then is not in any bag.
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { users: 40, messages: MEDIUM });
  const real = path.join(path.dirname(builtCli), 'copy-worker.cjs');
  const code = `${threads} let files = 0; parentPort.on('message', () => { if (++files === 3) process.exit(1); });
    require(${JSON.stringify(real)});`;
  const { lines } = await postbagJson(['backup', made.postOffice, '--to', made.vault], {
    home: made.home,
    env: broken(made, 'copy-worker', code),
  });
  expect(told(lines, 'unexpected').params['reason']).toBe('the copying thread ended (1)');
  expect(await bagsIn(made.vault)).toEqual({ finished: [], unfinished: [] });
});

test('a list of disks that cannot be had is said, and does not stop the backup', async () => {
  const made = await places();
  const { home, vault, postOffice } = made;
  const env = broken(made, 'disk-probe', 'process.exit(3)');
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home, env });
  expect(code).toBe(3);
  expect(linesOf(lines, 'finding').map((finding) => finding.code)).toContain('disks-unknown');
  expect(lineOf(lines, 'result').record.bag).toBe(await onlyBag(vault));
});

test('simulated users that cannot be started are a failure with a reason', async () => {
  const made = await places();
  const env = broken(made, 'practice-users', 'process.exit(9)');
  const { code, lines } = await postbagJson(['practice', 'users', made.postOffice], { home: made.home, env });
  expect(code).toBe(1);
  expect(codesOf(lines)).toEqual(['practice-users-failed']);
});
