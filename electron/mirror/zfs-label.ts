import path from 'node:path';
import type { RunProgram } from '../run/program';

/** What ZFS wrote on a device itself, in four places; after a power cut they may not agree. */
export interface PoolLabel {
  /** The pools that it says it belongs to, each once. */
  readonly pools: readonly string[];
  /**
   * Those of them of which it was just about to become a part: "from txg 0 to indicate that it's not really part of an
   * active pool just yet" (vdev_label_init() of OpenZFS).
   */
  readonly beginning: readonly string[];
  /** Size of its sectors, as a power of two: an attached device must not need larger ones. */
  readonly ashift: number | null;
}

/** Reads `zdb -l`, as OpenZFS and zfs-fuse print it. */
export function parseLabel(printed: string): PoolLabel {
  const labels = printed.split(/^LABEL \d.*$/m).flatMap((text) => {
    const name = /^ {4}name: '(.*)'$/m.exec(text)?.[1];
    return name === undefined ? [] : [{ name, begins: /^ {4}txg: 0$/m.test(text) }];
  });
  const ashift = /^ +ashift: (\d+)$/m.exec(printed)?.[1];
  const names = (some: typeof labels): string[] => [...new Set(some.map(({ name }) => name))];
  return {
    pools: names(labels),
    beginning: names(labels.filter(({ begins }) => begins)),
    ashift: ashift === undefined ? null : Number(ashift),
  };
}

/**
 * The label of a device; null where `zdb` is not installed. A device that cannot be read has no pools.
 * @param device as `zpool status` names it: without a folder it is one of `/dev`
 */
export async function readLabel(device: string, runProgram: RunProgram): Promise<PoolLabel | null> {
  const end = await runProgram({ program: 'zdb', args: ['-l', path.resolve('/dev', device)] });
  return end.failed === 'missing' ? null : parseLabel(end.stdout);
}
