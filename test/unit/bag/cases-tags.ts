/** Bags whose tag files are wrong. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sum } from './bag-maker';
import { becomes, error, helloSum, noTagManifest, warning, type Cases } from './cases';

const encodingLine = 'Tag-File-Character-Encoding: UTF-8\n';
const bagitTxt = (text: string) => ({ ...noTagManifest, edit: { 'bagit.txt': becomes(text) } });
const oldBagitTxt = (text: string) => ({ ...bagitTxt(text), version: '0.97' });
const malformed = (reason: string) => error('bagit-txt-malformed', 'bagit.txt', { reason });
const info = (text: string) => ({ ...noTagManifest, info: text });
const badInfo = (line: number, reason: string) =>
  error('bag-info-malformed', 'bag-info.txt', { line, reason });
const mark = (text: string) => `\ufeff${text}`;

type TagKind =
  | 'no-bagit-txt'
  | 'no-payload-manifest'
  | `bagit-txt-${string}`
  | `${string}-unknown`
  | 'tag-file-bom'
  | 'manifest-name-irregular'
  | 'manifest-not-in-encoding'
  | 'manifests-disagree'
  | 'tag-file-not-in-manifest'
  | 'bag-info-malformed'
  | `oxum-${string}`;

export const tagCases: Cases<TagKind> = {
  'no-bagit-txt': [
    {
      title: 'bagit.txt is missing',
      spec: noTagManifest,
      after: (root) => rm(path.join(root, 'bagit.txt')),
      problems: [error('no-bagit-txt', 'bagit.txt')],
    },
  ],
  'bagit-txt-malformed': [
    {
      title: 'no version',
      spec: bagitTxt(encodingLine),
      problems: [malformed('no-version')],
    },
    { title: 'no encoding', spec: bagitTxt('BagIt-Version: 1.0\n'), problems: [malformed('no-encoding')] },
    {
      title: 'a space before a colon in 1.0',
      spec: bagitTxt(`BagIt-Version : 1.0\n${encodingLine}`),
      problems: [malformed('form')],
    },
    {
      title: 'a third line in 1.0',
      spec: bagitTxt(`BagIt-Version: 1.0\n${encodingLine}Author: me\n`),
      problems: [malformed('form')],
    },
    {
      title: 'the two lines the wrong way round, in an older bag',
      spec: oldBagitTxt(`${encodingLine}BagIt-Version: 0.97\n`),
      problems: [warning('bagit-txt-malformed', 'bagit.txt', { reason: 'form' })],
    },
    {
      title: 'not UTF-8',
      spec: noTagManifest,
      after: (root) => {
        const latin1 = Buffer.from(`BagIt-Version: 1.0\n${encodingLine}\xfc\n`, 'latin1');
        return writeFile(path.join(root, 'bagit.txt'), latin1);
      },
      problems: [malformed('not-utf-8'), malformed('form')],
    },
  ],
  'bagit-txt-bom': [
    {
      title: 'saved with a text editor that adds a mark',
      spec: bagitTxt(mark(`BagIt-Version: 1.0\n${encodingLine}`)),
      problems: [error('bagit-txt-bom', 'bagit.txt')],
    },
  ],
  'version-unknown': [
    ...['2.0', '.97', '0.92', '1.0.0', 'toString'].map((version) => ({
      title: `version ${version}`,
      spec: bagitTxt(`BagIt-Version: ${version}\n${encodingLine}`),
      problems: [error('version-unknown', 'bagit.txt', { found: version })],
    })),
  ],
  'encoding-unknown': [
    {
      title: 'UTF-32',
      spec: bagitTxt('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-32\n'),
      problems: [error('encoding-unknown', 'bagit.txt', { found: 'UTF-32' })],
    },
  ],
  'tag-file-bom': [
    {
      title: 'a manifest in UTF-8 with a mark, in 1.0',
      spec: { ...noTagManifest, edit: { 'manifest-sha256.txt': mark } },
      problems: [error('tag-file-bom', 'manifest-sha256.txt')],
    },
    {
      title: 'bag-info.txt in UTF-8 with a mark, in an older bag',
      spec: { ...noTagManifest, version: '0.96', edit: { 'bag-info.txt': mark } },
      problems: [warning('tag-file-bom', 'bag-info.txt')],
    },
  ],
  'no-payload-manifest': [
    {
      title: 'nothing says which files there should be',
      spec: { ...noTagManifest, algorithms: [] },
      problems: [error('no-payload-manifest', null)],
    },
  ],
  'algorithm-unknown': [
    {
      title: 'a manifest of an algorithm nobody has',
      spec: noTagManifest,
      after: (root) => writeFile(path.join(root, 'manifest-crc7.txt'), 'ab  data/hello.txt\n'),
      problems: [error('algorithm-unknown', 'manifest-crc7.txt', { algorithm: 'crc7' })],
    },
  ],
  'manifest-name-irregular': [
    {
      title: 'the algorithm in capital letters and with a hyphen',
      spec: noTagManifest,
      after: (root) =>
        rename(path.join(root, 'manifest-sha256.txt'), path.join(root, 'manifest-SHA-256.txt')),
      problems: [
        warning('manifest-name-irregular', 'manifest-SHA-256.txt', { regular: 'manifest-sha256.txt' }),
      ],
    },
    {
      title: 'two manifests for one algorithm',
      spec: noTagManifest,
      after: (root) => writeFile(path.join(root, 'manifest-sha-256.txt'), `${helloSum}  data/hello.txt\n`),
      problems: [
        warning('manifest-name-irregular', 'manifest-sha-256.txt', { regular: 'manifest-sha256.txt' }),
        error('manifest-name-irregular', 'manifest-sha256.txt', {
          regular: 'manifest-sha256.txt',
          other: 'manifest-sha-256.txt',
        }),
      ],
    },
  ],
  'manifest-not-in-encoding': [
    {
      title: 'bytes that are not UTF-8',
      spec: noTagManifest,
      after: async (root) => {
        const line = Buffer.from(`${helloSum}  data/hello.txt\n${helloSum}  data/\xfc\n`, 'latin1');
        await writeFile(path.join(root, 'manifest-sha256.txt'), line);
      },
      problems: [
        error('manifest-not-in-encoding', 'manifest-sha256.txt', { encoding: 'UTF-8' }),
        error('file-missing', 'data/\ufffd', { manifest: 'manifest-sha256.txt', line: 2 }),
      ],
    },
  ],
  'manifests-disagree': [
    {
      title: 'one of two manifests lacks a file, in 1.0',
      spec: { ...noTagManifest, algorithms: ['md5', 'sha256'], edit: { 'manifest-md5.txt': becomes('') } },
      problems: [error('manifests-disagree', 'data/hello.txt', { manifest: 'manifest-md5.txt' })],
    },
  ],
  'tag-file-not-in-manifest': [
    {
      title: 'a tag file that came later, which is allowed, and a payload manifest, which must be listed',
      after: async (root) => {
        await mkdir(path.join(root, 'postbag'));
        await writeFile(path.join(root, 'postbag', 'note.txt'), '');
        await writeFile(path.join(root, 'manifest-md5.txt'), `${sum('Hello\n', 'md5')}  data/hello.txt\n`);
      },
      problems: [
        error('tag-file-not-in-manifest', 'manifest-md5.txt', { manifest: 'tagmanifest-sha256.txt' }),
        warning('tag-file-not-in-manifest', 'postbag/note.txt', { manifest: 'tagmanifest-sha256.txt' }),
      ],
    },
  ],
  'bag-info-malformed': [
    { title: 'no colon', spec: info('Nothing'), problems: [badInfo(1, 'no-colon')] },
    { title: 'no label', spec: info('A: b\n: c'), problems: [badInfo(2, 'no-label')] },
    { title: 'begins with a continuation', spec: info('  a'), problems: [badInfo(1, 'orphan-continuation')] },
    { title: 'a space before the colon', spec: info('A : b'), problems: [badInfo(1, 'space-before-colon')] },
    { title: 'no space after it', spec: info('A:b'), problems: [badInfo(1, 'no-space-after-colon')] },
    {
      title: 'bytes that are not of the encoding',
      spec: noTagManifest,
      after: (root) => writeFile(path.join(root, 'bag-info.txt'), Buffer.from('A: \xfc\n', 'latin1')),
      problems: [badInfo(0, 'encoding')],
    },
  ],
  'oxum-malformed': [
    {
      title: 'not two numbers',
      spec: info('Payload-Oxum: 6 bytes'),
      problems: [error('oxum-malformed', 'bag-info.txt', { reason: 'form', found: '6 bytes' })],
    },
    {
      title: 'more than once, in whatever case',
      spec: info('Payload-Oxum: 6.1\npayload-oxum: 6.1'),
      problems: [error('oxum-malformed', 'bag-info.txt', { reason: 'repeated' })],
    },
  ],
  'oxum-differs': (
    [
      ['7.2', 7, 2],
      ['7.1', 7, 1],
      ['6.2', 6, 2],
    ] as const
  ).map(([oxum, expectedBytes, expectedFiles]) => ({
    title: `${oxum} instead of 6.1`,
    spec: info(`Payload-Oxum: ${oxum}`),
    problems: [error('oxum-differs', 'bag-info.txt', { expectedBytes, expectedFiles, bytes: 6, files: 1 })],
  })),
};
