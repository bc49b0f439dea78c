import fc from 'fast-check';
import type { SettleLimits } from '../../../shared/run';
import type { Tree } from './tree';
import { contentOf } from '../writer/content.mjs';

const kinds = {
  write: 5, // in place, at page borders and odd offsets
  append: 2,
  mapped: 2, // a store into a mapped page
  'there-and-back': 2, // other bytes, then those from before
  truncate: 1,
  replace: 1, // another file takes the name
  'same-again': 1, // another file with the same bytes takes the name
  touch: 1,
  create: 1,
  delete: 1,
  brief: 1, // a file that is there for a moment
  'away-and-back': 1, // another name for a moment
} as const;

/** Something that the writer does. The numbers are brought into range when it is carried out. */
export interface Operation {
  readonly kind: keyof typeof kinds;
  readonly file: number;
  readonly at: number;
  readonly length: number;
}

/** What the writer does over and over, until it is stopped. Times in ms. */
export interface Script {
  readonly bursts: readonly { readonly operations: readonly Operation[]; readonly pauseMs: number }[];
  /** Between two operations of a burst. */
  readonly gapMs: number;
}

/** What the writer is sent; see writer.mjs. */
export interface WriterInput extends Script {
  readonly root: string;
  readonly files: readonly (readonly [path: string, bytes: number])[];
  /** Files that must always be there. */
  readonly kept: readonly string[];
  /** Absolute path of the compiled mapped.c. */
  readonly mapped: string;
}

export interface Case {
  readonly tree: Tree;
  readonly required: readonly string[];
  readonly script: Script;
  /** How long settling may go on. */
  readonly limits: SettleLimits;
  /** Backups that are made one after the other into the same vault. */
  readonly backups: number;
}

const PAGE = 512;
const BLOCK = 64 * 1024;
const borders = [PAGE, 4096, BLOCK, 4 * BLOCK].flatMap((size) => [size - 1, size, size + 1]);

const size = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, ...borders) },
  { weight: 3, arbitrary: fc.nat(300_000) },
);
/** One file now and then is larger than what is read at a time. */
const storeSize = fc.oneof(
  { weight: 12, arbitrary: size },
  { weight: 1, arbitrary: fc.constantFrom(4 * 1024 * 1024, 4 * 1024 * 1024 + 1) },
);

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.oneof(
    ...Object.entries(kinds).map(([kind, weight]) => ({
      weight,
      arbitrary: fc.constant(kind as Operation['kind']),
    })),
  ),
  file: fc.nat(999),
  at: fc.oneof(
    fc.nat(600).map((page) => page * PAGE),
    fc.nat(300_000),
  ),
  length: fc.oneof(fc.constantFrom(1, ...borders.slice(0, 9)), fc.integer({ min: 1, max: 20_000 })),
});

const operations = fc.array(operation, { minLength: 1, maxLength: 12 });
const burstsWith = (pauseMs: fc.Arbitrary<number>): fc.Arbitrary<Script['bursts']> =>
  fc.array(fc.record({ operations, pauseMs }), { minLength: 1, maxLength: 5 });

/** Shorter than a pass takes, about as long as two of them with the rest between, and much longer. */
const pause = fc.oneof(fc.nat(20), fc.integer({ min: 20, max: 150 }), fc.integer({ min: 150, max: 900 }));

type Work = Pick<Case, 'script' | 'limits'>;

/** Mostly so many passes that a copy can settle, now and then too few. */
const inBursts: fc.Arbitrary<Work> = fc.record({
  script: fc.record({ bursts: burstsWith(pause), gapMs: fc.constantFrom(0, 1, 3) }),
  limits: fc.record({
    passes: fc.oneof(
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
      { weight: 3, arbitrary: fc.constant(25) },
    ),
    minutes: fc.constantFrom(0, 0.1, 0.2),
  }),
});
/** Such a copy does not settle; there is no use in trying for long. */
const withoutPause: fc.Arbitrary<Work> = fc.record({
  script: fc.record({ bursts: burstsWith(fc.constant(0)), gapMs: fc.constantFrom(0, 1, 3) }),
  limits: fc.record({ passes: fc.integer({ min: 1, max: 3 }), minutes: fc.constantFrom(0, 0.05) }),
});
const work = fc.oneof({ weight: 6, arbitrary: inBursts }, { weight: 1, arbitrary: withoutPause });

const shapes = {
  db6: { required: ['CLANDATA', 'MLANDATA'], users: ['USR00001', 'USR00002', 'USR0000A'] },
  db8: { required: ['CCPOMI', 'CCPODS', 'CCPOMS'], users: ['U0000001', 'UABC', 'U9'] },
} as const;
const others = ['CCVER.TB', 'NOTES.XYZ', 'CCADMIN/ADMIN.EXE', 'old mail/1998/in.box', 'ümlaut %41.txt'];

/** A post office with a format's own files, and some that are of no known kind. */
const postOffice = fc
  .constantFrom(...Object.values(shapes))
  .chain(({ required, users }) =>
    fc.record({
      required: fc.constant(required),
      sizes: fc.tuple(...required.map(() => storeSize)),
      more: fc
        .subarray([...users, ...others], { minLength: 1 })
        .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), size)))),
    }),
  )
  .map(({ required, sizes, more }) => {
    const files = [...required.map((name, at) => [name, sizes[at] ?? 0] as const), ...more];
    const tree = new Map(files.map(([name, bytes], at) => [name, contentOf(-2 - at, bytes)] as const));
    return { required, tree: new Shown(tree) };
  });

/** Says names and sizes where a counterexample is printed, instead of all bytes. */
class Shown extends Map<string, Buffer> {
  [fc.toStringMethod](): string {
    return JSON.stringify(Object.fromEntries([...this].map(([name, bytes]) => [name, bytes.length])));
  }
}

/** A random post office, somebody who writes in it, and how it is backed up meanwhile. */
export const anyCase: fc.Arbitrary<Case> = fc
  .record({ office: postOffice, work, backups: fc.constantFrom(1, 1, 2) })
  .map(({ office, work: { script, limits }, backups }) => ({ ...office, script, limits, backups }));
