/** Bags whose files are missing, strange or changed. */
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { sum } from './bag-maker';
import { error, helloSum, lines, manifest, noInfo, zeros, type Cases } from './cases';

export const fileCases: Cases<'no-payload-folder' | `file-${string}` | 'checksum-differs'> = {
  'no-payload-folder': [
    {
      title: 'no data/',
      spec: { ...noInfo, files: {} },
      after: (root) => rm(path.join(root, 'data'), { recursive: true }),
      problems: [error('no-payload-folder', 'data')],
    },
  ],
  'file-missing': [
    {
      title: 'a listed payload file, told once for two manifests',
      spec: { ...noInfo, algorithms: ['md5', 'sha256'] },
      after: (root) => rm(path.join(root, 'data', 'hello.txt')),
      problems: [error('file-missing', 'data/hello.txt', { manifest: 'manifest-md5.txt', line: 1 })],
    },
    {
      title: 'a listed tag file',
      after: (root) => rm(path.join(root, 'bag-info.txt')),
      problems: [error('file-missing', 'bag-info.txt', { manifest: 'tagmanifest-sha256.txt', line: 2 })],
    },
  ],
  'file-unreadable': [
    {
      title: 'a tag file larger than any honest one',
      spec: noInfo,
      after: (root) => truncate(path.join(root, manifest), 300 * 1024 * 1024),
      problems: [error('file-unreadable', manifest, { code: 'EFBIG' })],
    },
    {
      title: 'a file whose name is not of the encoding of the file system',
      spec: noInfo,
      after: (root) =>
        writeFile(Buffer.concat([Buffer.from(`${root}/data/`), Buffer.from([0x61, 0xff])]), ''),
      problems: [error('file-unreadable', 'data/a\ufffd', { code: 'ENOENT' })],
    },
  ],
  'file-not-in-manifest': [
    {
      title: 'a payload file that nobody lists',
      spec: noInfo,
      after: (root) => writeFile(path.join(root, 'data', 'stowaway'), ''),
      problems: [error('file-not-in-manifest', 'data/stowaway')],
    },
  ],
  'file-special': [
    {
      title: 'a link out of the bag, listed and with the right checksum',
      spec: lines(`${sum('secret')}  data/link`),
      after: async (root) => {
        await writeFile(path.join(root, '..', 'secret'), 'secret');
        await symlink('../../secret', path.join(root, 'data', 'link'));
      },
      problems: [
        error('file-special', 'data/link', { type: 'link', target: '../../secret', leads: 'outside' }),
      ],
    },
    {
      title: 'a link inside the bag to a folder; nothing below it is missed twice',
      spec: { ...noInfo, files: { 'real/a': '' }, manifestLines: [`${sum('')}  data/link/a`] },
      after: (root) => symlink('real', path.join(root, 'data', 'link')),
      problems: [error('file-special', 'data/link', { type: 'link', target: 'real', leads: 'inside' })],
    },
    {
      title: 'a link to the folder around the bag',
      spec: noInfo,
      after: (root) => symlink('../..', path.join(root, 'data', 'up')),
      problems: [error('file-special', 'data/up', { type: 'link', target: '../..', leads: 'outside' })],
    },
    {
      title: 'data/ itself is a link',
      spec: noInfo,
      after: async (root) => {
        await rename(path.join(root, 'data'), path.join(root, '..', 'elsewhere'));
        await symlink('../elsewhere', path.join(root, 'data'));
      },
      problems: [
        error('file-special', 'data', { type: 'link', target: '../elsewhere', leads: 'outside' }),
        error('no-payload-folder', 'data'),
      ],
    },
    {
      title: 'a socket',
      spec: noInfo,
      after: async (root) => {
        const server = createServer();
        // The name goes with the server, so the server stays; it keeps nothing alive.
        await new Promise<void>((resolve) => server.listen(path.join(root, 'data', 'socket'), resolve));
        server.unref();
      },
      problems: [error('file-special', 'data/socket', { type: 'socket' })],
    },
    {
      title: 'a folder where a file is listed',
      spec: lines(`${zeros}  data/folder`),
      after: (root) => mkdir(path.join(root, 'data', 'folder')),
      problems: [error('file-special', 'data/folder', { type: 'folder' })],
    },
  ],
  'checksum-differs': [
    {
      title: 'other content of the same length',
      spec: noInfo,
      after: (root) => writeFile(path.join(root, 'data', 'hello.txt'), 'hello\n'),
      problems: [
        error('checksum-differs', 'data/hello.txt', {
          algorithm: 'sha256',
          expected: helloSum,
          found: sum('hello\n'),
          manifest,
        }),
      ],
    },
  ],
};
