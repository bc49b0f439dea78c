/**
 * Motivation: the tools are thirty years old and of somebody else; whatever they do, a person must hear what happened and what
 * to do next, the copy must be usable again, and the bag must not notice.
 *
 * Description: a DB6 bag and a program that plays ANALYZE, CHKSTAT and RECLAIM: missing, hanging, flooding, deleting files,
 * ending with 0 and errors in its output, printing what nobody knows, filling the disk; and lines that are dangerous or not
 * there.
 *
 * Pass criteria: each gives its finding, with words; the copy is as before where the tool did not run to its end; nothing
 * that was not understood counts as good; the bag is untouched.
 */
import { chmod, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { lineKey, noRepairSettings, type OutputRule } from '../../../shared/repair';
import { findingWords } from '../../../shared/words/findings';
import { carryOut, go, makeWorld, PASSWORD, saidBy, type World } from '../../support/repairs';
import { cannotMount, freeBytes, mountMemory, takeUp } from '../../support/disks';
import { makeNativeTool } from '../../support/tools/tools';
import { processesIn } from '../../support/tools/world';
import { treeHash } from '../../support/tree';

interface Db6 extends World {
  readonly id: string;
  readonly copy: string;
  readonly bagBefore: string;
}

/** A repair of a DB6 post office whose tools are all the same program, with lines of one's own by step. */
async function makeDb6(
  lines: Readonly<Record<string, string>>,
  rules: readonly OutputRule[] = [],
  parent?: string,
): Promise<Db6> {
  const world = await makeWorld({ practice: false, ...(parent !== undefined && { parent }) });
  const { engine, places, bag } = world;
  const tools = path.join(places.base, 'tools of the office');
  await mkdir(tools);
  const tool = await makeNativeTool(tools);
  await Promise.all(
    ['ANALYZE', 'CHKSTAT', 'RECLAIM'].map(async (name) => {
      const program = path.join(tools, name);
      await copyFile(tool, program);
      await chmod(program, 0o755);
    }),
  );
  engine.tools.setFolder(tools);
  engine.tools.setOptions({ runner: 'native', limitMinutes: 1, codePage: '437', window: false });
  // What lies in a folder is known to nobody; on the list it has lines of its own.
  const postOfficeId = await engine.postOffices.add(places.postOffice, 'Harbour', null);
  const keyed = Object.entries(lines).map(
    ([step, line]) => [lineKey('db6-overhaul', 'positional', step), line] as const,
  );
  engine.repairs.setSettings(postOfficeId, {
    ...noRepairSettings,
    lines: Object.fromEntries(keyed),
    rules: [...rules],
  });
  const { bag: listed, vault } = await engine.bags.at(bag);
  const { record } = listed;
  if (!record) throw new Error('no record');
  const own = { ...listed, record: { ...record, postOffice: { id: postOfficeId, name: 'Harbour' } } };
  const plan = await engine.repairs.planStage(own, vault, { procedure: null, dialect: null });
  const { id } = await carryOut(engine, plan.id);
  await engine.repairs.setPassword(id, PASSWORD, false);
  const { copy } = await engine.repairs.view(id);
  return { ...world, id, copy, bagBefore: await treeHash(bag) };
}

/** Leaves out everything before a step. */
async function upTo({ engine, id }: Db6, step: string): Promise<void> {
  for (;;) {
    const { next } = await engine.repairs.view(id);
    if (next.step === step || next.step === null) return;
    await engine.repairs.skip(id, next.step, { by: 'Ann', note: '' });
  }
}

const good: OutputRule = { pattern: '^\\[ A all well\\]$', mark: 'good', label: null };

describe('what does not run to its end leaves the copy as it was', () => {
  test('a tool that deletes files, then hangs, and is cancelled', async () => {
    const db6 = await makeDb6({ look: 'C' });
    const { engine, id, copy } = db6;
    await upTo(db6, 'look');
    const before = await treeHash(copy);
    const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    const { runId, ended } = await engine.runs.start(plan.id);
    await vi.waitUntil(async () => (await saidBy(engine, id, 'look')).includes('hanging'), 20_000);
    expect((await engine.repairs.view(id)).runId).toBe(runId);
    await expect(engine.repairs.skip(id, 'look', { by: 'Ann', note: '' })).rejects.toMatchObject({
      code: 'already-running',
    });
    await rm(path.join(copy, 'MLANDATA'));
    engine.runs.cancel(runId);
    expect((await ended).verdict).toBe('cancelled');
    expect(await treeHash(copy)).toBe(before);
    const { next, steps, damaged } = await engine.repairs.view(id);
    expect({ next, damaged }).toEqual({ next: { needs: 'run', step: 'look' }, damaged: false });
    expect(steps.find((step) => step.id === 'look')?.outcome).toMatchObject({ failed: 'cancelled' });
    expect(processesIn(path.dirname(copy))).toEqual([]);
    expect(await treeHash(db6.bag)).toBe(db6.bagBefore);
  });

  test('a tool that prints without end is ended, and that is told', async () => {
    const db6 = await makeDb6({ look: 'F' });
    const { engine, id, copy } = db6;
    await upTo(db6, 'look');
    const before = await treeHash(copy);
    const { verdict, findings } = await go(engine, id);
    expect(verdict).toBe('failed');
    expect(findings.map(({ code, params }) => [code, params['failure']])).toEqual([
      ['tool-not-run', 'flooded'],
    ]);
    expect(findings.map((finding) => findingWords(finding).next).join()).toMatch(/run the step again/);
    expect(await treeHash(copy)).toBe(before);
  });

  test('a tool that crashes', async () => {
    const db6 = await makeDb6({ look: 'K' });
    const { engine, id } = db6;
    await upTo(db6, 'look');
    const { verdict, findings } = await go(engine, id);
    expect(verdict).toBe('failed');
    expect(findings[0]).toMatchObject({ code: 'tool-not-run', params: { failure: 'ended', how: 'SIGSEGV' } });
    expect((await engine.repairs.view(id)).next).toEqual({ needs: 'run', step: 'look' });
  });

  test('a disk that is full before a step, and in the middle of one', async ({ skip }) => {
    skip(cannotMount !== null, cannotMount ?? '');
    const db6 = await makeDb6({ look: 'A all well' }, [good]);
    const { engine, places } = db6;
    const small = path.join(places.base, 'small');
    await mkdir(small);
    mountMemory(small, 8_000_000);
    engine.tools.setWorkbench(small);
    const { bag: listed, vault } = await engine.bags.at(db6.bag);
    const plan = await engine.repairs.planStage(listed, vault, { procedure: null, dialect: null });
    const { id } = await carryOut(engine, plan.id);
    await engine.repairs.setLine(id, 'look', 'F', false);
    await engine.repairs.skip(id, 'accounts-before', { by: 'Ann', note: '' });
    const { copy } = await engine.repairs.view(id);
    const before = await treeHash(copy);
    const filled = path.join(small, 'something else');

    takeUp(filled, freeBytes(small));
    const failed = await go(engine, id);
    expect(failed.findings.map(({ code }) => code)).toEqual(['place-full']);
    expect(await treeHash(copy)).toBe(before);
    await rm(filled);

    // Room for the state before the step, and then the tool goes on printing.
    const { bytes } = await engine.repairs.view(id);
    takeUp(filled, freeBytes(small) - bytes - 1_000_000);
    const { verdict, findings } = await go(engine, id);
    expect(verdict).toBe('failed');
    expect(['tool-not-run', 'place-full']).toContain(findings[0]?.code);
    expect(await treeHash(copy)).toBe(before);
    await rm(filled);
    expect(await engine.runs.retryUndos()).toEqual([]);
    await engine.repairs.setLine(id, 'look', 'A all well', false);
    await go(engine, id);
    expect(await engine.repairs.view(id)).toMatchObject({ damaged: false });
    expect(await saidBy(engine, id, 'look')).toBe('[ A all well]');
  });
});

describe('what a tool says decides, and nothing else', () => {
  test('0 and errors in the output is bad; a person may go on, with name', async () => {
    const db6 = await makeDb6({ 'message-index': 'N' });
    const { engine, id } = db6;
    await upTo(db6, 'message-index');
    const { verdict, findings } = await go(engine, id);
    expect(verdict).toBe('findings');
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error tool-complaint',
      'error tool-complaint',
      'info tool-left-nothing',
    ]);
    const { next, steps } = await engine.repairs.view(id);
    expect(next).toEqual({ needs: 'person', step: 'message-index' });
    expect(steps.find((step) => step.id === 'message-index')?.outcome).toMatchObject({
      exitCode: 0,
      mark: 'bad',
      lines: { bad: 2 },
    });
    await expect(engine.repairs.planSteps(id, { all: true, typedName: '' })).rejects.toMatchObject({
      code: 'not-the-next-step',
    });
    const after = await engine.repairs.confirm(id, 'message-index', { by: 'Ann', note: 'known error' });
    expect(after.next.step).toBe('pointers');
    expect(after.events.at(-1)).toMatchObject({ by: 'Ann', text: 'go-on: known error' });
  });

  test('what fits no rule is never good, and neither is silence', async () => {
    const db6 = await makeDb6({ 'message-index': 'A finished', pointers: 'X 0', reclaim: 'O' });
    const { engine, id } = db6;
    await upTo(db6, 'message-index');
    await go(engine, id);
    expect((await engine.repairs.view(id)).next).toEqual({ needs: 'person', step: 'message-index' });
    await engine.repairs.confirm(id, 'message-index', { by: 'Ann', note: '' });
    await upTo(db6, 'reclaim');
    const { findings } = await go(engine, id);
    expect(findings.map(({ code }) => code)).toContain('output-not-understood');
    expect((await engine.repairs.view(id)).next).toEqual({ needs: 'person', step: 'reclaim' });
  });

  test('with rules of the post office’s own all goes by itself; the step for NFT errors is left out without any', async () => {
    const fine = 'A all well';
    const steps = ['look', 'message-index', 'pointers', 'directory-index', 'reclaim', 'prove'];
    const reports = { 'accounts-before': fine, 'accounts-after': fine };
    const lines = { ...Object.fromEntries(steps.map((step) => [step, fine])), ...reports };
    const { engine, id } = await makeDb6(lines, [good]);
    const { findings, verdict } = await go(engine, id, { all: true });
    expect(verdict).toBe('verified');
    expect(findings.filter(({ code }) => code !== 'tool-left-nothing').map(({ code }) => code)).toEqual([
      'step-left-out',
    ]);
    const { next, steps: after } = await engine.repairs.view(id);
    expect(next.needs).toBe('finished');
    expect(after.find((step) => step.id === 'nft')).toMatchObject({
      outcome: null,
      answer: { decision: 'skip' },
    });
  });

  test('the step for NFT errors is run when there are some', async () => {
    const fine = 'A all well';
    const rules: OutputRule[] = [good, { pattern: 'nft bad', mark: 'bad', label: 'NFT' }];
    const lines = { 'accounts-before': fine, look: 'A nft bad', nft: fine, 'message-index': 'N' };
    const { engine, id } = await makeDb6(lines, rules);
    await go(engine, id, { all: true });
    const { steps, next } = await engine.repairs.view(id);
    expect(steps.find((step) => step.id === 'nft')?.outcome).toMatchObject({ mark: 'good' });
    expect(next).toEqual({ needs: 'person', step: 'message-index' });
  });

  test('files that a tool removed are told by name, and come back with the step', async () => {
    const db6 = await makeDb6({ look: 'D {dir}/CLANDATA' });
    const { engine, id, copy } = db6;
    await upTo(db6, 'look');
    const before = await treeHash(copy);
    const { findings } = await go(engine, id);
    expect(findings.find(({ code }) => code === 'tool-removed-files')).toMatchObject({
      params: { count: 1, files: 'CLANDATA' },
    });
    await engine.repairs.takeBack(id, 'look', 'Ann');
    expect(await treeHash(copy)).toBe(before);
    expect(await treeHash(db6.bag)).toBe(db6.bagBefore);
  });
});

describe('what must not be run', () => {
  test('a line that removes mail, until the name of the post office is typed', async () => {
    const db6 = await makeDb6({ look: 'A /MESSAGES/DELETE/FOLDER/MSGLOG/DAYS/90' });
    const { engine, id } = db6;
    await upTo(db6, 'look');
    expect((await engine.repairs.view(id)).steps.find((step) => step.id === 'look')?.destructive).toBe(true);
    for (const typedName of ['', 'Leeds']) {
      const plan = await engine.repairs.planSteps(id, { all: false, typedName });
      await expect(engine.runs.start(plan.id)).rejects.toMatchObject({ code: 'line-destructive' });
    }
    await go(engine, id, { typedName: ' harbour ' });
    expect((await engine.repairs.view(id)).next.needs).toBe('person');
  });

  test('a tool that is not there, and one that nobody has shown', async () => {
    const db6 = await makeDb6({ look: 'A all well' });
    const { engine, id, places } = db6;
    await upTo(db6, 'look');
    await rename(
      path.join(places.base, 'tools of the office', 'ANALYZE'),
      path.join(places.base, 'elsewhere'),
    );
    const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    await expect(engine.runs.start(plan.id)).rejects.toMatchObject({ code: 'tool-not-shown' });
    engine.tools.setProgram('ANALYZE', path.join(places.base, 'nowhere'));
    const again = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    await expect(engine.runs.start(again.id)).rejects.toMatchObject({ code: 'tool-not-run' });
    engine.tools.setProgram('ANALYZE', path.join(places.base, 'elsewhere'));
    expect((await go(engine, id)).verdict).toBe('findings');
  });

  test('a DOS program by itself, as on 64-bit Windows: it says to use DOSBox', async () => {
    const db6 = await makeDb6({});
    const { engine, id, places } = db6;
    await upTo(db6, 'look');
    const program = path.join(places.base, 'ANALYZE.COM');
    await writeFile(program, Buffer.from([0xb8, 0x00, 0x4c, 0xcd, 0x21]));
    engine.tools.setProgram('ANALYZE', program);
    const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    const words = plan.findings.map((finding) => findingWords(finding).why).join();
    expect(words).toMatch(/is a DOS program\..*use DOSBox/);
  });

  test('what no source prints, before it is typed', async () => {
    const world = await makeWorld({ practice: false, shape: 'db8' });
    const { engine, bag } = world;
    const { bag: listed, vault } = await engine.bags.at(bag);
    const plan = await engine.repairs.planStage(listed, vault, { procedure: null, dialect: null });
    const { id } = await carryOut(engine, plan.id);
    const { steps, next } = await engine.repairs.view(id);
    expect(steps.map(({ commandLine }) => commandLine)).toEqual(steps.map(() => null));
    expect(steps.map(({ id: step, line }) => [step, line])).toEqual([
      ['accounts-before', ''],
      ['look', ''],
      ['restructure', ''],
      ['reclaim', ''],
      ['prove', ''],
      ['accounts-after', ''],
    ]);
    expect(next).toEqual({ needs: 'line', step: 'accounts-before' });
    const one = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    await expect(engine.runs.start(one.id)).rejects.toMatchObject({ code: 'line-missing' });
    const all = await engine.repairs.planSteps(id, { all: true, typedName: '' });
    const missing = all.findings.filter(({ code }) => code === 'line-missing');
    expect(missing.map(({ params, severity }) => [params['tool'], severity])).toEqual([
      ['CCRSTR', 'warning'],
      ['RECLAIM', 'warning'],
    ]);
    for (const step of ['accounts-before', 'look'])
      await engine.repairs.skip(id, step, { by: 'Ann', note: '' });
    const typed = await engine.repairs.setLine(id, 'restructure', '{name} {password} {dir} /M', false);
    expect(typed.steps[2]).toMatchObject({ line: '{name} {password} {dir} /M', changed: true });
  });

  test('a copy that somebody else has changed', async () => {
    const db6 = await makeDb6({ look: 'A all well' }, [good]);
    const { engine, id, copy } = db6;
    await upTo(db6, 'look');
    await writeFile(path.join(copy, 'USR00001'), 'by somebody else');
    expect((await engine.repairs.view(id)).damaged).toBe(true);
    const plan = await engine.repairs.planSteps(id, { all: false, typedName: '' });
    await expect(engine.runs.start(plan.id)).rejects.toMatchObject({ code: 'repair-damaged' });
  });
});

test('a password that was typed into a line becomes a placeholder again', async () => {
  const { engine, id } = await makeDb6({});
  const { steps } = await engine.repairs.setLine(
    id,
    'pointers',
    `Harbour ${PASSWORD} {dir} DIAGNOSTICS/R`,
    true,
  );
  expect(steps.find((step) => step.id === 'pointers')?.line).toBe('Harbour {password} {dir} DIAGNOSTICS/R');
  expect(JSON.stringify(engine.settings.get())).not.toContain(PASSWORD);
});
