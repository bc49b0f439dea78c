/**
 * A person's word while a post office is closed: to go on although somebody is there, to close before the time is over,
 * and what becomes of a post office when no word comes.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../electron/engine/engine';
import type { AccessPhase } from '../../../shared/access';
import { usualBackupOptions, type BackupOptions, type RunRecord } from '../../../shared/run';
import { startEngine } from '../../support/backup';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';

/** A program that has a file of the post office open until the test ends, and changes nothing. */
async function holder({ postOffice }: Places): Promise<void> {
  const file = path.join(postOffice, 'MLANDATA');
  const script = `require('fs').openSync(${JSON.stringify(file)}, 'r+'); console.log('open'); setInterval(() => 0, 1000)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
}

interface Running {
  readonly engine: Engine;
  readonly runId: string;
  readonly ended: Promise<RunRecord>;
  /** Settles when the run is that far. */
  readonly reaches: (phase: AccessPhase) => Promise<void>;
}

async function shutDown(places: Places, shutdown: Partial<BackupOptions['shutdown']>): Promise<Running> {
  const { home, vault, postOffice } = places;
  const engine = await startEngine(home);
  onTestFinished(() => engine.close());
  const phases: AccessPhase[] = [];
  const waiting = new Set<() => void>();
  engine.events.on('run-changed', ({ access }) => {
    if (access) phases.push(access.phase);
    for (const wake of waiting) wake();
  });
  const usual = usualBackupOptions.shutdown;
  const options = {
    ...usualBackupOptions,
    shutdown: { ...usual, graceMinutes: 0, quietSeconds: 1, ...shutdown },
  };
  const known = engine.postOffices.adHoc(postOffice, 'Harbour');
  const plan = await engine.planBackup(known, vault, 'shutdown', options);
  const { runId, ended } = await engine.runs.start(plan.id);
  const reaches = async (phase: AccessPhase): Promise<void> => {
    while (!phases.includes(phase)) await new Promise<void>((resolve) => waiting.add(resolve));
  };
  return { engine, runId, ended, reaches };
}

test('a person goes on although somebody is connected: it is copied, is not closed, and says so', async () => {
  const places = await makePlaces();
  await makePostOffice(places.postOffice);
  await holder(places);
  const { engine, runId, ended, reaches } = await shutDown(places, { disconnect: 'ask', notQuiet: 'stop' });
  await reaches('disconnecting');
  expect(existsSync(path.join(places.postOffice, 'CCPODOWN'))).toBe(true);
  engine.runs.wish(runId, 'go-on');
  const record = await ended;
  expect(record).toMatchObject({
    grade: 'instant',
    access: { quiet: null, stayedQuiet: false, phase: 'open' },
  });
  expect(record.findings.map(({ code }) => code)).toContain('went-on-not-quiet');
  expect(existsSync(path.join(places.postOffice, 'CCPODOWN'))).toBe(false);
});

test('a program that holds a file is asked to end when everybody is to be disconnected', async () => {
  const places = await makePlaces();
  await makePostOffice(places.postOffice);
  await holder(places);
  const { engine, runId, ended, reaches } = await shutDown(places, { disconnect: 'ask' });
  await reaches('disconnecting');
  engine.runs.wish(runId, 'disconnect-all');
  expect(await ended).toMatchObject({ grade: 'closed', access: { stayedQuiet: true } });
});

test('the grace period can be cut short, and the post office is open until then', async () => {
  const places = await makePlaces();
  await makePostOffice(places.postOffice);
  const { engine, runId, ended, reaches } = await shutDown(places, { graceMinutes: 60 });
  await reaches('telling');
  expect(existsSync(path.join(places.postOffice, 'CCPODOWN'))).toBe(false);
  expect(() => engine.runs.wish(runId, 'disconnect-all')).toThrow(
    expect.objectContaining({ code: 'run-not-holding' }),
  );
  engine.runs.wish(runId, 'go-on');
  expect(await ended).toMatchObject({ grade: 'closed' });
});
