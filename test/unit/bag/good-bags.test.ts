import fc from 'fast-check';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateBag } from '../../../electron/bag/validate';
import { bagFolder, makeBag, sum, type BagSpec } from './bag-maker';

const files = { 'USERS/M0001.DAT': 'one', 'Grüße an alle.txt': 'zwei', empty: '' };

const versions = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'];
const encodings = ['UTF-8', 'UTF-16', 'UTF-16BE', 'ISO-8859-1'] as const;
const lineEnds = ['\n', '\r', '\r\n'] as const;

async function check(spec: BagSpec) {
  return await validateBag(await makeBag(await bagFolder(), spec));
}

describe.each(versions)('a version %s bag', (version) => {
  test.each(encodings.flatMap((encoding) => lineEnds.map((eol) => ({ encoding, eol }))))(
    'in $encoding with line ends $eol is valid and without a word of complaint',
    async ({ encoding, eol }) => {
      const report = await check({ version, encoding, eol, files });
      expect(report).toMatchObject({ version, valid: true, problems: [] });
      expect(report).toMatchObject({ payloadFiles: 3, payloadBytes: 7, algorithms: ['sha256'] });
      expect(report.info).toEqual([['Payload-Oxum', '7.3']]);
    },
  );

  test('has all checksums of all its manifests computed', async () => {
    const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
    const root = await makeBag(await bagFolder(), { version, algorithms, files });
    expect(await validateBag(root)).toMatchObject({ valid: true, problems: [], algorithms });
    await writeFile(path.join(root, 'data', 'empty'), 'x');
    const { problems } = await validateBag(root);
    const found = problems.filter(({ kind }) => kind === 'checksum-differs');
    expect(found.map(({ params }) => params['algorithm'])).toEqual(algorithms);
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(['data/empty']));
  });
});

test.each(['utf16le', 'utf16be'])('a bag in UTF-16 without a mark is read as %s', async (order) => {
  const root = await makeBag(await bagFolder(), { encoding: 'UTF-16', tagManifests: false, info: null });
  const file = path.join(root, 'manifest-sha256.txt');
  const unmarked = (await readFile(file)).subarray(2);
  await writeFile(file, order === 'utf16le' ? unmarked : unmarked.swap16());
  expect(await validateBag(root)).toMatchObject({ valid: true, problems: [] });
});

describe('older bags may', () => {
  test.each([' ', '\t', ' \t '])('separate checksum and name with %j', async (separator) => {
    expect(await check({ version: '0.95', separator, files })).toMatchObject({ valid: true, problems: [] });
  });

  test('split their files among several manifests', async () => {
    const root = await makeBag(await bagFolder(), { version: '0.97', tagManifests: false });
    await writeFile(path.join(root, 'data', 'second'), 'II');
    await writeFile(path.join(root, 'manifest-md5.txt'), `${sum('II', 'md5')}  data/second\n`);
    const { valid, problems } = await validateBag(root);
    // Only the size in bag-info.txt, made before the second file, is wrong.
    expect(problems.map(({ kind }) => kind)).toEqual(['oxum-differs']);
    expect(valid).toBe(false);
  });

  test('list one tag manifest in another', async () => {
    const root = await makeBag(await bagFolder(), { version: '0.97' });
    const listed = await readFile(path.join(root, 'tagmanifest-sha256.txt'));
    await writeFile(
      path.join(root, 'tagmanifest-md5.txt'),
      `${sum(listed, 'md5')}  tagmanifest-sha256.txt\n`,
    );
    expect(await validateBag(root)).toMatchObject({ valid: true, problems: [] });
  });

  test('have white space around the colons of bagit.txt and bag-info.txt', async () => {
    const spaced = (text: string) => text.replace(': ', '\t :   ');
    const report = await check({ version: '0.97', edit: { 'bagit.txt': spaced, 'bag-info.txt': spaced } });
    expect(report).toMatchObject({ valid: true, problems: [], info: [['Payload-Oxum', '6.1']] });
  });
});

describe('a bag', () => {
  test('may have capital letters in its checksums and no line end after the last line', async () => {
    const upper = (text: string) => text.replace(/^[0-9a-f]+/, (hex) => hex.toUpperCase()).trimEnd();
    const report = await check({ edit: { 'manifest-sha256.txt': upper } });
    expect(report).toMatchObject({ valid: true, problems: [] });
  });

  test('may hold no file at all', async () => {
    expect(await check({ files: {} })).toMatchObject({ valid: true, payloadFiles: 0, payloadBytes: 0 });
  });

  test('may have values that go on over several lines and labels that repeat', async () => {
    const info = 'Contact-Name: Ann\nExternal-Description: a long\n   story\n\tindeed\nContact-Name: Bob';
    expect((await check({ info })).info).toEqual([
      ['Contact-Name', 'Ann'],
      ['External-Description', 'a long story indeed'],
      ['Contact-Name', 'Bob'],
    ]);
  });

  test('may hold names with line ends and percent signs, encoded as its version has it', async () => {
    const names = { 'a\nb': '1', 'c\rd': '2', '100%': '3', 'literal%250A': '4' };
    expect(await check({ files: names })).toMatchObject({ valid: true, problems: [] });
    expect(await check({ version: '0.97', files: names })).toMatchObject({ valid: true, problems: [] });
  });

  test('may be larger than what is read at once, in every file', async () => {
    const big = Buffer.alloc(5 * 1024 * 1024 + 3, 'postbag');
    const bags = { small: 'x', 'exactly one chunk': big.subarray(0, 1024 * 1024), big };
    const seen: number[] = [];
    const root = await makeBag(await bagFolder(), { files: bags, algorithms: ['sha256', 'md5'] });
    const report = await validateBag(root, { onProgress: ({ bytes }) => seen.push(bytes) });
    expect(report).toMatchObject({ valid: true, problems: [] });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

test('any one flipped bit of any payload file is found and its file named', async () => {
  const root = await makeBag(await bagFolder(), { files });
  const contents = Object.entries(files).filter(([, content]) => content !== '');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...contents), fc.nat(), fc.nat(7), async ([name, content], at, bit) => {
      const bytes = Buffer.from(content);
      const place = at % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place);
      const file = path.join(root, 'data', ...name.split('/'));
      await writeFile(file, bytes);
      const { valid, problems } = await validateBag(root);
      await writeFile(file, content);
      expect(valid).toBe(false);
      expect(problems.map(({ kind, path }) => [kind, path])).toEqual([['checksum-differs', `data/${name}`]]);
    }),
    { numRuns: 30 },
  );
});

test('progress counts every byte of every file, up to the total', async () => {
  const root = await makeBag(await bagFolder(), { files });
  const seen: { files: number; bytes: number; totalBytes: number }[] = [];
  await validateBag(root, { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(0)).toMatchObject({ files: 0, bytes: 0 });
  const last = seen.at(-1);
  // Three payload files and three tag files.
  expect(last).toMatchObject({ files: 6, bytes: last?.totalBytes });
});

describe('validating throws only', () => {
  test('when the folder cannot be opened', async () => {
    const missing = path.join(await bagFolder(), 'missing');
    await expect(validateBag(missing)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('with the reason of the signal, before it begins and while it reads', async () => {
    const root = await makeBag(await bagFolder(), { files: { big: Buffer.alloc(8 * 1024 * 1024) } });
    // A code does not make it an error of the disk.
    const reason = Object.assign(new Error('enough'), { code: 'ENOUGH' });
    await expect(validateBag(root, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    const onProgress = ({ bytes }: { bytes: number }) => {
      if (bytes > 0) stop.abort(reason);
    };
    await expect(validateBag(root, { signal: stop.signal, onProgress })).rejects.toBe(reason);
  });
});
