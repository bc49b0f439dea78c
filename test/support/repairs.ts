import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Engine } from '../../electron/engine/engine';
import { centralFiles } from '../../electron/practice/files';
import { PAGE_BYTES } from '../../electron/practice/layout';
import type { KeyStore } from '../../electron/settings/secrets';
import type { PracticeShape } from '../../shared/practice';
import type { RepairView } from '../../shared/repair';
import type { RunRecord } from '../../shared/run';
import { damage } from '../unit/practice/set';
import { backUp, startEngine } from './backup';
import { makePlaces, type Places } from './places';
import { makePostOffice } from './post-office';

/** The password in all these tests; nothing may ever show it. */
export const PASSWORD = 'Gr1msby-Dock';

/** A home, a vault with one bag in it, and an engine that is closed when the test has finished. */
export interface World {
  readonly places: Places;
  readonly engine: Engine;
  readonly bag: string;
}

export interface Wanted {
  readonly shape?: PracticeShape;
  /** Without its marker it is taken for a post office of cc:Mail, whose tools can be anything. */
  readonly practice?: boolean;
  readonly parent?: string;
  readonly keyStore?: KeyStore;
}

/** A damaged post office in a bag: pages of its message store are gone. */
export async function makeWorld({
  shape = 'db6',
  practice = true,
  parent,
  keyStore,
}: Wanted = {}): Promise<World> {
  const places = await makePlaces(parent);
  await makePostOffice(places.postOffice, { shape });
  await damage(places.postOffice, centralFiles(shape).store, (bytes) =>
    bytes.fill(0, 10 * PAGE_BYTES, 13 * PAGE_BYTES),
  );
  if (!practice) await rm(path.join(places.postOffice, 'PRACTICE.TXT'));
  const engine = await startEngine(places.home, keyStore);
  onTestFinished(async () => await engine.close());
  const { bag } = await backUp(engine, places.postOffice, places.vault);
  if (bag === null) throw new Error('no bag');
  return { places, engine, bag };
}

/** Carries out a plan and waits for its end. */
export async function carryOut(engine: Engine, planId: string): Promise<RunRecord> {
  return await (
    await engine.runs.start(planId)
  ).ended;
}

/** Makes the private copy of a bag. @returns the repair */
export async function begin({ engine, bag }: World): Promise<RepairView> {
  const { bag: listed, vault } = await engine.bags.at(bag);
  const plan = await engine.repairs.planStage(listed, vault, { procedure: null, dialect: null });
  const { id, verdict } = await carryOut(engine, plan.id);
  expect(verdict).toBe('verified');
  return await engine.repairs.view(id);
}

/** Runs the next step, or all. */
export async function go(
  engine: Engine,
  id: string,
  request: { all?: boolean; typedName?: string } = {},
): Promise<RunRecord> {
  const plan = await engine.repairs.planSteps(id, { all: false, typedName: '', ...request });
  return await carryOut(engine, plan.id);
}

/** All that a step's tool said. */
export async function saidBy(engine: Engine, id: string, step: string): Promise<string> {
  const { lines } = await engine.repairs.output(id, step, { offset: 0, limit: 10_000 });
  return lines.map(({ text }) => text).join('\n');
}
