import { countOf, formatWhen } from '../format';

/** Bringing a restored copy online, and swapping back. */
export const onlineWords = {
  waits: 'It is brought online when it is signed.',
  text: 'What is there now is moved aside, never overwritten, and one button swaps both again. Have everybody log out first, and stop Router and gateways.',
  where: 'Where',
  own: 'Its place on the list',
  noTarget: 'The post office is on no list here: choose where it is to be.',
  choose: 'Choose another folder…',
  chooseFirst: 'Choose a folder…',
  useOwn: 'Use its own place',
  notProven: 'It is not proven that this copy works',
  notProvenText: 'It goes online only when somebody says why, with name.',
  allow: 'Bring it online all the same…',
  connected: 'Nobody is connected…',
  plan: 'Show the plan',
  again: 'Check again',
  planning: 'Looking at the place…',
  blocked: (count: number): string =>
    count === 1
      ? 'One thing must be put right before it can go online.'
      : `${countOf(count, 'thing')} must be put right before it can go online.`,
  start: 'Bring it online',
  starting: 'Starting…',
  planLabel: 'Plan of bringing it online',

  done: (at: string): string => `It is online since ${formatWhen(at)}.`,
  target: 'It lies in',
  aside: 'What was there before lies in',
  noAside: 'There was nothing before.',
  keep: 'Keep the old one until everybody has worked with the restored one for a while. Start Router first, then the gateways, one at a time.',
  swapBack: 'Swap back…',
  swapTitle: (name: string): string => `Swap ${name} back?`,
  swapText: (target: string): string =>
    `The restored post office is moved aside, and the old one back to ${target}. Nothing is overwritten. What was written into the restored one stays in it. Have everybody log out first.`,
  swapConfirm: 'Swap back',
  swapLeave: 'Keep the restored one',
  swapped: (at: string): string =>
    `Swapped back ${formatWhen(at)}: the old post office is in its place again.`,
  restored: 'The restored one lies in',
} as const;
