import type { FileNumbers, NumberName } from '../../../shared/words/practice-tools';
import type { FileKind } from '../layout';
import type { FileHeader } from '../records';

type NumberIn = Exclude<keyof FileHeader, 'kind'>;

/** The numbers that a header keeps of its file. */
const KEPT: Readonly<Record<FileKind, readonly (readonly [NumberIn, NumberName])[]>> = {
  USER: [
    ['user', 'user'],
    ['pages', 'pages'],
    ['records', 'pointers'],
  ],
  BOTH: [
    ['pages', 'pages'],
    ['records', 'entries'],
    ['users', 'users'],
  ],
  INDX: [
    ['pages', 'pages'],
    ['records', 'entries'],
  ],
  DIRY: [
    ['pages', 'pages'],
    ['records', 'users'],
  ],
  STOR: [
    ['pages', 'pages'],
    ['records', 'messages'],
    ['free', 'free'],
    ['nextId', 'nextId'],
  ],
};

/** A number in a header that is not as it should be. */
export interface HeaderFault {
  readonly what: NumberName;
  readonly says: number;
  readonly should: number;
}

/** What is wrong in a header, held against how it should be. */
export function headerFaults(header: FileHeader, should: FileHeader): HeaderFault[] {
  return KEPT[should.kind]
    .filter(([field]) => header[field] !== should[field])
    .map(([field, what]) => ({ what, says: header[field], should: should[field] }));
}

/** How much there is in a file, from how its header should be. */
export function numbersOf(should: FileHeader): FileNumbers {
  return KEPT[should.kind]
    .filter(([field]) => field !== 'user' && field !== 'nextId')
    .map(([field, what]) => [what, should[field]] as const);
}

/** Whether a file has a header with a wrong number. A torn header is a torn page instead. */
export function isWrong(header: FileHeader | null, should: FileHeader): boolean {
  return header !== null && headerFaults(header, should).length > 0;
}
