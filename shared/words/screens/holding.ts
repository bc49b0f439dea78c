import type { GroupId } from '../../postoffice';
import { groupWords } from '../postoffice';

const named = (group: GroupId): string => groupWords[group].name.toLowerCase();

/** A run that has copied everything and waits for a person's word. */
export const holdingWords = {
  title: 'Everything is copied. Look at it, then seal.',
  text: 'The bag is not sealed before you say so. It waits as long as you like; the longer it waits, the older the copy.',
  sub: (since: string): string => `Since ${since}. Everything is copied, and the run waits for your word.`,
  groups: 'File groups in copy order',
  groupsText:
    'When a group is copied again, the groups behind it are read again too, so that the order is kept. Then the copy settles again.',
  again: 'Copy this group again',
  againOf: (group: GroupId): string => `Copy this group again: ${named(group)}`,
  asked: (group: GroupId): string => `Copying ${named(group)} again…`,
  seal: 'Verify and seal',
  sealing: 'Going on…',
  say: 'Everything is copied. The run waits for your word.',
  row: 'Your word',
  rowDetail: 'look at it, then seal',
  rowHeard: 'given',
  goingOn: 'Going on as you said.',
  tab: 'So far',
  tabsLabel: 'What was copied so far',
  waits: 'Waits for your word',
  noticeTitle: (name: string): string => `The backup of ${name} waits for your word.`,
  noticeText: 'Everything is copied. Look at it, then have it sealed.',
  look: 'Look at it',
  lookAt: (name: string): string => `Look at it: the backup of ${name}`,
} as const;
