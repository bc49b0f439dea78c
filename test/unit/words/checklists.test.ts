/**
 * Motivation: a proof is worth as much as what a person was asked to look at.
 * Description: the usual checklists are read as the settings of a post office would read them.
 * Pass criteria: each point of domain.md 5.3 that a machine cannot check is asked, with help; a practice post office is never
 * called cc:Mail; no tool of the other format is named.
 */
import { expect, test } from 'vitest';
import { usualChecklist } from '../../../shared/checklists';
import { ProofSettings } from '../../../shared/proof';

const lists = [
  ['ccmail-db6', false],
  ['ccmail-db8', false],
  ['ccmail-db6', true],
  ['ccmail-db8', true],
] as const;

test.each(lists)('%s, practice %s: can be kept as the list of a post office', (format, practice) => {
  const items = usualChecklist(format, practice);
  expect(ProofSettings.parse({ items }).items).toEqual(items);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  for (const { question, help } of items) {
    expect(question).toMatch(/\?$/);
    expect(help.length).toBeGreaterThan(60);
  }
});

test.each(['ccmail-db6', 'ccmail-db8'] as const)('%s: every point for a person is asked', (format) => {
  const text = usualChecklist(format, false)
    .map(({ question, help }) => `${question} ${help}`)
    .join('\n');
  for (const asked of [
    'EXPORT',
    'accounts',
    'ADMIN',
    'log in',
    'Inbox',
    'attachment',
    'folder',
    'bulletin board',
    'test message',
    'Router first',
    'recovery point',
  ]) {
    expect(text).toContain(asked);
  }
});

test('each format is told of its own tools', () => {
  const accounts = (format: 'ccmail-db6' | 'ccmail-db8') =>
    usualChecklist(format, false).find(({ id }) => id === 'accounts')?.help;
  expect(accounts('ccmail-db6')).toContain('STATUSERS/N');
  expect(accounts('ccmail-db6')).not.toContain('DIRSTAT');
  expect(accounts('ccmail-db8')).toContain('DIRSTAT');
});

test('a practice post office is never called cc:Mail', () => {
  expect(JSON.stringify(usualChecklist('ccmail-db6', true))).not.toMatch(/cc:?mail/i);
});
