import type { ProgramEnd, RunProgram } from '../run/program';

/** The program behind `xfs_info`, which is a script that finds it only where the folders of root are searched. */
const NAME = 'xfs_spaceman';
const PLACES = [NAME, `/usr/sbin/${NAME}`, `/sbin/${NAME}`];

/** What a mounted XFS says of itself. @param point where it is mounted */
export async function askXfs(point: string, runProgram: RunProgram): Promise<ProgramEnd> {
  let end: ProgramEnd = { code: null, stdout: '', stderr: '', failed: 'missing' };
  for (const program of PLACES) {
    end = await runProgram({ program, args: ['-p', 'xfs_info', '-c', 'info', point] });
    if (end.failed !== 'missing') return end;
  }
  return end;
}

/** Whether files can share their blocks, in what `xfs_info` prints (xfs_info(8)); null when it does not say. */
export function sharesBlocks(printed: string): boolean | null {
  const flag = /(?:^|\s)reflink=([01])(?:\s|,|$)/.exec(printed)?.[1];
  return flag === undefined ? null : flag === '1';
}
