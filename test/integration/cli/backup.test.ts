/**
 * Motivation: the first thing an administrator does with Postbag, from a terminal.
 * Description: the built command line makes a practice post office, shows what lies in it, backs it up and verifies the
 * bag, once in words for people and once as JSON lines for scripts.
 * Pass criteria: both say the same; every JSON line is in the contract; the exit codes are the published ones.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { usualBackupOptions } from '../../../shared/run';
import { emptySettings, type KnownPostOffice } from '../../../shared/settings';
import { postbag, postbagJson } from '../../support/cli';
import { otherDisk } from '../../support/disks';
import { codesOf, lineOf, linesOf, type CliLine } from '../../support/lines';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice, SMALL } from '../../support/post-office';
import { listTree, treeHash, treeState } from '../../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../../support/vault';

async function places(): Promise<Places> {
  const made = await makePlaces();
  await makePostOffice(made.postOffice);
  return made;
}

/** Every sentence of every finding, as a script gets them. */
const sentences = (lines: readonly CliLine[]): string[] =>
  linesOf(lines, 'finding').flatMap(({ what, why, next }) => [what, why, next]);

describe('for people', () => {
  test('practice make, inventory, backup and verify say what they do and what comes next', async () => {
    const { home, vault, postOffice } = await makePlaces();

    const made = await postbag(['practice', 'make', postOffice, '--users', '6', '--messages', '40'], {
      home,
    });
    expect(made).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `Made a practice post office in ${postOffice}.\n`,
    });

    const inventory = await postbag(['inventory', postOffice], { home });
    expect(inventory).toMatchObject({ code: 0, stderr: '' });
    expect(inventory.stdout).toMatch(/A practice post office made by Postbag/);
    expect(inventory.stdout).toMatch(/User files: 7 files/);
    expect(inventory.stdout).toMatch(/6 mailboxes/);

    const backup = await postbag(['backup', postOffice, '--to', vault], { home });
    expect(backup).toMatchObject({ code: 3, stderr: '' }); // the vault is on the same disk
    const order = [
      'Plan: Harbour office, 9 files',
      '1. Look at Harbour office and take its inventory. Nothing is changed.',
      'If anything goes wrong: remove the unfinished bag.',
      'Copy user files: 7 files',
      'Copy directory and index: 1 file',
      'Copy message store: 1 file',
      'Seal the bag: give it its final name.',
      'Warning: The vault is on the same disk as the post office',
      'Done, with findings.',
      'Grade: Instant.',
      'Before use: Repair the copy',
      'Settled: from 20',
      `Bag: ${await onlyBag(vault)}`,
    ].map((sentence) => ({ sentence, at: backup.stdout.indexOf(sentence) }));
    expect(order.filter(({ at }) => at < 0)).toEqual([]);
    expect(order).toEqual([...order].sort((a, b) => a.at - b.at));

    const verify = await postbag(['verify', await onlyBag(vault)], { home });
    expect(verify).toMatchObject({ code: 0, stderr: '' });
    expect(verify.stdout).toContain('Verified. Every file of the bag was read, and every checksum is right.');

    const check = await postbag(['practice', 'check', path.join(await onlyBag(vault), 'data')], { home });
    expect(check).toMatchObject({ code: 0, stderr: '' });
    expect(check.stdout).toContain('No mail is lost.');
  });

  test('the sentences of every finding are those that scripts get', async () => {
    const { base, home, vault, postOffice } = await places();
    await writeFile(path.join(postOffice, 'CCPODOWN'), '');
    await writeFile(path.join(postOffice, 'NOTES.XYZ'), 'whatever');
    const json = await postbagJson(['backup', postOffice, '--to', vault], { home });
    expect(codesOf(json.lines)).toEqual(['shutdown-marker-left-out', 'unrecognised-files', 'same-disk']);
    const other = path.join(base, 'second vault');
    await mkdir(other);
    const human = await postbag(['backup', postOffice, '--to', other], { home });
    for (const sentence of sentences(json.lines)) expect(human.stdout).toContain(sentence);
    expect(await readdir(path.join(await onlyBag(other), 'data'))).not.toContain('CCPODOWN');
    expect(await readdir(path.join(await onlyBag(other), 'data'))).toContain('NOTES.XYZ');
  });
});

describe('for scripts', () => {
  test('a backup is one plan, progress, findings and one result, each line in the contract', async () => {
    const { home, vault, postOffice } = await places();
    const { code, stderr, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });

    const types = lines.map(({ type }) => type);
    expect(types[0]).toBe('plan');
    expect(types.at(-1)).toBe('result');
    expect(new Set(types)).toEqual(new Set(['plan', 'progress', 'finding', 'result']));

    const { plan } = lineOf(lines, 'plan');
    expect(plan).toMatchObject({
      kind: 'backup',
      postOffice: 'Harbour office',
      vault,
      method: 'linear',
      files: 9,
    });
    expect(plan.groups.map(({ id }) => id)).toEqual(['users', 'directory', 'store']);
    expect(plan.bytes).toBe(plan.groups.reduce((sum, { bytes }) => sum + bytes, 0));

    const { record, exitCode } = lineOf(lines, 'result');
    expect(exitCode).toBe(code);
    expect(record).toMatchObject({ verdict: 'findings', grade: 'instant', files: 9, bytes: plan.bytes });
    expect(record).toMatchObject({ pendingUndos: [], bag: await onlyBag(vault) });
    // Told once each, at the moment they were found, and all of them once more in the record.
    expect(record.findings.map((finding) => finding.code)).toEqual(codesOf(lines));
    const progress = linesOf(lines, 'progress');
    expect(progress.at(-1)?.bytesDone).toBe(progress.at(-1)?.bytes);
  });

  test('the bag holds the post office as it was, and the post office is as it was', async () => {
    const { home, vault, postOffice } = await places();
    const [before, hash] = [await treeState(postOffice), await treeHash(postOffice)];
    await postbagJson(['backup', postOffice, '--to', vault], { home });
    const bag = await onlyBag(vault);
    expect(await treeHash(path.join(bag, 'data'))).toBe(hash);
    expect(await treeState(postOffice)).toEqual(before);
    for (const file of await listTree(postOffice)) {
      const [source, copy] = [
        await stat(path.join(postOffice, file)),
        await stat(path.join(bag, 'data', file)),
      ];
      expect(Math.abs(copy.mtimeMs - source.mtimeMs), file).toBeLessThan(2);
    }
    await checkWithCoreutils(bag);
  });

  test('what is asked for by flags is in the plan, and in the command line that makes the same backup', async () => {
    const { home, vault, postOffice } = await places();
    const flags = ['--passes', '3', '--minutes', '1', '--locked-wait', '0', '--afresh'];
    const { lines } = await postbagJson(['backup', postOffice, '--to', vault, ...flags], { home });
    const { plan } = lineOf(lines, 'plan');
    expect(plan.options).toEqual({
      settle: { passes: 3, minutes: 1 },
      lockedWaitSeconds: 0,
      afresh: true,
      hold: false,
      shutdown: usualBackupOptions.shutdown,
      still: usualBackupOptions.still,
    });
    expect(plan.commandLine).toContain(flags.join(' '));
    expect(lineOf(lines, 'result').record.settling?.limits).toEqual({ passes: 3, minutes: 1 });
  });

  test('exit code 0: everything was verified and nothing has to be looked at', async ({ skip }) => {
    const disk = otherDisk();
    skip(disk === null, 'needs a second file system, such as /dev/shm');
    const { home, postOffice } = await places();
    const { vault } = await makePlaces(disk ?? '');
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
    expect(code).toBe(0);
    expect(lineOf(lines, 'result').record.verdict).toBe('verified');
    expect(codesOf(lines)).toEqual([]);
  });

  test('inventory of a folder, and of the empty list', async () => {
    const { home, postOffice, vault } = await places();
    const known = await postbagJson(['inventory', postOffice], { home });
    expect(known.code).toBe(0);
    const { inventory } = lineOf(known.lines, 'inventory');
    expect(inventory.recognition).toMatchObject({ kind: 'db6', format: 'ccmail-db6', practice: true });
    expect(inventory).toMatchObject({ mailboxes: 6, files: 9, unreadable: [] });
    expect(await postbagJson(['inventory'], { home })).toMatchObject({ code: 0, stdout: '' });
    expect((await postbag(['inventory'], { home })).stdout).toContain('There is no post office on your list');

    const none = await postbagJson(['inventory', vault], { home });
    expect(none.code).toBe(3);
    expect(lineOf(none.lines, 'inventory').inventory.recognition.kind).toBe('none');
  });

  test('a post office on the list goes by its name, in any case; one that is gone is told', async () => {
    const { base, home, vault, postOffice } = await places();
    const known = (id: string, name: string, folder: string): KnownPostOffice => {
      return { id, name, path: folder, format: null, patterns: {} };
    };
    const postOffices = [
      known('a', 'Harbour', postOffice),
      known('b', 'Lighthouse', path.join(base, 'gone')),
    ];
    await writeFile(path.join(home, 'settings.json'), JSON.stringify({ ...emptySettings, postOffices }));

    const list = await postbagJson(['inventory'], { home });
    expect(list.code).toBe(3);
    expect(lineOf(list.lines, 'inventory')).toMatchObject({ name: 'Harbour', path: postOffice });
    expect(lineOf(list.lines, 'error')).toMatchObject({ code: 'post-office-not-found' });

    const backup = await postbagJson(['backup', 'HARBOUR', '--to', vault], { home });
    expect(lineOf(backup.lines, 'plan').plan.commandLine).toMatch(/^postbag backup Harbour --to /);
    expect(lineOf(backup.lines, 'result').record).toMatchObject({ postOffice: 'Harbour', postOfficeId: 'a' });
    expect(await readdir(vault)).toEqual(['Harbour']);
  });

  test('practice make and check', async () => {
    const { home, postOffice } = await makePlaces();
    const options = { shape: 'db8', users: 3, messages: SMALL, seed: 2 } as const;
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const made = await postbagJson(['practice', 'make', postOffice, ...args], { home });
    expect(made.code).toBe(0);
    expect(lineOf(made.lines, 'made')).toEqual({ type: 'made', path: postOffice, options });
    const whole = await postbagJson(['practice', 'check', postOffice], { home });
    expect(whole.code).toBe(0);
    expect(lineOf(whole.lines, 'check')).toMatchObject({ users: 3, dangling: 0, torn: 0, missing: 0 });
  });

  test('the plan’s own command line makes the same backup', async () => {
    const { base, home, vault, postOffice } = await places();
    const { lines } = await postbagJson(['backup', postOffice, '--to', vault, '--name', 'Quay 7'], { home });
    const { plan } = lineOf(lines, 'plan');
    const typed = [...plan.commandLine.matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    );
    expect(typed[0]).toBe('postbag');
    const again = await postbagJson(typed.slice(1), { home, cwd: base });
    expect(lineOf(again.lines, 'result').record).toMatchObject({ verdict: 'findings', postOffice: 'Quay 7' });
    expect((await bagsIn(vault)).finished).toHaveLength(2);
  });
});

describe('what cannot be done ends with 1, says why and what to do next, and leaves nothing behind', () => {
  interface Case {
    code: string;
    call: (places: Places) => string[];
    prepare?: (places: Places) => Promise<unknown>;
  }
  const cases: Case[] = [
    { code: 'post-office-unknown', call: ({ vault }) => ['backup', 'Nowhere', '--to', vault] },
    { code: 'post-office-not-found', call: ({ base, vault }) => ['backup', `${base}/gone`, '--to', vault] },
    { code: 'post-office-not-found', call: ({ base }) => ['inventory', `${base}/gone`] },
    { code: 'not-a-post-office', call: ({ home, vault }) => ['backup', home, '--to', vault] },
    {
      code: 'vault-not-found',
      call: ({ base, postOffice }) => ['backup', postOffice, '--to', `${base}/gone`],
    },
    {
      code: 'vault-not-found',
      call: ({ postOffice, base }) => ['backup', postOffice, '--to', `${base}/file`],
      prepare: ({ base }) => writeFile(`${base}/file`, ''),
    },
    { code: 'bag-not-found', call: ({ vault }) => ['verify', `${vault}/gone`] },
    { code: 'folder-not-empty', call: ({ postOffice }) => ['practice', 'make', postOffice] },
    { code: 'not-a-practice-post-office', call: ({ vault }) => ['practice', 'check', vault] },
    { code: 'not-a-practice-post-office', call: ({ vault }) => ['practice', 'users', vault] },
  ];
  test.each(cases)('$code', async ({ code, call, prepare }) => {
    const made = await places();
    await prepare?.(made);
    const before = [await treeHash(made.postOffice), await treeHash(made.vault)];

    const json = await postbagJson(call(made), made);
    expect(json.code).toBe(1);
    const error = lineOf(json.lines, 'error');
    expect(error.code).toBe(code);

    const human = await postbag(call(made), made);
    expect(human.code).toBe(1);
    expect(human.stderr).toBe(`${error.what}\n  ${error.why}\n  ${error.next}\n`);
    expect([await treeHash(made.postOffice), await treeHash(made.vault)]).toEqual(before);
    expect(await readdir(made.home)).not.toContain('runs');
  });

  test('a folder that is no bag', async () => {
    const { home, postOffice } = await places();
    const { code, lines } = await postbagJson(['verify', postOffice], { home });
    expect(code).toBe(1);
    expect(codesOf(lines)).toContain('bag-invalid');
    expect(linesOf(lines, 'finding').map(({ params }) => params['kind'])).toContain('no-bagit-txt');
  });

  test('a backup that is stopped by a check shows its plan first, and no run is begun', async () => {
    const { base, home, postOffice } = await places();
    const call = ['backup', postOffice, '--to', path.join(base, 'gone')];
    const human = await postbag(call, { home });
    expect(human.stdout).toMatch(/^Plan: Harbour office[^]*Seal the bag/);
    expect(human.stderr).toContain('The vault');
    const { lines } = await postbagJson(call, { home });
    expect(lines.map(({ type }) => type)).toEqual(['plan', 'error']);
    expect(await readdir(home)).not.toContain('runs');
  });
});

test('settings are of this home folder alone, and a call without runs leaves no more than them', async () => {
  const { home, postOffice } = await places();
  await postbag(['inventory', postOffice], { home });
  const left = await readdir(home);
  expect(left.filter((name) => name !== 'settings.json')).toEqual([]);
  for (const name of left) expect(await readFile(path.join(home, name), 'utf8')).not.toContain(postOffice);
});
