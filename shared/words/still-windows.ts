/**
 * What Windows answers when a shadow copy is asked for, by its number
 * (https://learn.microsoft.com/en-us/previous-versions/windows/desktop/vsswmi/create-method-in-class-win32-shadowcopy),
 * as a person reads it.
 */
const reasons: Readonly<Record<number, string>> = {
  1: 'Windows denied it: a shadow copy can only be made by an administrator.',
  2: 'Windows did not accept what it was asked for (invalid argument).',
  3: 'Windows did not find the volume.',
  4: 'No shadow copies can be made of this volume.',
  5: 'This kind of shadow copy is not supported here.',
  6: 'There is too little storage for shadow copies of this volume: give it more (vssadmin resize shadowstorage).',
  7: 'The volume is in use.',
  8: 'The volume has as many shadow copies as it can have: remove one that nobody needs.',
  9: 'Another shadow copy is being made at this moment: try again in a few minutes.',
  10: 'The shadow copy provider refused: the event log says why.',
  11: 'The shadow copy provider is not registered.',
  12: 'The shadow copy provider failed: the event log says why.',
  13: 'Windows does not know why: the event log may say more.',
};

/** Why Windows made no shadow copy. @param code what `Win32_ShadowCopy.Create` returned; not 0 */
export const shadowCopyReason = (code: number): string =>
  reasons[code] ?? `Windows made no shadow copy (code ${String(code)}).`;
