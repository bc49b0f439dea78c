import type { Session } from 'electron';
import { SCHEME } from '../protocol';

/** The pages need no network, so anything but our own scheme (and the developer tools) is cancelled before it starts. */
export function refuseNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url);
    answer({ cancel: protocol !== `${SCHEME}:` && protocol !== 'devtools:' });
  });
}
