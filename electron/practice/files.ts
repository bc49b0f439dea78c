import type { GroupId } from '../../shared/postoffice';
import type { PracticeShape } from '../../shared/practice';

/** Name of a user's file; `user` counts from 1. */
export function userFile(shape: PracticeShape, user: number): string {
  return shape === 'db6' ? `USR${String(user).padStart(5, '0')}` : `U${String(user).padStart(7, '0')}`;
}

/** The user whose file this is, or null when it is not a user's file. Case does not matter. */
export function userOfFile(shape: PracticeShape, name: string): number | null {
  const digits = (shape === 'db6' ? /^USR(\d{5})$/i : /^U(\d{7})$/i).exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Name of the file with the message index, of the one with the users' directory, and of the message store. */
export function centralFiles(shape: PracticeShape): { index: string; directory: string; store: string } {
  return shape === 'db6'
    ? { index: 'CLANDATA', directory: 'CLANDATA', store: 'MLANDATA' }
    : { index: 'CCPOMI', directory: 'CCPODS', store: 'CCPOMS' };
}

/** All file names of a practice post office by group, without the marker. */
export function filesByGroup(shape: PracticeShape, users: number): Record<GroupId, string[]> {
  const { index, directory, store } = centralFiles(shape);
  return {
    users: Array.from({ length: users }, (_, at) => userFile(shape, at + 1)),
    directory: [...new Set([index, directory])],
    store: [store],
  };
}
