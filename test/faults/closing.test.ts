/**
 * Motivation: a file system that meets an error turns read-only by itself, and administrators change rights while
 * backups run.
 * Description: in the middle of a run the vault is mounted read-only, or root takes the rights to vault or post office
 * away from the account that the command line runs as.
 * Pass criteria: the run ends with one finding that names what was refused, a file that cannot be read any more is named,
 * and when the rights are back the next start takes away what was left and a backup works.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cannotMount, plugIn } from '../support/disks';
import { groupCopied, stepEnded } from '../support/journal';
import { told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { disturbed, failedWith, faultsIn, nextRunIsClean, remember, sealedAreWhole } from './aftermath';
import { placesForAnybody, withoutRights } from './nobody';

function remount(place: string, how: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,bind,${how}`, place]);
}

test.for([
  { when: 'between two file groups', stage: 'copy', ready: groupCopied('users') },
  { when: 'when everything is copied', stage: 'verify', ready: stepEnded('copy-group', 6) },
])('a vault that turns read-only $when', async ({ ready, stage }, { skip }) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { messages: MEDIUM });
  const untouched = await remember(made.postOffice);
  const disk = path.join(made.base, 'disk');
  mkdirSync(disk);
  plugIn(disk, made.vault);
  const ended = await disturbed(made, ready, () => {
    try {
      remount(made.vault, 'ro');
    } catch {
      return false; // a file is open for writing just now: the system refuses it
    }
    expect(() => mkdirSync(path.join(made.vault, 'anything'))).toThrow('EROFS');
    return true;
  });
  await failedWith('write-failed', ended, made);
  expect(told(ended.lines, 'write-failed')).toMatchObject({ stage, params: { reason: 'EROFS' } });
  await untouched();
  remount(made.vault, 'rw');
  await nextRunIsClean(made);
});

const root = process.getuid?.() === 0;
const needsRoot = 'needs root, to take rights away from another account';

/** The unfinished bag of a vault. */
function unfinishedIn({ vault, postOffice }: Places): string {
  const folder = path.join(vault, path.basename(postOffice));
  const [name = ''] = readdirSync(folder);
  return path.join(folder, name);
}

test('the right to write to the vault is lost half-way', async ({ skip }) => {
  skip(!root, needsRoot);
  const made = await placesForAnybody();
  const untouched = await remember(made.postOffice);
  const { uid, gid } = statSync(made.vault);
  const ended = await disturbed(
    made,
    groupCopied('users'),
    () => {
      const data = path.join(unfinishedIn(made), 'data');
      chownSync(data, 0, 0);
      chmodSync(data, 0o755);
    },
    withoutRights,
  );
  await failedWith('write-failed', ended, made);
  expect(told(ended.lines, 'write-failed')).toMatchObject({ stage: 'copy', params: { reason: 'EACCES' } });
  await untouched();
  chownSync(path.join(unfinishedIn(made), 'data'), uid, gid);
  await nextRunIsClean(made, withoutRights);
});

test('the right to read a user file is lost half-way: it is named', async ({ skip }) => {
  skip(!root, needsRoot);
  const made = await placesForAnybody();
  const file = path.join(made.postOffice, 'USR00002');
  const ended = await disturbed(made, stepEnded('open-bag'), () => chmodSync(file, 0), withoutRights);
  expect(ended.code).toBe(3);
  expect(faultsIn(ended.lines)).toEqual(['file-unreadable']);
  expect(told(ended.lines, 'file-unreadable').params).toEqual({ path: 'USR00002', reason: 'EACCES' });
  await sealedAreWhole(made, withoutRights);
  chmodSync(file, 0o644);
  await nextRunIsClean(made, withoutRights);
});

test('the right to look into the post office is lost half-way: there is no bag', async ({ skip }) => {
  skip(!root, needsRoot);
  const made = await placesForAnybody();
  const untouched = await remember(made.postOffice);
  const ended = await disturbed(
    made,
    groupCopied('users'),
    () => chmodSync(made.postOffice, 0o700),
    withoutRights,
  );
  chmodSync(made.postOffice, 0o755);
  await failedWith('post-office-lost', ended, made);
  await untouched();
  await nextRunIsClean(made, withoutRights);
});
