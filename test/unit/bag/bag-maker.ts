/** Makes bags of any version, encoding and form for the tests, with nothing of the code they test. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** An empty folder for a bag, removed after the test with the folder around it. */
export async function bagFolder(): Promise<string> {
  const around = await mkdtemp(path.join(tmpdir(), 'postbag-bag-'));
  made.push(around);
  const folder = path.join(around, 'bag');
  await mkdir(folder);
  return folder;
}

export interface BagSpec {
  version?: string;
  encoding?: 'UTF-8' | 'UTF-16' | 'UTF-16BE' | 'ISO-8859-1';
  eol?: '\n' | '\r' | '\r\n';
  algorithms?: readonly string[];
  /** Between checksum and path. */
  separator?: string;
  /** Payload, by path below data/. */
  files?: Readonly<Record<string, string | Buffer>>;
  info?: string | null;
  fetch?: string;
  /** More lines for every payload manifest. */
  manifestLines?: readonly string[];
  /** Changes the text of a file before it is encoded, by its name. */
  edit?: Readonly<Record<string, (text: string) => string>>;
  /** Whether there are tag manifests. */
  tagManifests?: boolean;
}

export const hello = { 'hello.txt': 'Hello\n' };

/** `hello` as `writeTagFiles` takes it. */
export const helloFile = {
  path: 'hello.txt',
  bytes: 6,
  sha256: createHash('sha256').update('Hello\n').digest('hex'),
} as const;

/** Hexadecimal checksum. */
export function sum(content: string | Buffer, algorithm = 'sha256'): string {
  return createHash(algorithm).update(content).digest('hex');
}

function encode(text: string, encoding: NonNullable<BagSpec['encoding']>): Buffer {
  if (encoding === 'UTF-8') return Buffer.from(text, 'utf8');
  if (encoding === 'ISO-8859-1') return Buffer.from(text, 'latin1');
  const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'UTF-16' ? marked : marked.swap16();
}

/** How RFC 8493 writes a path; the drafts before 1.0 leave `%` alone. */
function encodedPath(file: string, version: string): string {
  const percent = version === '1.0' ? file.replaceAll('%', '%25') : file;
  return percent.replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Makes a bag in an empty folder; a valid one unless the spec says otherwise. */
export async function makeBag(root: string, spec: BagSpec = {}): Promise<string> {
  const { version = '1.0', encoding = 'UTF-8', eol = '\n', algorithms = ['sha256'] } = spec;
  const { files = hello, separator = '  ', tagManifests = true, edit = {} } = spec;
  const tags: [string, Buffer][] = [];
  const write = async (name: string, lines: readonly string[], inEncoding = encoding) => {
    const text = lines.map((line) => line + eol).join('');
    const bytes = encode(edit[name]?.(text) ?? text, inEncoding);
    await writeFile(path.join(root, name), bytes);
    tags.push([name, bytes]);
  };

  await mkdir(path.join(root, 'data'));
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(root, 'data', ...file.split('/'));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  await write(
    'bagit.txt',
    [`BagIt-Version: ${version}`, `Tag-File-Character-Encoding: ${encoding}`],
    'UTF-8',
  );
  const info = spec.info === undefined ? oxum(files) : spec.info;
  if (info !== null) await write(Number(version) < 0.96 ? 'package-info.txt' : 'bag-info.txt', [info]);
  if (spec.fetch !== undefined) await write('fetch.txt', [spec.fetch]);
  for (const algorithm of algorithms) {
    const lines = Object.entries(files).map(
      ([file, content]) => sum(content, algorithm) + separator + encodedPath(`data/${file}`, version),
    );
    await write(`manifest-${algorithm}.txt`, [...lines, ...(spec.manifestLines ?? [])]);
  }
  if (!tagManifests) return root;
  const listed = tags.splice(0);
  for (const algorithm of algorithms) {
    const lines = listed.map(([name, bytes]) => sum(bytes, algorithm) + separator + name);
    await write(`tagmanifest-${algorithm}.txt`, lines);
  }
  return root;
}

function oxum(files: NonNullable<BagSpec['files']>): string {
  const contents = Object.values(files).map((content) => Buffer.from(content));
  return `Payload-Oxum: ${contents.reduce((bytes, one) => bytes + one.length, 0)}.${contents.length}`;
}
