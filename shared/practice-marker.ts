/** The text file that marks a folder as a practice post office made by Postbag. Apart from the schemas, for screens. */
export const PRACTICE_MARKER = 'PRACTICE.TXT';
