import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../../electron/engine/engine';
import { readLedger, readLog } from '../../../electron/engine/journal-views';
import { forkNode } from '../../../electron/run/child-node';
import { noKeyStore } from '../../../electron/settings/secrets';
import { entryPath } from '../../../electron/run/entries';
import { makePractice } from '../../../electron/practice/maker';
import { settlingOf } from '../../support/backup';
import { usualBackupOptions, type RunRecord } from '../../../shared/run';

/**
 * The engine as app and CLI use it, on real files with its real worker threads.
 * Pass criteria: what a person sees afterwards is what lies on the disk.
 */
let folder: string;
let postOfficePath: string;
let vaultPath: string;
let engine: Engine;
let vaultId: string;
let postOfficeId: string;

const startEngine = (): Promise<Engine> =>
  Engine.start(path.join(folder, 'home'), {
    fork: forkNode,
    entry: entryPath,
    software: 'Postbag test',
    keyStore: noKeyStore,
  });

beforeEach(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-engine-')));
  postOfficePath = path.join(folder, 'Leeds', 'CCDATA');
  vaultPath = path.join(folder, 'vault');
  fs.mkdirSync(vaultPath);
  fs.mkdirSync(postOfficePath, { recursive: true });
  await makePractice(postOfficePath, { shape: 'db8', users: 20, messages: 200, seed: 7 });
  engine = await startEngine();
  vaultId = await engine.bags.addVault(vaultPath);
  postOfficeId = await engine.postOffices.add(postOfficePath, 'Leeds', null);
});
afterEach(async () => {
  await engine.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function backUp(): Promise<RunRecord> {
  const plan = await engine.planBackup(
    engine.postOffices.known(postOfficeId),
    vaultPath,
    'linear',
    usualBackupOptions,
  );
  return await (
    await engine.runs.start(plan.id)
  ).ended;
}

describe('a backup', () => {
  it('copies group by group: no file of a group is begun before the last one of the group before it is done', async () => {
    const record = await backUp();
    const { entries, total } = await readLedger(engine.runs.journalOf(record.id), {
      offset: 0,
      limit: 1000,
      onlyChanged: false,
    });
    expect(total).toBe(record.files);
    const order = ['users', 'directory', 'store'] as const;
    const spans = order.map((group) => {
      const mine = entries.filter((entry) => entry.group === group);
      return [
        mine.map((entry) => entry.startedAt).sort()[0],
        mine
          .map((entry) => entry.endedAt)
          .sort()
          .at(-1),
      ];
    });
    expect(spans[0]?.[1] && spans[1]?.[0] && spans[0][1] <= spans[1][0]).toBe(true);
    expect(spans[1]?.[1] && spans[2]?.[0] && spans[1][1] <= spans[2][0]).toBe(true);
    // It settled: the copy is of a moment after all of it was copied.
    const { interval } = settlingOf(record);
    expect(record.recoveryPoint).toBe(interval?.to);
    expect(interval && spans[2]?.[1] && interval.from >= spans[2][1] && interval.from < interval.to).toBe(
      true,
    );
  });

  it('is in the vault, on the list and in the history, and says the same everywhere', async () => {
    const record = await backUp();
    expect(record).toMatchObject({
      kind: 'backup',
      verdict: 'findings',
      grade: 'instant',
      postOffice: 'Leeds',
    });
    expect(record.findings.map((finding) => finding.code)).toEqual(['same-disk']);
    const [bag] = await engine.bags.list();
    expect(bag).toMatchObject({ path: record.bag, postOffice: 'Leeds', grade: 'instant', practice: true });
    expect(bag?.lastVerified).toMatchObject({ valid: true, runId: record.id });
    const [row] = await engine.postOffices.list();
    expect(row?.lastBackup).toMatchObject({ runId: record.id, bagId: bag?.id, verdict: 'findings' });
    expect((await engine.runs.list()).map((run) => run.id)).toEqual([record.id]);
  });

  it('has the post office byte for byte, without the marker of a shut-down one', async () => {
    fs.writeFileSync(path.join(postOfficePath, 'CCPODOWN'), 'closed');
    fs.writeFileSync(path.join(postOfficePath, 'NOTES.XYZ'), 'of unknown purpose');
    const record = await backUp();
    expect(record.findings.map((finding) => finding.code)).toEqual(
      expect.arrayContaining(['shutdown-marker-left-out', 'unrecognised-files']),
    );
    const data = path.join(record.bag ?? '', 'data');
    expect(fs.readdirSync(data).sort()).toEqual(
      fs
        .readdirSync(postOfficePath)
        .filter((name) => name !== 'CCPODOWN')
        .sort(),
    );
    for (const name of fs.readdirSync(data)) {
      expect(
        fs.readFileSync(path.join(data, name)).equals(fs.readFileSync(path.join(postOfficePath, name))),
      ).toBe(true);
      expect(Math.floor(fs.statSync(path.join(data, name)).mtimeMs / 1000)).toBe(
        Math.floor(fs.statSync(path.join(postOfficePath, name)).mtimeMs / 1000),
      );
    }
    execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: record.bag ?? '' });
  });

  it('names a file that no bag can hold, and saves the others', async () => {
    fs.writeFileSync(path.join(postOfficePath, 'C:evil'), 'x');
    const record = await backUp();
    expect(record.findings).toContainEqual(
      expect.objectContaining({
        code: 'name-not-possible',
        severity: 'error',
        params: { count: 1, names: 'C:evil' },
      }),
    );
    expect(record.verdict).toBe('findings');
    expect(fs.existsSync(path.join(record.bag ?? '', 'data', 'CCPOMS'))).toBe(true);
  });

  it('never calls a practice post office cc:Mail, in anything it leaves behind', async () => {
    const record = await backUp();
    for (const file of ['bag-info.txt', 'postbag/report.txt']) {
      expect(fs.readFileSync(path.join(record.bag ?? '', file), 'utf8')).not.toMatch(/cc:?mail/i);
    }
  });

  it('is refused while another one works on the same post office, under any of its names', async () => {
    const link = path.join(folder, 'link');
    fs.symlinkSync(postOfficePath, link);
    const known = engine.postOffices.known(postOfficeId);
    const first = await engine.planBackup(known, vaultPath, 'linear', usualBackupOptions);
    const second = await engine.planBackup({ ...known, path: link }, vaultPath, 'linear', usualBackupOptions);
    const running = await engine.runs.start(first.id);
    await expect(engine.runs.start(second.id)).rejects.toMatchObject({
      code: 'already-running',
      params: { pid: String(process.pid) },
    });
    expect((await running.ended).bag).not.toBeNull();
  });

  it('can be asked about as soon as it was started', async () => {
    const plan = await engine.planBackup(
      engine.postOffices.known(postOfficeId),
      vaultPath,
      'linear',
      usualBackupOptions,
    );
    const { runId, ended } = await engine.runs.start(plan.id);
    expect(await engine.runs.record(runId)).toMatchObject({ id: runId, verdict: null });
    expect((await engine.runs.plan(runId)).id).toBe(plan.id);
    await ended;
  });

  it('can be started once for each plan that was seen', async () => {
    const plan = await engine.planBackup(
      engine.postOffices.known(postOfficeId),
      vaultPath,
      'linear',
      usualBackupOptions,
    );
    await (
      await engine.runs.start(plan.id)
    ).ended;
    await expect(engine.runs.start(plan.id)).rejects.toMatchObject({ code: 'plan-unknown' });
  });

  it('is not started when its plan found what stops it', async () => {
    const inside = path.join(postOfficePath, 'vault');
    fs.mkdirSync(inside);
    const plan = await engine.planBackup(
      engine.postOffices.known(postOfficeId),
      inside,
      'linear',
      usualBackupOptions,
    );
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ code: 'vault-inside-post-office', severity: 'error' }),
    );
    await expect(engine.runs.start(plan.id)).rejects.toMatchObject({ code: 'vault-inside-post-office' });
    expect(fs.readdirSync(inside)).toEqual([]);
  });

  it('that failed does not hide when the last bag was sealed', async () => {
    const good = await backUp();
    const plan = await engine.planBackup(
      engine.postOffices.known(postOfficeId),
      vaultPath,
      'linear',
      usualBackupOptions,
    );
    fs.renameSync(path.join(postOfficePath, 'CCPOMS'), path.join(folder, 'CCPOMS'));
    const failed = await (await engine.runs.start(plan.id)).ended;
    expect(failed).toMatchObject({ verdict: 'failed', bag: null });
    expect(failed.findings).toMatchObject([{ code: 'post-office-partial', params: { missing: 'CCPOMS' } }]);
    const [row] = await engine.postOffices.list();
    expect(row?.lastBackup).toMatchObject({ runId: failed.id, verdict: 'failed', sealedAt: good.endedAt });
  });

  it('is cancelled at any moment and leaves nothing in the vault', async () => {
    const plan = await engine.planBackup(
      engine.postOffices.known(postOfficeId),
      vaultPath,
      'linear',
      usualBackupOptions,
    );
    const run = await engine.runs.start(plan.id);
    engine.events.on('run-progress', () => engine.runs.cancel(run.runId));
    const record = await run.ended;
    expect(record.verdict).toBe('cancelled');
    expect(record.pendingUndos).toEqual([]);
    expect(fs.readdirSync(vaultPath)).toEqual([]);
  });

  it('can be read in the log, step by step', async () => {
    const record = await backUp();
    const { lines, total } = await readLog(engine.runs.journalOf(record.id), { offset: 0, limit: 1000 });
    expect(total).toBe(lines.length);
    const texts = lines.map((line) => line.text);
    expect(texts[0]).toContain('postbag backup Leeds');
    expect(texts.at(-1)).toContain('Ended');
    const page = await readLog(engine.runs.journalOf(record.id), { offset: 3, limit: 2 });
    expect(page.lines).toEqual(lines.slice(3, 5));
  });
});

describe('verifying again', () => {
  it('finds one tampered byte, names the file, and remembers it for the bag', async () => {
    const record = await backUp();
    const [row] = await engine.bags.list();
    const handle = fs.openSync(path.join(record.bag ?? '', 'data', 'CCPOMS'), 'r+');
    fs.writeSync(handle, Buffer.from([0xff]), 0, 1, 700);
    fs.closeSync(handle);
    const { bag, vault } = await engine.bags.find(row?.id ?? '');
    const plan = engine.planVerify(bag, vault.path);
    const verified = await (await engine.runs.start(plan.id)).ended;
    expect(verified.verdict).toBe('failed');
    expect(verified.findings).toContainEqual(
      expect.objectContaining({
        code: 'bag-problem',
        params: expect.objectContaining({ kind: 'checksum-differs', path: 'data/CCPOMS' }) as unknown,
      }),
    );
    expect((await engine.bags.list())[0]?.lastVerified).toMatchObject({ valid: false, runId: verified.id });
  });

  it('of a sound bag changes nothing in it', async () => {
    const record = await backUp();
    const before = fs.readdirSync(record.bag ?? '', { recursive: true }).sort();
    const { bag, vault } = await engine.bags.at(record.bag ?? '');
    const verified = await (await engine.runs.start(engine.planVerify(bag, vault).id)).ended;
    expect(verified).toMatchObject({ verdict: 'verified', files: record.files });
    expect(fs.readdirSync(record.bag ?? '', { recursive: true }).sort()).toEqual(before);
  });
});

describe('the list of post offices', () => {
  it('refuses a name or a folder twice, and what is no whole post office', async () => {
    const other = path.join(folder, 'other');
    fs.mkdirSync(other);
    await expect(engine.postOffices.add(other, 'X', null)).rejects.toMatchObject({
      code: 'not-a-post-office',
    });
    fs.writeFileSync(path.join(other, 'CLANDATA'), 'x');
    await expect(engine.postOffices.add(other, 'X', null)).rejects.toMatchObject({
      code: 'post-office-partial',
    });
    fs.writeFileSync(path.join(other, 'mlandata'), 'x');
    await expect(engine.postOffices.add(other, 'LEEDS', null)).rejects.toMatchObject({ code: 'name-taken' });
    await expect(engine.postOffices.add(postOfficePath, 'Y', null)).rejects.toMatchObject({
      code: 'name-taken',
    });
    await engine.postOffices.add(other, 'Other', null);
    expect((await engine.postOffices.list()).map((row) => row.name)).toEqual(['Leeds', 'Other']);
  });

  it('finds post offices below a folder and names them after the folder above CCDATA', async () => {
    const found = await engine.postOffices.find(folder, new AbortController().signal, (place) => place);
    expect(found.complete).toBe(true);
    expect(found.found).toMatchObject([{ path: postOfficePath, known: true, suggestedName: 'Leeds 2' }]);
  });

  it('shows why a folder that went away cannot be looked at', async () => {
    fs.renameSync(postOfficePath, `${postOfficePath} away`);
    engine.postOffices.forgetLooks();
    expect(await engine.postOffices.list()).toMatchObject([
      { inventory: null, problem: { code: 'post-office-not-found' } },
    ]);
  });

  it('takes changed patterns to heart in the next inventory', async () => {
    fs.writeFileSync(path.join(postOfficePath, 'NOTES.XYZ'), 'x');
    expect((await engine.postOffices.takeInventory(postOfficeId)).unrecognised).toEqual(['NOTES.XYZ']);
    engine.postOffices.setPatterns(postOfficeId, { auxiliary: ['*.xyz', 'PRACTICE.TXT'] });
    const inventory = await engine.postOffices.takeInventory(postOfficeId);
    expect(inventory.unrecognised).toEqual([]);
    expect(inventory.auxiliary).toContain('NOTES.XYZ');
    expect(() => engine.postOffices.setPatterns(postOfficeId, { user: ['../*'] })).toThrow(
      expect.objectContaining({ code: 'pattern-invalid' }),
    );
  });

  it('forgets one without touching a file', async () => {
    const before = fs.readdirSync(postOfficePath);
    await engine.postOffices.forget(postOfficeId);
    expect(await engine.postOffices.list()).toEqual([]);
    expect(fs.readdirSync(postOfficePath)).toEqual(before);
  });
});

describe('the next start', () => {
  it('knows everything again', async () => {
    const record = await backUp();
    await engine.close();
    engine = await startEngine();
    expect(engine.notices).toEqual([]);
    expect(await engine.runs.list()).toMatchObject([
      { id: record.id, bag: record.bag, verdict: record.verdict },
    ]);
    expect(await engine.bags.list()).toHaveLength(1);
    expect((await engine.bags.vaults())[0]).toMatchObject({ id: vaultId, available: true, bags: 1 });
  });

  it('knows that a run which was stopped just behind the sealing of its bag had made it', async () => {
    const record = await backUp();
    await engine.close();
    const journal = engine.runs.journalOf(record.id);
    const lines = fs.readFileSync(journal, 'utf8').split('\n');
    const sealing = lines.findIndex((line) => line.includes('"type":"intent"'));
    fs.writeFileSync(journal, `${lines.slice(0, sealing + 1).join('\n')}\n`);
    fs.rmSync(path.join(path.dirname(journal), 'summary.json'));
    engine = await startEngine();
    expect(engine.notices).toMatchObject([{ code: 'process-died-done', severity: 'info' }]);
    expect(await engine.runs.list()).toMatchObject([
      { bag: record.bag, verdict: 'findings', pendingUndos: [] },
    ]);
    expect(await engine.bags.list()).toHaveLength(1);
  });

  it('shows a vault that is away as away, and loses nothing by it', async () => {
    await backUp();
    fs.renameSync(vaultPath, `${vaultPath} away`);
    expect(await engine.bags.vaults()).toMatchObject([{ available: false, bags: 0 }]);
    expect(await engine.bags.list()).toEqual([]);
    fs.renameSync(`${vaultPath} away`, vaultPath);
    expect(await engine.bags.list()).toHaveLength(1);
  });
});
