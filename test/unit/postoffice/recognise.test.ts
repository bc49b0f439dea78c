import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { recognise, recogniseFolder } from '../../../electron/postoffice/recognise';
import { tree } from './tree';

const db6 = ['CLANDATA', 'MLANDATA'];
const db8 = ['CCPOMI', 'CCPODS', 'CCPOMS'];

describe('from names', () => {
  test.each([
    ['db6', 'ccmail-db6', [...db6, 'USR00001', 'CCPODOWN'], db6, []],
    ['db8', 'ccmail-db8', ['U1', ...db8, 'CCPODD.00'], db8, []],
    ['db6', 'ccmail-db6', ['clandata', 'MlanData'], ['clandata', 'MlanData'], []],
    ['mixed', null, [...db6, ...db8], [...db6, ...db8], []],
    ['mixed', null, [...db6, 'CCPOMS'], [...db6, 'CCPOMS'], ['CCPOMI', 'CCPODS']],
    ['mixed', null, ['MLANDATA', 'CCPOMI'], ['MLANDATA', 'CCPOMI'], ['CLANDATA', 'CCPODS', 'CCPOMS']],
    ['partial', null, ['clandata', 'USR00001'], ['clandata'], ['MLANDATA']],
    ['partial', null, ['CCPOMS', 'CCPOMI'], ['CCPOMI', 'CCPOMS'], ['CCPODS']],
    ['undecided', null, ['ccpombox.001', 'CCVER.TB'], ['ccpombox.001'], []],
    ['none', null, [], [], []],
    ['none', null, ['LETTERS.CCA', 'old.imp', 'a.txt'], ['LETTERS.CCA', 'old.imp'], []],
    ['none', null, ['USR00001', 'CCVER.TB'], ['USR00001'], []],
    ['none', null, ['CLANDATA.BAK', 'XMLANDATA', 'CCPOMBOX'], [], []],
  ])('%s (%s) from %j', (kind, format, names, evidence, missing) => {
    expect(recognise(names, 'CCDATA')).toEqual({ kind, format, practice: false, evidence, missing });
  });

  test('a folder named LOCALPO is Mobile whatever lies in it, and no format is claimed for it', () => {
    for (const names of [[], db6, db8, [...db6, ...db8], ['CCPOMBOX.1']]) {
      expect(recognise(names, 'LocalPO')).toMatchObject({ kind: 'mobile', format: null, evidence: names });
    }
    expect(recognise(db6, 'LOCALPO2').kind).toBe('db6');
  });

  test('the practice marker is seen in any case, and such a folder is never taken for Mobile', () => {
    expect(recognise([...db6, 'practice.txt'], 'LOCALPO')).toMatchObject({ kind: 'db6', practice: true });
    expect(recognise(['PRACTICE.TXT', 'CCPOMI'], 'X')).toMatchObject({ kind: 'partial', practice: true });
    expect(recognise(db6, 'X').practice).toBe(false);
  });

  test('both spellings of a name are named as evidence', () => {
    expect(recognise(['clandata', 'CLANDATA', 'MLANDATA'], 'X').evidence).toEqual([
      'CLANDATA',
      'clandata',
      'MLANDATA',
    ]);
  });
});

describe('from a folder', () => {
  test('the folder’s own name counts, also behind a separator', async () => {
    const root = await tree(['LOCALPO/x']);
    expect((await recogniseFolder(`${path.join(root, 'LOCALPO')}${path.sep}`)).kind).toBe('mobile');
  });

  test('only regular files count: not folders, not links', async () => {
    const root = await tree(['CLANDATA', 'elsewhere']);
    await mkdir(path.join(root, 'MLANDATA'));
    expect(await recogniseFolder(root)).toMatchObject({ kind: 'partial', missing: ['MLANDATA'] });
    const other = await tree(['MLANDATA', 'elsewhere']);
    await symlink(path.join(other, 'elsewhere'), path.join(other, 'CLANDATA'));
    expect(await recogniseFolder(other)).toMatchObject({ kind: 'partial', missing: ['CLANDATA'] });
  });

  test('what is not there, or is a file, is not found', async () => {
    const root = await tree([]);
    const file = path.join(root, 'CCDATA');
    await expect(recogniseFolder(file)).rejects.toMatchObject({ code: 'post-office-not-found' });
    await writeFile(file, '');
    await expect(recogniseFolder(file)).rejects.toMatchObject({ code: 'post-office-not-found' });
  });

  test('what is there but cannot be listed is unreadable', async () => {
    const root = await tree([]);
    await symlink(path.join(root, 'b'), path.join(root, 'a'));
    await symlink(path.join(root, 'a'), path.join(root, 'b'));
    expect(await recogniseFolder(path.join(root, 'a'))).toMatchObject({ kind: 'unreadable', format: null });
  });
});
