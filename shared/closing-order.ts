import type { AdapterId } from './access';

/** The order in which a post office is closed: what really refuses first, the marker, which only asks, last. */
export const closingOrder: readonly AdapterId[] = ['samba', 'windows-share', 'commands', 'marker'];
