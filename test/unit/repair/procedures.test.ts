/**
 * Motivation: the command lines are the mission; a wrong one is run on somebody's mail.
 * Description: the procedures are held against what the sources print (domain.md 3.2 and 3.5), word by word.
 * Pass criteria: the order and every line that a source prints; every other line is empty, whatever may be suggested.
 */
import { expect, test } from 'vitest';
import { procedures, proceduresFor, type Dialect, type ProcedureId } from '../../../shared/procedures';

const linesOf = (id: ProcedureId, dialect: Dialect): string[] =>
  procedures[id].steps.map(({ tool, lines }) => `${tool} ${lines[dialect].known}`.trim());

test('the overhaul of DB6 has the seven steps of GSS in their order, with the account report before and after', () => {
  expect(linesOf('db6-overhaul', 'positional')).toEqual([
    'CHKSTAT {name} {password} {dir} STATUSERS/N',
    'ANALYZE {dir} DIAGNOSTICS',
    'CHKSTAT {name} {password} {dir} NFT/C',
    'CHKSTAT {name} {password} {dir} DIAGNOSTICS/M',
    'CHKSTAT {name} {password} {dir} DIAGNOSTICS/R',
    'RECLAIM {name} {password} {dir} DIRECTORY DIAGNOSTICS/A',
    'RECLAIM {name} {password} {dir}',
    'ANALYZE {dir} DIAGNOSTICS',
    'CHKSTAT {name} {password} {dir} STATUSERS/N',
  ]);
  const conditional = procedures['db6-overhaul'].steps.filter(({ onlyIf }) => onlyIf !== null);
  expect(conditional.map(({ id, onlyIf }) => [id, onlyIf])).toEqual([
    ['nft', { step: 'look', label: 'NFT' }],
  ]);
});

test('maintenance of DB6 is CHKSTAT and RECLAIM between two looks', () => {
  expect(linesOf('db6-maintenance', 'positional').slice(1, -1)).toEqual([
    'ANALYZE {dir} DIAGNOSTICS',
    'CHKSTAT {name} {password} {dir} DIAGNOSTICS/M',
    'CHKSTAT {name} {password} {dir} DIAGNOSTICS/R',
    'RECLAIM {name} {password} {dir}',
    'ANALYZE {dir} DIAGNOSTICS',
  ]);
});

test('for DB8 no source prints the lines, so all but the report of accounts are empty', () => {
  expect(linesOf('db8-repair', 'positional')).toEqual([
    'DIRSTAT',
    'ANALYZE',
    'CCRSTR',
    'RECLAIM',
    'ANALYZE',
    'DIRSTAT',
  ]);
  expect(linesOf('db8-repair', 'switches')).toEqual([
    'DIRSTAT /N {name} /P {password} /D {dir} /DL /LU',
    'ANALYZE',
    'CCRSTR',
    'RECLAIM',
    'ANALYZE',
    'DIRSTAT /N {name} /P {password} /D {dir} /DL /LU',
  ]);
});

test('what no source prints is only suggested, and says so', () => {
  for (const { id, steps } of Object.values(procedures)) {
    for (const step of steps) {
      for (const line of Object.values(step.lines)) {
        expect(line.source === 'unknown', `${id} ${step.id}`).toBe(line.known === '');
        if (line.known !== '') expect(line.suggested).toBe('');
      }
    }
  }
});

test('steps have names of their own, and a condition asks for an earlier one', () => {
  for (const { steps } of Object.values(procedures)) {
    const ids = steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [at, { onlyIf }] of steps.entries()) {
      if (onlyIf) expect(ids.indexOf(onlyIf.step)).toBeLessThan(at);
    }
  }
});

test('a practice post office has the practice tools and nothing else', () => {
  expect(proceduresFor('ccmail-db6', true)).toEqual(['practice']);
  expect(proceduresFor('ccmail-db6', false)).toEqual(['db6-overhaul', 'db6-maintenance']);
  expect(proceduresFor('ccmail-db8', false)).toEqual(['db8-repair']);
  expect(procedures.practice.steps.every(({ tool }) => tool === 'PRACTOOL')).toBe(true);
});
