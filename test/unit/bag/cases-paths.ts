/** Bags whose manifests hold lines and paths that are wrong or odd. */
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sum } from './bag-maker';
import {
  becomes,
  error,
  fetchLine,
  helloSum,
  lines,
  manifest,
  noInfo,
  url,
  warning,
  zeros,
  type Case,
  type Cases,
} from './cases';

const cafe = { composed: 'caf\u00e9', decomposed: 'cafe\u0301' };

/** A tag manifest that lists, besides the manifest it must list, another tag manifest. */
const listOfTagManifest =
  `${sum(`${helloSum}  data/hello.txt\n`, 'md5')}  ${manifest}\n` +
  `${sum('', 'md5')}  tagmanifest-sha256.txt\n`;

const malformedLine = (line: string): Case => ({
  title: `the line ${JSON.stringify(line)}`,
  spec: lines(line),
  problems: [error('manifest-line-malformed', manifest, { line: 2, reason: 'form' })],
});

export const pathCases: Cases<`manifest-line-${string}` | `path-${string}`> = {
  'manifest-line-malformed': [
    ...['# made by hand', helloSum, `data/hello.txt  ${helloSum}`, `${helloSum}data/x`].map(malformedLine),
    {
      title: 'a checksum that is too short',
      spec: { ...noInfo, edit: { [manifest]: becomes('abc123  data/hello.txt\n') } },
      problems: [
        error('manifest-line-malformed', manifest, {
          line: 1,
          reason: 'checksum-length',
          expected: 64,
          found: 6,
        }),
      ],
    },
  ],
  'manifest-line-irregular': [
    {
      title: 'the asterisk of md5sum',
      spec: { ...noInfo, separator: ' *' },
      problems: [warning('manifest-line-irregular', manifest, { reason: 'asterisk', line: 1, count: 1 })],
    },
    {
      title: './ before the path',
      spec: { ...noInfo, separator: '  ./', files: { a: '', b: '' } },
      problems: [warning('manifest-line-irregular', manifest, { reason: 'dot-slash', line: 1, count: 2 })],
    },
  ],
  'path-hostile': [
    {
      title: 'a path out of the bag (the others are in hostile-paths.test.ts)',
      spec: lines(`${zeros}  data/../../secret`),
      problems: [error('path-hostile', 'data/../../secret', { reason: 'parent', file: manifest, line: 2 })],
    },
  ],
  'path-duplicate': [
    ...(['0.97', '1.0'] as const).map((version): Case => {
      const params = { reason: 'same-checksum', file: manifest, line: 2, firstLine: 1 };
      const tell = version === '1.0' ? error : warning;
      return {
        title: `listed twice with the same checksum, in ${version}`,
        spec: { ...lines(`${helloSum}  data/hello.txt`), version },
        problems: [tell('path-duplicate', 'data/hello.txt', params)],
      };
    }),
    {
      title: 'listed twice with different checksums',
      spec: { ...lines(`${zeros}  data/hello.txt`), version: '0.97' },
      problems: [
        error('path-duplicate', 'data/hello.txt', {
          reason: 'other-checksum',
          file: manifest,
          line: 2,
          firstLine: 1,
        }),
        error('checksum-differs', 'data/hello.txt', {
          algorithm: 'sha256',
          expected: zeros,
          found: helloSum,
          manifest,
        }),
      ],
    },
    {
      title: 'two files whose names differ in case only',
      spec: { ...noInfo, files: { 'A.DAT': '1', 'a.dat': '2' } },
      problems: [warning('path-duplicate', 'data/a.dat', { reason: 'case', other: 'data/A.DAT' })],
    },
    {
      title: 'two files whose names differ in Unicode normalisation only',
      spec: { ...noInfo, files: { [cafe.composed]: '1', [cafe.decomposed]: '2' } },
      problems: [
        warning('path-duplicate', `data/${cafe.composed}`, {
          reason: 'normalisation',
          other: `data/${cafe.decomposed}`,
        }),
      ],
    },
  ],
  'path-in-wrong-manifest': [
    {
      title: 'a tag file in a payload manifest',
      spec: lines(`${zeros}  bagit.txt`),
      problems: [error('path-in-wrong-manifest', 'bagit.txt', { file: manifest, line: 2, kind: 'payload' })],
    },
    {
      title: 'a payload file in a tag manifest',
      spec: {
        info: null,
        edit: { 'tagmanifest-sha256.txt': (text) => `${text}${helloSum}  data/hello.txt\n` },
      },
      problems: [
        error('path-in-wrong-manifest', 'data/hello.txt', {
          file: 'tagmanifest-sha256.txt',
          line: 3,
          kind: 'tag',
        }),
      ],
    },
    {
      title: 'a tag manifest in a tag manifest, in 1.0',
      after: (root) => writeFile(path.join(root, 'tagmanifest-md5.txt'), listOfTagManifest),
      problems: [
        error('path-in-wrong-manifest', 'tagmanifest-sha256.txt', {
          file: 'tagmanifest-md5.txt',
          line: 2,
          kind: 'tag',
        }),
        ...['bag-info.txt', 'bagit.txt'].map((file) =>
          warning('tag-file-not-in-manifest', file, { manifest: 'tagmanifest-md5.txt' }),
        ),
      ],
    },
    fetchLine(
      'a tag file in fetch.txt',
      `${url} - bag-info.txt`,
      error('path-in-wrong-manifest', 'bag-info.txt', { file: 'fetch.txt', line: 1, kind: 'fetch' }),
    ),
  ],
  'path-spelled-differently': [
    {
      title: 'another case on disk',
      spec: noInfo,
      after: (root) => rename(path.join(root, 'data', 'hello.txt'), path.join(root, 'data', 'HELLO.TXT')),
      problems: [
        warning('path-spelled-differently', 'data/hello.txt', { reason: 'case', found: 'data/HELLO.TXT' }),
      ],
    },
    {
      title: 'another normalisation on disk',
      spec: { ...noInfo, files: { [cafe.composed]: '' } },
      after: (root) =>
        rename(path.join(root, 'data', cafe.composed), path.join(root, 'data', cafe.decomposed)),
      problems: [
        warning('path-spelled-differently', `data/${cafe.composed}`, {
          reason: 'normalisation',
          found: `data/${cafe.decomposed}`,
        }),
      ],
    },
    {
      title: 'a percent sign that is not encoded, in 1.0',
      spec: {
        ...noInfo,
        files: { 'a%25b': '' },
        edit: { [manifest]: (text) => text.replace('%2525', '%25') },
      },
      problems: [warning('path-spelled-differently', 'data/a%b', { reason: 'percent', found: 'data/a%25b' })],
    },
  ],
};
