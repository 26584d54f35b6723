import type { Session } from '../graph/session.ts';
import type { Connection } from '../graph/use-connection.ts';

/** How long a connection may be away, or take to be made, before the page says so: a change of network is no event. */
const patienceMs = { lost: 3_000, connecting: 5_000 } as const;

export interface BannerFacts {
  readonly connection: Pick<Connection, 'state' | 'since'>;
  readonly session: Session['state'];
  /** When the oldest kept answer on the screen was kept, epoch milliseconds; undefined when everything was read. */
  readonly keptAt: number | undefined;
}

/**
 * What the banner across the page has to say. `lost`: the connection was there and is not; `never`: it has not come yet; `kept`: it is
 * there, and something on the screen is nevertheless what this browser has kept. Null: nothing, what is shown is of now.
 */
export function bannerOf({ connection: { state, since }, session, keptAt }: BannerFacts, now: number): 'lost' | 'never' | 'kept' | null {
  const lasts = now - since.getTime();
  if (state === 'lost' && lasts >= patienceMs.lost) return 'lost';
  if (state === 'connecting' && (session === 'unreachable' || lasts >= patienceMs.connecting)) return 'never';
  return keptAt !== undefined && state === 'live' ? 'kept' : null;
}
