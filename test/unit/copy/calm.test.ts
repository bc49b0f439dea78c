import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calm } from '../../../electron/copy/settling/calm';
import { tempFolder } from './fixtures';

let file: string;
let writing: NodeJS.Timeout | undefined;
beforeEach(() => {
  file = path.join(tempFolder(), 'MLANDATA');
  fs.writeFileSync(file, 'x');
});
afterEach(() => clearInterval(writing));

const never = new AbortController().signal;

describe('waiting for calm', () => {
  it('goes on while a file that moved is still written to, and ends when that has stopped', async () => {
    let writes = 0;
    writing = setInterval(() => {
      if (++writes > 10) clearInterval(writing);
      else fs.appendFileSync(file, 'x');
    }, 60);
    await calm([file], never);
    expect(writes, 'it ended in the middle of the writing').toBeGreaterThan(10);
  });

  it('does not wait for ever for a file that is always written to', async () => {
    let writes = 0;
    writing = setInterval(() => fs.appendFileSync(file, String(writes++)), 20);
    await calm([file], never);
    expect(writes).toBeGreaterThan(0);
  });

  it('does not mind a file that is gone', async () => {
    await calm([`${file} gone`], never);
  });

  it('ends when a person cancels', async () => {
    const controller = new AbortController();
    writing = setInterval(() => fs.appendFileSync(file, 'x'), 20);
    setTimeout(() => controller.abort(), 100);
    await expect(calm([file], controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
