import type { Connection } from '../../../shared/access';
import { heldBelow, utc, type Held } from './open-files';
import { plainName, type Share } from './shares';
import type { SambaStatus } from './status';

/** Whoever may hold something: a session in a process of the server. */
interface Seat {
  readonly sessionId: string;
  readonly pid: string;
  readonly uid: number | null;
  readonly user: string;
  readonly from: string;
}

/**
 * The sessions that have one of the shares connected or a file of the post office open.
 * @param root of the post office, links followed
 */
export async function connectionsTo(
  status: SambaStatus,
  shares: readonly Pick<Share, 'name'>[],
  root: string,
): Promise<Connection[]> {
  const held = await heldBelow(status, root);
  const names = new Set(shares.map(({ name }) => plainName(name)));
  const tcons = Object.values(status.tcons).filter(({ service }) => names.has(plainName(service)));
  const seats = seatsOf(status, held);
  return seats.flatMap((seat): Connection[] => {
    const { sessionId, pid, user, from } = seat;
    const tcon = tcons.find(
      ({ session_id: id, server_id: server }) => id === sessionId && server.pid === pid,
    );
    const files = held.filter((one) => isOf(one, seat, seats)).map(({ file }) => file);
    if (!tcon && files.length === 0) return [];
    const number = Number(pid);
    return [
      {
        id: `${sessionId}@${pid}`,
        adapter: 'samba',
        user: user || null,
        from: from || null,
        program: null,
        pid: Number.isInteger(number) ? number : null,
        since: utc(tcon?.connected_at),
        files,
        ends: 'close',
      },
    ];
  });
}

/** All sessions; and what Samba lists without one, so that nobody who is connected is left out. */
function seatsOf(status: SambaStatus, held: readonly Held[]): Seat[] {
  const seats: Seat[] = Object.values(status.sessions).map((session) => ({
    sessionId: session.session_id,
    pid: session.server_id.pid,
    uid: session.uid,
    user: session.username,
    from: session.remote_machine,
  }));
  for (const { session_id: sessionId, server_id: server, machine } of Object.values(status.tcons)) {
    if (seats.some((seat) => seat.sessionId === sessionId && seat.pid === server.pid)) continue;
    seats.push({ sessionId, pid: server.pid, uid: null, user: '', from: machine });
  }
  for (const { open } of held) {
    const { pid } = open.server_id;
    if (!seats.some((seat) => seat.pid === pid)) {
      seats.push({ sessionId: '', pid, uid: null, user: '', from: '' });
    }
  }
  return seats;
}

/**
 * Whose open it is: of the one session of its process. A terminal server has several in one; then it is of the user's,
 * or, where `force user` hides who that is, it may be of each.
 */
function isOf({ open }: Held, seat: Seat, seats: readonly Seat[]): boolean {
  if (open.server_id.pid !== seat.pid) return false;
  return seat.uid === open.uid || !seats.some(({ pid, uid }) => pid === seat.pid && uid === open.uid);
}
