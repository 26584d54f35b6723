import { silenceMs } from '../gateways/silence.ts';

/** What is asked of a gateway to know whether its site is heard of. */
export interface HeardGateway {
  readonly code: string;
  /** ISO 8601; null when it never was. */
  readonly lastSeenAt: string | null;
  readonly site: { readonly code: string } | null;
}

/** Codes of the sites of which no gateway is heard any more, or never was. One gateway that still sends is not blindness. */
export function silentSites(gateways: readonly HeardGateway[], nowMs: number): string[] {
  const heard = new Map<string, boolean>();
  for (const { code, lastSeenAt, site } of gateways) {
    const place = site?.code ?? code;
    heard.set(place, heard.get(place) === true || silenceMs(lastSeenAt, nowMs) === null);
  }
  return [...heard].flatMap(([place, isHeard]) => (isHeard ? [] : [place])).sort();
}

/** When any of them was heard last, epoch milliseconds; null when none ever was. */
export function newestSeenAt(gateways: readonly HeardGateway[]): number | null {
  return gateways.reduce<number | null>(
    (newest, { lastSeenAt }) => (lastSeenAt === null ? newest : Math.max(newest ?? 0, Date.parse(lastSeenAt))),
    null,
  );
}
