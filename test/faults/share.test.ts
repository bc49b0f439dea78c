/**
 * Motivation: the server of a share is restarted, its cable is pulled, or it answers no more.
 * Description: post office or vault lies on a share whose server is killed, or stands still, in the middle of a run.
 * Pass criteria: a share that is gone ends the run with the one finding that names it; one that answers nothing does not
 * keep a person from cancelling, and the process ends although calls are still waiting; what is to be taken back stays
 * known, and is taken back when the share is there again.
 */
import { renameSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { postbagJson, start, withLines, type Ended, type Running } from '../support/cli';
import { groupCopied, NextRun, stepEnded } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { cannotShare, NetworkShare } from '../support/network-share';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { bagsIn } from '../support/vault';
import { disturbed, faultsIn, nextRunIsClean, remember } from './aftermath';

type Side = 'postOffice' | 'vault';

/** Places of which one lies on a share; the folder that the server has is `served`. */
async function placesOnShare(side: Side) {
  const places = await makePlaces();
  await makePostOffice(places.postOffice, { messages: MEDIUM });
  const served = path.join(places.base, 'served');
  renameSync(places[side], served);
  const share = await NetworkShare.serve(served, places[side]);
  const source = side === 'postOffice' ? served : places.postOffice;
  return { places, share, served, untouched: await remember(source) };
}

/** What lies on the server's side, asked without the share. */
function vaultOnServer(side: Side, places: Places, served: string): Places {
  return side === 'vault' ? { ...places, vault: served } : places;
}

describe('a share whose server dies in the middle', () => {
  test.for<{ side: Side; code: string; when: string; ready: ReturnType<typeof groupCopied> }>([
    { side: 'postOffice', code: 'post-office-lost', when: 'between two groups', ready: groupCopied('users') },
    { side: 'vault', code: 'vault-lost', when: 'between two groups', ready: groupCopied('users') },
    { side: 'vault', code: 'vault-lost', when: 'when all is copied', ready: groupCopied('store') },
  ])('$side, $when', async ({ side, code, ready }, { skip }) => {
    skip(cannotShare !== null, cannotShare ?? '');
    const { places, share, served, untouched } = await placesOnShare(side);
    const { lines, code: exit } = await disturbed(places, ready, async () => {
      await share.goAway();
      await expect(readdir(places[side])).rejects.toMatchObject({ code: 'ENOTCONN' });
    });
    expect(faultsIn(lines)).toEqual([code]);
    expect(told(lines, code).params).toEqual({ path: places[side] });
    expect(exit).toBe(1);
    expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null });
    expect((await bagsIn(vaultOnServer(side, places, served).vault)).finished).toEqual([]);
    await untouched();
    await share.comeBack();
    await nextRunIsClean(places);
    await untouched();
  });
});

describe('a share that answers nothing any more', () => {
  /** Whether a thread of a process waits for the server of a share (FUSE's own name for that place in the system). */
  async function waitsForServer(pid: number): Promise<boolean> {
    const tasks = `/proc/${pid}/task`;
    const places = await Promise.all(
      (await readdir(tasks)).map(
        async (task) => await readFile(`${tasks}/${task}/wchan`, 'utf8').catch(() => ''),
      ),
    );
    return places.some((place) => /fuse|request_wait/.test(place));
  }

  /** The end of a call that nothing may hold up for long. @throws Error where it does not come */
  async function endsSoon(call: Running): Promise<Ended> {
    const never = passes(60_000, null, { ref: false });
    const ended = await Promise.race([call.ended, never]);
    if (ended === null) throw new Error('the process does not end while the share answers nothing');
    return ended;
  }

  test.for<{ side: Side; when: string; ready: ReturnType<typeof groupCopied> }>([
    { side: 'postOffice', when: 'while it is copied', ready: groupCopied('users') },
    { side: 'vault', when: 'while files are written', ready: groupCopied('users') },
    { side: 'vault', when: 'while the bag is read again', ready: stepEnded('copy-group', 6) },
  ])('$side, $when: cancelling ends the process', async ({ side, ready }, { skip }) => {
    skip(cannotShare !== null, cannotShare ?? '');
    const { places, share, served, untouched } = await placesOnShare(side);
    const { home, vault, postOffice } = places;
    const next = new NextRun(home);
    const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
    await next.disturb(backup, ready, () => share.stall());
    await expect.poll(async () => await waitsForServer(backup.pid), { timeout: 20_000 }).toBe(true);
    backup.kill('SIGINT');
    const { code, signal, lines } = withLines(await endsSoon(backup));
    // Where a call never returns, only the signal's own way of ending a process does; a shell calls both 130.
    expect(code ?? signal).toBeOneOf([130, 'SIGINT']);
    expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'cancelled', bag: null });
    expect(faultsIn(lines)).toEqual(['cancelled']);
    expect((await bagsIn(vaultOnServer(side, places, served).vault)).finished).toEqual([]);
    share.goOn();
    await untouched();

    const after = await postbagJson(['inventory'], { home });
    expect(after.code).toBe(0);
    expect(codesOf(after.lines)).toEqual(side === 'vault' ? ['undo-done'] : []);
    expect((await bagsIn(vault)).unfinished).toEqual([]);
    await nextRunIsClean(places);
  });
});
