/**
 * Motivation: whoever repairs a copy in a terminal must get it clean, see what each tool said, be asked where a person is
 * needed, and leave the password of the post office nowhere.
 * Description: practice post offices are backed up and repaired by the built command line, one call after the other, with
 * Postbag's own practice tools by themselves and, where there is DOSBox, with their DOS program in it.
 * Pass criteria: the copy is clean and the bag untouched; output comes live and is kept; exit codes say whether a person is
 * needed; nothing that is left on the disk or printed has the password in it.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { centralFiles } from '../../../electron/practice/files';
import { PAGE_BYTES } from '../../../electron/practice/layout';
import { postbag, postbagJson, start, type EndedJson } from '../../support/cli';
import { codesOf, lineOf, linesOf } from '../../support/lines';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { has } from '../../support/practool';
import { treeHash } from '../../support/tree';
import { onlyBag } from '../../support/vault';
import { damage } from '../../unit/practice/set';

const PASSWORD = 'Qx7vEr';

let places: Places;
let bag: string;

const call = async (...args: string[]): Promise<EndedJson> => await postbagJson(args, { home: places.home });

/** As `call`, with the password piped in. */
async function withPassword(...args: string[]): Promise<EndedJson> {
  return await postbagJson(args, { home: places.home, input: `${PASSWORD}\n` });
}

async function backUp(...options: string[]): Promise<EndedJson> {
  const ended = await call('backup', places.postOffice, '--to', places.vault, ...options);
  bag = await onlyBag(places.vault);
  return ended;
}

async function begin(...options: string[]): Promise<string> {
  const { code, lines } = await call('repair', 'begin', bag, ...options);
  expect(code).toBe(0);
  return lineOf(lines, 'repair').repair.id;
}

/** Files below a folder in which the password stands, in upper or lower case. */
async function filesWithPassword(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const text = (await readFile(file, 'latin1')).toLowerCase();
    if (text.includes(PASSWORD.toLowerCase())) found.push(file);
  }
  return found;
}

beforeEach(async () => {
  places = await makePlaces();
});

describe('a loose copy of a post office in which people work', () => {
  test.for(['native', 'dosbox'])('is repaired until it is clean: %s', async (runner, { skip }) => {
    skip(runner === 'dosbox' && !has('dosbox'), 'needs DOSBox (apt install dosbox)');
    const { home, postOffice, base } = places;
    await makePostOffice(postOffice, { messages: 100 });
    const users = start(['practice', 'users', postOffice, '--rate', '300', '--json'], { home });
    await users.line('at-work');
    const backup = await backUp('--passes', '2');
    expect(lineOf(backup.lines, 'result').record.grade).toBe('loose');
    users.kill('SIGINT');
    await users.ended;
    const before = await treeHash(bag);

    expect((await call('tools', '--runner', runner)).code).toBe(0);
    const id = await begin();
    const run = await withPassword('repair', 'run', id, '--all');
    expect(codesOf(run.lines)).not.toContain('tool-not-run');
    expect(run.code).toBe(0);
    const { repair } = lineOf(run.lines, 'repair');
    expect(repair.next).toEqual({ needs: 'finished', step: null });
    expect(repair.steps.map(({ outcome }) => outcome?.runner)).toEqual(repair.steps.map(() => runner));
    const heard = linesOf(run.lines, 'output').filter(({ step }) => step === 'prove');
    expect(heard.at(-1)).toMatchObject({ text: 'OK: nothing is wrong', mark: 'good' });

    const count = await call('repair', 'count', id);
    expect(count.code).toBe(0);
    expect(lineOf(count.lines, 'check')).toMatchObject({ dangling: 0, torn: 0, orphans: 0 });
    expect(await treeHash(bag), 'the bag was touched').toBe(before);
    expect(run.stdout + run.stderr).not.toContain(PASSWORD);
    expect(await filesWithPassword(base)).toEqual([]);
  });
});

describe('a damaged copy', () => {
  beforeEach(async () => {
    await makePostOffice(places.postOffice);
    await damage(places.postOffice, centralFiles('db6').store, (bytes) =>
      bytes.fill(0, 40 * PAGE_BYTES, 43 * PAGE_BYTES),
    );
    await backUp();
    await call('tools', '--runner', 'native');
  });

  test('goes through one step a call, says what is next each time, and is told in words as well', async () => {
    const id = await begin();
    expect((await call('repair', 'count', id)).code).toBe(3);
    const first = await call('repair', 'run', id);
    expect(first.code, 'looking needs no password').toBe(0);
    const complaints = first.lines.flatMap((line) => (line.type === 'finding' ? [line.what] : []));
    expect(complaints).toContain('PRACTOOL: ERROR: MLANDATA: torn pages 3');
    expect(lineOf(first.lines, 'repair').repair.next).toEqual({ needs: 'run', step: 'message-index' });

    const shown = await postbag(['repair', 'show', id], { home: places.home });
    expect(shown.stdout).toContain(`postbag repair run ${id} --all`);
    expect(shown.stdout).toMatch(/1\. look: .*\n.*ANALYSE.*\n/);
    const output = await postbag(['repair', 'show', id, '--output', 'look'], { home: places.home });
    expect(output.stdout).toMatch(/^ +bad \| ERROR: MLANDATA: torn pages 3$/m);
    expect(output.stdout.split('\n').slice(0, -1)).toHaveLength(linesOf(first.lines, 'output').length);

    expect((await withPassword('repair', 'run', id, '--all')).code).toBe(0);
    expect((await call('repair', 'count', id)).code).toBe(0);
    const { repairs } = lineOf((await call('repair', 'list')).lines, 'repairs');
    expect(repairs).toMatchObject([{ id, stepsDone: 5, stepsInAll: 5, next: { needs: 'finished' } }]);
    expect((await call('repair', 'remove', id)).code).toBe(0);
    expect(lineOf((await call('repair', 'list')).lines, 'repairs').repairs).toEqual([]);
  });

  test('waits for a person where the output is not good: read, confirm with a name, or take back', async () => {
    const id = await begin();
    await call('repair', 'run', id);
    await call('repair', 'line', id, 'message-index', 'ANALYSE {dir}');
    const run = await withPassword('repair', 'run', id, '--all');
    expect(run.code).toBe(3);
    expect(lineOf(run.lines, 'repair').repair.next).toEqual({ needs: 'person', step: 'message-index' });
    const again = await postbag(['repair', 'run', id], { home: places.home });
    expect(again.code, 'nothing is run before somebody has read it').toBe(3);
    expect(again.stdout).toContain(`postbag repair confirm ${id} message-index --by "your name"`);

    const back = await call('repair', 'back', id, 'message-index', '--by', 'Anna');
    expect(lineOf(back.lines, 'repair').repair.next).toEqual({ needs: 'run', step: 'message-index' });
    expect((await call('repair', 'run', id)).code).toBe(3);
    const confirmed = await call(
      ...['repair', 'confirm', id, 'message-index', '--by', 'Anna', '--note', 'I read it'],
    );
    const { repair } = lineOf(confirmed.lines, 'repair');
    expect(repair.steps[1]?.answer).toMatchObject({ decision: 'go-on', by: 'Anna', note: 'I read it' });
    expect(repair.next).toEqual({ needs: 'run', step: 'pointers' });
  });

  test('takes a changed line, refuses one that removes mail, and leaves a step out with a name', async () => {
    const id = await begin();
    await call('repair', 'run', id);
    const line = '{name} {password} {dir} MESSAGES/DELETE/DAYS/90';
    const typed = await call('repair', 'line', id, 'message-index', line);
    expect(lineOf(typed.lines, 'repair').repair.steps[1]).toMatchObject({
      line,
      changed: true,
      destructive: true,
    });
    const refused = await withPassword('repair', 'run', id);
    expect(refused.code).toBe(1);
    expect(codesOf(refused.lines)).toContain('line-destructive');
    const skipped = await call('repair', 'skip', id, 'message-index', '--by', 'Anna');
    expect(lineOf(skipped.lines, 'repair').repair.next).toEqual({ needs: 'run', step: 'pointers' });
  });

  test('is not run without a password where a tool needs one, and there is no way to give it in the open', async () => {
    const id = await begin();
    const without = await call('repair', 'run', id, '--all');
    expect(without.code).toBe(1);
    expect(codesOf(without.lines)).toContain('password-needed');
    for (const wrong of [
      ['repair', 'run', id, '--password', PASSWORD],
      ['repair', 'password', id, PASSWORD],
    ]) {
      const { code, stderr } = await postbag(wrong, { home: places.home });
      expect(code).toBe(2);
      expect(stderr).not.toContain(PASSWORD);
    }
    const state = lineOf((await call('repair', 'password', id)).lines, 'password');
    expect(state).toMatchObject({ known: false, kept: false, whyNotKept: 'terminal' });
  });
});

test('what a post office has of its own for repairs is taken from a file and shown; a rule that is none is refused', async () => {
  await makePostOffice(places.postOffice);
  await call('add', places.postOffice);
  const file = path.join(places.base, 'repair.json');
  const rule = { pattern: 'chain [0-9]+ ok', mark: 'good', label: null };
  const own = { login: 'HARBOUR', dialect: 'switches', lines: {}, rules: [rule] };
  await writeFile(file, JSON.stringify(own));
  expect((await call('repair', 'settings', 'Harbour office', '--import', file)).code).toBe(0);
  await writeFile(file, JSON.stringify({ ...own, rules: [{ ...rule, pattern: 'chain (' }] }));
  const refused = await call('repair', 'settings', 'Harbour office', '--import', file);
  expect(refused.code).toBe(1);
  expect(codesOf(refused.lines)).toEqual(['rule-invalid']);
  const shown = await call('repair', 'settings', 'Harbour office');
  expect(lineOf(shown.lines, 'repair-settings').settings).toEqual(own);
});

test('the tools are shown with what can run them; a self-test says whether it does', async () => {
  const file = path.join(places.base, 'CHKSTAT.EXE');
  await writeFile(file, 'MZ');
  const { code, lines } = await call(
    'tools',
    '--tool',
    `chkstat=${file}`,
    '--minutes',
    '7',
    '--code-page',
    '850',
  );
  expect(code).toBe(0);
  const { tools, settings } = lineOf(lines, 'tools');
  expect(tools.find(({ id }) => id === 'CHKSTAT')).toMatchObject({ path: file, shown: true });
  expect(settings).toMatchObject({ limitMinutes: 7, runners: { codePage: '850', window: false } });
  const forgotten = lineOf((await call('tools', '--tool', 'CHKSTAT=')).lines, 'tools');
  expect(forgotten.tools.find(({ id }) => id === 'CHKSTAT')).toMatchObject({ path: null, shown: false });
  expect((await call('tools', '--test', 'native')).code).toBe(0);
  const missing = await call('tools', '--dosbox', path.join(places.base, 'none'), '--test', 'dosbox');
  expect(missing.code).toBe(3);
  expect(lineOf(missing.lines, 'runner').runner.reason?.code).toBe('program-missing');
});

test('what is not there, and what does not fit, is said', async () => {
  const unknown = await call('repair', 'show', '20260101T000000000Z-00000000');
  expect(unknown.code).toBe(1);
  expect(codesOf(unknown.lines)).toEqual(['repair-unknown']);
  await makePostOffice(places.postOffice);
  await backUp();
  const wrong = await postbag(['repair', 'begin', bag, '--procedure', 'db8-repair'], { home: places.home });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('practice');
});
