/** Bags whose fetch.txt is wrong. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { error, fetchLine, manifest, noInfo, url, type Cases } from './cases';

const hostileUrl = (address: string) =>
  fetchLine(
    address,
    `${address} 6 data/hello.txt`,
    error('fetch-url-hostile', 'fetch.txt', { line: 1, url: address }),
  );

const badFetch = (params: Record<string, string>) =>
  error('fetch-line-malformed', 'fetch.txt', { line: 1, ...params });

export const fetchCases: Cases<`fetch-${string}`> = {
  'fetch-line-malformed': [
    fetchLine('two words', `${url} data/hello.txt`, badFetch({ reason: 'form' })),
    fetchLine(
      'a size that is none',
      `${url} many data/hello.txt`,
      badFetch({ reason: 'length', found: 'many' }),
    ),
    ...['example.org/x', 'https:///x'].map((found) =>
      fetchLine(found, `${found} - data/hello.txt`, badFetch({ reason: 'url', found })),
    ),
  ],
  'fetch-url-hostile': [
    'file:///etc/passwd',
    'C:/Windows/win.ini',
    '\\\\server\\share',
    'smb://server/share',
    'JavaScript:alert(1)',
  ].map(hostileUrl),
  'fetch-file-missing': [
    {
      title: 'a file that would have to be downloaded, and is not',
      spec: { ...noInfo, fetch: `${url} 6 data/hello.txt` },
      after: (root) => rm(path.join(root, 'data', 'hello.txt')),
      problems: [error('fetch-file-missing', 'data/hello.txt', { line: 1, url })],
    },
  ],
  'fetch-file-not-in-manifest': [
    fetchLine(
      'a file to download that no checksum is known of',
      `${url} - data/other.txt`,
      error('fetch-file-not-in-manifest', 'data/other.txt', { line: 1, manifest }),
      error('fetch-file-missing', 'data/other.txt', { line: 1, url }),
    ),
  ],
};
