import type { FindResult } from '../../../shared/views';
import { db6, db8 } from './post-offices';

/** What a search comes upon: known, new, damaged, mixed, undecided, and somebody's own. */
export const found = (): FindResult => ({
  found: [
    {
      folderId: 'folder-a',
      path: String.raw`\\FS1\MAIL\CCDATA`,
      recognition: db8,
      known: true,
      suggestedName: 'MAIL',
    },
    {
      folderId: 'folder-b',
      path: String.raw`\\FS1\BRANCHES\HARROGATE\CCDATA`,
      recognition: db6,
      known: false,
      suggestedName: 'HARROGATE',
    },
    {
      folderId: 'folder-c',
      path: String.raw`\\FS1\ARCHIVE\1998\CCDATA`,
      recognition: { ...db6, kind: 'partial', format: null, evidence: ['CLANDATA'], missing: ['MLANDATA'] },
      known: false,
      suggestedName: '1998',
    },
    {
      folderId: 'folder-d',
      path: String.raw`\\FS1\TEMP\CONVERT`,
      recognition: {
        ...db6,
        kind: 'mixed',
        format: null,
        evidence: ['CLANDATA', 'MLANDATA', 'CCPOMI'],
        missing: ['CCPODS', 'CCPOMS'],
      },
      known: false,
      suggestedName: 'CONVERT',
    },
    {
      folderId: 'folder-e',
      path: String.raw`\\FS1\EXCHANGE\MAILBOX`,
      recognition: { ...db6, kind: 'undecided', format: null, evidence: ['CCPOMBOX.DAT'] },
      known: false,
      suggestedName: 'MAILBOX',
    },
    {
      folderId: 'folder-f',
      path: String.raw`\\FS1\HOME\JSMITH\LOCALPO`,
      recognition: { ...db6, kind: 'mobile', format: null, evidence: [] },
      known: false,
      suggestedName: 'JSMITH',
    },
  ],
  folders: 12_418,
  unreadable: 3,
  complete: true,
});
