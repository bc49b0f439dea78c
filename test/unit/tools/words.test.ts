/**
 * Motivation: a person who has never typed these commands must understand why one did not run.
 * Description: every reason there is.
 * Pass criteria: each is one or more whole sentences, and nothing in them was left unfilled.
 */
import { describe, expect, test } from 'vitest';
import { CodePage, RunnerId, RunnerReason, ToolReason } from '../../../shared/tools';
import { codePageWords, runnerReason, runnerWords, toolTrouble } from '../../../shared/words/tools';

const params = {
  tool: 'CHKSTAT.EXE',
  program: 'DOSBox',
  folder: '/srv/tools',
  argument: '>out',
  reason: 'ENOSPC',
  how: 'SIGSEGV',
  length: 130,
  most: 126,
  mostBytes: 1_000_000,
  ms: 60_000,
  number: 8,
};

describe('words', () => {
  test.for(ToolReason.options)('why a tool did not run: %s', (code) => {
    const text = toolTrouble({ code, params });
    expect(text).toMatch(/^[A-Z“]/);
    expect(text).not.toMatch(/undefined|NaN|\{|\$/);
  });

  test.for(RunnerReason.options)('why a runner cannot be used: %s', (code) => {
    const text = runnerReason({ code, params });
    expect(text).toMatch(/^[A-Z]/);
    expect(text).not.toMatch(/undefined|NaN|\{|\$/);
  });

  test('what a DOS error means, also one that is not known', () => {
    const said = (number: number): string =>
      toolTrouble({ code: 'not-loaded', params: { ...params, number } });
    expect(said(8)).toBe('DOS could not load CHKSTAT.EXE: there is not enough memory.');
    expect(said(99)).toBe('DOS could not load CHKSTAT.EXE: error 99.');
  });

  test('every runner and code page has a name', () => {
    for (const id of RunnerId.options) expect(runnerWords[id].name).not.toBe('');
    for (const page of CodePage.options) expect(codePageWords[page]).toContain(page);
  });
});
