/** A disk, or a file, of a pool. */
export interface PoolDevice {
  /** Absolute path where `zpool status -P` is known; else as the pool calls it. */
  readonly name: string;
  /** `ONLINE`, `DEGRADED`, `OFFLINE`, … */
  readonly state: string;
  /** What stands behind the numbers: `(resilvering)`, `too many errors`, … */
  readonly note: string;
}

/** A part of a pool that holds data: zpoolconcepts(7), "top-level vdev". */
export interface PoolPart {
  /** `mirror-0`, `raidz1-0`, or the name of the only device. */
  readonly name: string;
  readonly state: string;
  /** In order. One for what is no group. */
  readonly devices: readonly PoolDevice[];
  /** Whether one of its devices is being replaced. */
  readonly replacing: boolean;
}

/** What a pool is reading through. */
export interface PoolScan {
  readonly what: 'resilver' | 'scrub';
  readonly running: boolean;
  /** 0 to 100; null where it does not say. */
  readonly percent: number | null;
  /** What could not be read, of one that has ended. */
  readonly errors: number;
  /** When it ended, ms since 1970; null while it runs. */
  readonly ended: number | null;
}

/** What `zpool status` says of one pool. */
export interface PoolStatus {
  readonly name: string;
  readonly state: string;
  readonly scans: readonly PoolScan[];
  /** What holds data, in the order of the pool; neither logs nor caches nor spares. */
  readonly parts: readonly PoolPart[];
  /** Whether the state of the whole pool at an earlier moment is kept. */
  readonly checkpoint: boolean;
  /** Whether a part is being taken out of it. */
  readonly removing: boolean;
}

/** `name  STATE  read write cksum  note`, behind a tab and two spaces for each level. */
const ROW =
  /^\t( *)(\S.*?) {2,}(ONLINE|DEGRADED|FAULTED|OFFLINE|REMOVED|UNAVAIL|SUSPENDED|SPLIT|AVAIL|INUSE)\b(.*)$/;

/** Devices of these kinds hold nothing that is not in the others too, and are not split off: spa_vdev_split_mirror(). */
const ASIDE = ['logs', 'cache', 'spares', 'l2cache'];
/** Kinds of data of their own; their mirrors are split like all others. */
const CLASSES = ['special', 'dedup'];

/**
 * Reads what `zpool status` printed of one pool, as OpenZFS and zfs-fuse print it. Its JSON is known only from OpenZFS
 * 2.3 on. Null when it cannot be understood.
 */
export function parsePoolStatus(printed: string): PoolStatus | null {
  const lines = printed.split('\n');
  const field = (name: string): string | null =>
    lines.find((line) => line.trimStart().startsWith(`${name}: `))?.replace(/^.*?: /, '') ?? null;
  const name = field('pool');
  const state = field('state');
  const parts = partsOf(lines);
  if (name === null || state === null || parts === null) return null;
  return {
    name,
    state,
    scans: scansOf(lines),
    parts,
    checkpoint: field('checkpoint') !== null,
    removing: (field('remove') ?? '').includes(' in progress since '),
  };
}

interface Row {
  readonly depth: number;
  readonly device: PoolDevice;
}

function partsOf(lines: readonly string[]): PoolPart[] | null {
  const head = lines.findIndex((line) => /^\tNAME +STATE /.test(line));
  if (head === -1) return null;
  const rows: Row[] = [];
  let wanted = true;
  for (const line of lines.slice(head + 1)) {
    if (!line.startsWith('\t')) {
      if (line.trim() === '') continue;
      break;
    }
    const kind = line.trim();
    if (ASIDE.includes(kind)) wanted = false;
    else if (CLASSES.includes(kind)) wanted = true;
    else {
      const row = rowOf(line);
      if (row === null) return null;
      if (wanted) rows.push(row);
    }
  }
  const [pool, ...others] = rows;
  return pool?.depth === 0 && others[0]?.depth === 1 ? groups(others) : null;
}

function rowOf(line: string): Row | null {
  const [, indent, name, state, rest] = ROW.exec(line) ?? [];
  if (indent === undefined || name === undefined || state === undefined) return null;
  // Three numbers, which may be as long as `1.50K`.
  const note = (rest ?? '').replace(/^( +[\d.]+[A-Z]?){3}/, '').trim();
  return { depth: indent.length / 2, device: { name, state, note } };
}

function groups(rows: readonly Row[]): PoolPart[] {
  const starts = rows.flatMap(({ depth }, index) => (depth === 1 ? [index] : []));
  return starts.flatMap((start, index) => {
    const [top, ...below] = rows.slice(start, starts[index + 1]);
    if (!top) return [];
    const devices = below.filter(({ depth }) => depth === 2);
    return [
      {
        name: top.device.name,
        state: top.device.state,
        devices: (devices.length === 0 ? [top] : devices).map(({ device }) => device),
        replacing: below.some(({ depth }) => depth > 2),
      },
    ];
  });
}

/** There may be two: of the last scrub, and of the last resilver. */
function scansOf(lines: readonly string[]): PoolScan[] {
  return lines.flatMap((line, index) => {
    const said = /^ *(?:scan|scrub): (.*)$/.exec(line)?.[1];
    if (said === undefined) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((next) => !/^(\t|  {3})/.test(next));
    return scanOf([said, ...rest.slice(0, end === -1 ? rest.length : end)].join(' ')) ?? [];
  });
}

function scanOf(said: string): PoolScan | null {
  const what = /resilver|scrub/.exec(said)?.[0];
  if (what === undefined) return null;
  const running = said.includes(' in progress ');
  const percent = /([\d.]+)% done/.exec(said)?.[1];
  const ended = running ? NaN : Date.parse(/ on (\w{3} \w{3} +\d+ [\d:]{8} \d{4})/.exec(said)?.[1] ?? '');
  return {
    what: what === 'scrub' ? 'scrub' : 'resilver',
    running,
    // It may go beyond: zpool-status(8).
    percent: percent === undefined ? null : Math.min(100, Number(percent)),
    errors: Number(/ with (\d+) errors/.exec(said)?.[1] ?? 0),
    ended: Number.isNaN(ended) ? null : ended,
  };
}
