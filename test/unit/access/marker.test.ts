import { chmod, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeMarker, marker, removeMarker } from '../../../electron/access/marker';
import { makeMarkerFile, markerText } from '../../../electron/access/marker-file';
import { accessConformance, RUN_ID } from '../../conformance/access';
import { asNobody } from '../postoffice/as-nobody';
import { placeAt, postOfficeFolder } from './places';

const DRAFT = `.postbag-${RUN_ID}.tmp`;

async function contentOf(root: string): Promise<string> {
  const names = (await readdir(root)).sort();
  const texts = await Promise.all(
    names.map(async (name) => `${name}: ${await readFile(path.join(root, name), 'utf8')}`),
  );
  return texts.join('\n');
}

accessConformance(
  'the marker file',
  async () => {
    const root = await postOfficeFolder();
    return {
      adapter: marker,
      place: placeAt(root),
      undo: removeMarker,
      state: async () => await contentOf(root),
      end: async () => await Promise.resolve(),
    };
  },
  { closes: true, lists: false, ends: false },
);

async function closed(message = '') {
  const root = await postOfficeFolder();
  const closing = await makeMarker(message).closing?.(placeAt(root), RUN_ID);
  if (!closing) throw new Error('it cannot close');
  const file = path.join(root, 'CCPODOWN');
  return { root, file, closing, undo: async () => await removeMarker(closing.undo.params, RUN_ID) };
}

describe('the marker', () => {
  it('holds what people are told, and the run that made it, for everybody to read', async () => {
    const { root, file, closing } = await closed('Back at 7.\nÄnne, please log out.');
    await closing.act();
    const lines = (await readFile(file, 'utf8')).split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['Back at 7.', 'Änne, please log out.']);
    expect(lines.slice(-2)).toEqual([`Postbag run ${RUN_ID}`, '']);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect((await readdir(root)).sort()).toEqual(['CCPODOWN', 'CLANDATA', 'MLANDATA']);
  });

  it.each(['CCPODOWN', 'ccpodown', 'CcPoDown'])('of somebody else, %s, is seen and stays', async (name) => {
    const root = await postOfficeFolder();
    await writeFile(path.join(root, name), '');
    expect(await marker.look(placeAt(root))).toEqual({
      lists: false,
      closes: false,
      reason: { code: 'closed-by-somebody-else', params: { file: name } },
      target: 'CCPODOWN',
    });
    const refused = { stage: 'close', code: 'closed-by-somebody-else', params: { file: name } };
    await expect(marker.closing?.(placeAt(root), RUN_ID)).rejects.toMatchObject(refused);
    expect(await removeMarker({ root }, RUN_ID)).toBe(false);
    expect(await readdir(root)).toContain(name);
  });

  it.each(['CCPODOWN', 'ccpodown'])('is not made over %s, that came in between', async (name) => {
    const { root, closing, undo } = await closed();
    await writeFile(path.join(root, name), 'by hand');
    await expect(closing.act()).rejects.toMatchObject({ code: 'closed-by-somebody-else' });
    expect(await undo()).toBe(false);
    expect(await readFile(path.join(root, name), 'utf8')).toBe('by hand');
    expect(await readdir(root)).toHaveLength(3);
  });

  it('is removed with its draft, wherever a crash came in between', async () => {
    const { root, file, closing, undo } = await closed();
    await writeFile(path.join(root, DRAFT), 'Postbag cl');
    expect(await undo()).toBe(true);
    await closing.act();
    await link(file, path.join(root, DRAFT));
    expect(await undo()).toBe(true);
    expect((await readdir(root)).sort()).toEqual(['CLANDATA', 'MLANDATA']);
  });

  it('is known again when somebody wrote its name in another case, and left when its text was changed', async () => {
    const { root, file, closing, undo } = await closed();
    await closing.act();
    await rename(file, path.join(root, 'ccpodown'));
    expect(await undo()).toBe(true);
    await closing.act();
    await writeFile(file, 'Repair under way, Bob');
    expect(await undo()).toBe(false);
    expect(await readFile(file, 'utf8')).toBe('Repair under way, Bob');
  });

  it('stays to be removed while the post office is away', async () => {
    const { root, closing, undo } = await closed();
    await closing.act();
    await rename(root, `${root} away`);
    await expect(undo()).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(root); // the place of a disk that is not connected
    await expect(undo()).rejects.toThrow('may be away');
    await rm(root, { recursive: true });
    await rename(`${root} away`, root);
    expect(await undo()).toBe(true);
  });

  it('is not looked for in a folder or with an id that a journal made up', async () => {
    await expect(removeMarker({ root: 'relative' }, RUN_ID)).rejects.toThrow('not the folder');
    const root = await postOfficeFolder();
    await expect(removeMarker({ root }, '../../other')).rejects.toThrow('not the id of a run');
  });

  it('cannot be made in a folder that cannot be written', async () => {
    const root = await postOfficeFolder();
    await chmod(root, 0o555);
    const module = path.resolve('test/unit/access/marker-as-nobody.ts');
    expect(await asNobody(module, 'lookAndClose', root, RUN_ID)).toEqual({
      reason: { code: 'not-writable', params: { reason: 'EACCES' } },
      closing: 'close-failed',
    });
    expect(await readdir(root)).toHaveLength(2);
    await chmod(root, 0o755); // so that it can be removed
    expect(await marker.look(placeAt(path.join(root, 'gone')))).toMatchObject({
      closes: false,
      reason: { code: 'not-writable', params: { reason: 'ENOENT' } },
    });
  });
});

describe('on a file system without links', () => {
  const noLinks = {
    link: async () => await Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' })),
  };
  async function folder() {
    const root = await postOfficeFolder();
    const file = path.join(root, 'CCPODOWN');
    const draft = path.join(root, DRAFT);
    const make = async () => await makeMarkerFile({ file, draft, message: 'Hello', runId: RUN_ID }, noLinks);
    return { root, file, draft, make };
  }

  it('the marker is made all the same, and never over another one', async () => {
    const { root, file, make } = await folder();
    expect(await make()).toBe(true);
    expect(await readFile(file, 'utf8')).toBe(markerText('Hello', RUN_ID));
    expect(await removeMarker({ root }, RUN_ID)).toBe(true);
    await writeFile(file, '');
    expect(await make()).toBe(false);
    // Without a draft beside it, an empty one is somebody else's.
    expect(await removeMarker({ root }, RUN_ID)).toBe(false);
    expect(await readFile(file, 'utf8')).toBe('');
  });

  it.each(['', 'Hello\r\nPostb'])(
    'one that was cut off at "%s" may be anybody’s: it stays on the list',
    async (text) => {
      const { root, file, draft } = await folder();
      await writeFile(draft, markerText('Hello', RUN_ID));
      await writeFile(file, text);
      await expect(removeMarker({ root }, RUN_ID)).rejects.toThrow('cannot be told');
      await expect(removeMarker({ root }, RUN_ID)).rejects.toThrow('cannot be told');
      await rm(file); // by whoever looked
      expect(await removeMarker({ root }, RUN_ID)).toBe(true);
      expect(await readdir(root)).toHaveLength(2);
    },
  );

  it('a link whose answer was lost is no one else’s marker', async () => {
    const { file, draft } = await folder();
    const lost = {
      link: async (from: string, to: string) => {
        await link(from, to);
        throw Object.assign(new Error('there'), { code: 'EEXIST' });
      },
    };
    expect(await makeMarkerFile({ file, draft, message: '', runId: RUN_ID }, lost)).toBe(true);
  });
});
