import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { codesOf, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { treeHash } from '../support/tree';

/** A folder, made. */
function folder(...parts: string[]): string {
  const made = path.join(...parts);
  mkdirSync(made, { recursive: true });
  return made;
}

function link(target: string, place: string): string {
  symlinkSync(target, place);
  return place;
}

interface Case {
  what: string;
  code: 'vault-inside-post-office' | 'post-office-inside-vault';
  call: (places: Places) => { vault: string; postOffice: string };
}

const inside = 'vault-inside-post-office';
const around = 'post-office-inside-vault';

test.each<Case>([
  {
    what: 'the vault is the post office',
    code: inside,
    call: ({ postOffice }) => ({ postOffice, vault: postOffice }),
  },
  {
    what: 'the vault lies in the post office',
    code: inside,
    call: ({ postOffice }) => ({ postOffice, vault: folder(postOffice, 'deep', 'vault') }),
  },
  {
    what: 'the vault lies in the post office and has a name that looks like the way out',
    code: inside,
    call: ({ postOffice }) => ({ postOffice, vault: folder(postOffice, '..bags') }),
  },
  {
    what: 'the vault is a link into the post office',
    code: inside,
    call: ({ base, postOffice }) => ({
      postOffice,
      vault: link(folder(postOffice, 'deep'), path.join(base, 'link')),
    }),
  },
  {
    what: 'the vault lies in the post office, which is called by a link',
    code: inside,
    call: ({ base, postOffice }) => ({
      postOffice: link(postOffice, path.join(base, 'link')),
      vault: folder(postOffice, 'deep'),
    }),
  },
  {
    what: 'the post office lies in the vault',
    code: around,
    call: ({ base, postOffice }) => ({ postOffice, vault: base }),
  },
  {
    what: 'the post office is a link into the vault',
    code: around,
    call: ({ home, base, postOffice }) => ({
      postOffice: link(postOffice, path.join(home, 'link')),
      vault: base,
    }),
  },
])('$what: refused before anything is written', async ({ code, call }) => {
  const made = await makePlaces();
  await makePostOffice(made.postOffice);
  const { vault, postOffice } = call(made);
  const before = await treeHash(made.postOffice);
  const { code: exit, lines } = await postbagJson(['backup', postOffice, '--to', vault], made);
  expect(exit).toBe(1);
  expect(codesOf(lines)).toEqual([code]);
  expect(told(lines, code).params).toEqual({ vault, path: postOffice });
  expect(told(lines, code).next).toContain('Choose a folder');
  expect(await treeHash(made.postOffice)).toBe(before);
});

test('a vault beside the post office whose name only begins like it is none of that', async () => {
  const made = await makePlaces();
  await makePostOffice(made.postOffice);
  const vault = folder(`${made.postOffice} bags`);
  const { code } = await postbagJson(['backup', made.postOffice, '--to', vault], made);
  expect(code).toBe(3);
});
