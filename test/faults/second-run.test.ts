import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Owner } from '../../electron/run/owner';
import { postbagJson, start, withLines } from '../support/cli';
import { groupCopied, journalOf, NextRun } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';

async function places(): Promise<Places> {
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { messages: MEDIUM });
  return made;
}

test('a second run on the same post office is refused with the process that has it; the first goes on', async () => {
  const { base, home, vault, postOffice } = await places();
  const next = new NextRun(home);
  const first = start(['backup', postOffice, '--to', vault, '--json'], { home });
  await next.disturb(first, groupCopied('users'), async () => {
    // By another spelling of its folder, too.
    for (const spelled of [postOffice, `${base}/vault/../${path.basename(postOffice)}/`]) {
      const second = await postbagJson(['backup', spelled, '--to', vault], { home });
      expect(second.code).toBe(1);
      const refused = told(second.lines, 'already-running');
      expect(refused.params).toMatchObject({ postOffice: 'Harbour office', pid: String(first.pid) });
      expect(refused.why).toContain(String(first.pid));
      expect(refused.next).toContain('Wait until that run has ended');
    }
    expect((await bagsIn(vault)).unfinished).toHaveLength(1);
  });
  const { code, lines } = withLines(await first.ended);
  expect(code).toBe(3);
  expect(codesOf(lines)).toEqual(['same-disk']);
  await checkWithCoreutils(await onlyBag(vault));
});

describe('the lock of a run that was killed', () => {
  const Lock = z.looseObject({ owner: Owner });

  async function killed(): Promise<Places & { locks: string[] }> {
    const made = await places();
    const { home, vault, postOffice } = made;
    const next = new NextRun(home);
    const backup = start(['backup', postOffice, '--to', vault], { home });
    await next.reaches(backup, groupCopied('users'));
    backup.kill('SIGKILL');
    await backup.ended;
    const folder = path.join(home, 'locks');
    const locks = (await readdir(folder)).map((name) => path.join(folder, name));
    expect(locks, 'the killed run had no lock').toHaveLength(1);
    return {
      ...made,
      locks: [...locks, path.join(path.dirname(journalOf(home, next.id ?? '')), 'run.lock')],
    };
  }

  test('does not block', async () => {
    const { home, vault, postOffice } = await killed();
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
    expect(code).toBe(3);
    expect(codesOf(lines)).toEqual(['process-died', 'unfinished-kept', 'same-disk', 'resumed']);
  });

  test('does not block when another process has its number now', async () => {
    const { home, vault, postOffice, locks } = await killed();
    for (const file of locks) {
      const lock = Lock.parse(JSON.parse(await readFile(file, 'utf8')));
      expect(lock.owner.started, 'the lock does not say when its process was started').not.toBeNull();
      await writeFile(file, JSON.stringify({ ...lock, owner: { ...lock.owner, pid: process.pid } }));
    }
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
    expect(code).toBe(3);
    expect(codesOf(lines)).toEqual(['process-died', 'unfinished-kept', 'same-disk', 'resumed']);
    await checkWithCoreutils(await onlyBag(vault));
  });

  test('blocks, as it must, while that very process lives', async () => {
    const { home, vault, postOffice, locks } = await killed();
    const [file] = locks;
    if (file === undefined) throw new Error('no lock');
    const lock = Lock.parse(JSON.parse(await readFile(file, 'utf8')));
    const stat = await readFile(`/proc/${process.pid}/stat`, 'utf8');
    const boot = lock.owner.started?.split(':')[0] ?? '';
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const owner = { ...lock.owner, pid: process.pid, started: `${boot}:${ticks}` };
    await writeFile(file, JSON.stringify({ ...lock, owner }));
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
    expect(code).toBe(1);
    expect(told(lines, 'already-running').params['pid']).toBe(String(process.pid));
  });
});

test('runs on two post offices do not mind one another', async () => {
  const { base, home, vault, postOffice } = await places();
  const other = path.join(base, 'Quay office');
  await makePostOffice(other);
  const next = new NextRun(home);
  const first = start(['backup', postOffice, '--to', vault, '--json'], { home });
  await next.disturb(first, groupCopied('users'), async () => {
    const second = await postbagJson(['backup', other, '--to', vault], { home });
    expect(lineOf(second.lines, 'result').record.verdict).toBe('findings');
  });
  expect((await first.ended).code).toBe(3);
  expect((await bagsIn(vault)).finished).toHaveLength(2);
});
