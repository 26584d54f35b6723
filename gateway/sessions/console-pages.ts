import type { IncomingMessage } from 'node:http';
import { Proxies } from './forwarded.ts';

/** Where a request came from, as the console's pages see it. */
export interface Arrival {
  readonly ip: string;
  /** The console's origin behind the request: `http://localhost:3000`. */
  readonly origin: string;
  /** Whether cookies of this request travel over TLS. */
  readonly secure: boolean;
}

/**
 * The origins of the console: pages that may act with a session's cookie. A cookie says who, and a browser sends it whoever made
 * the page; `Origin` says which page, and no script can change it (Fetch, 3.2).
 */
export class ConsolePages {
  readonly #origins: readonly string[];
  readonly #proxies: Proxies;

  /**
   * @param origins At least one; the first stands for requests that do not say under which of them they were made.
   * @param trustedProxies See `Proxies`.
   */
  constructor(origins: readonly string[], trustedProxies: readonly string[] = []) {
    this.#origins = origins.map((origin) => new URL(origin).origin);
    this.#proxies = new Proxies(trustedProxies);
  }

  /** Whether one of the console's pages sent it: never without an `Origin`. */
  sent(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return origin !== undefined && this.#origins.includes(origin);
  }

  arrival(request: IncomingMessage): Arrival {
    const { ip, tls, hosts } = this.#proxies.read(request);
    const origin = this.#originOf(hosts, tls);
    return { ip, origin, secure: tls || origin.startsWith('https:') };
  }

  #originOf(hosts: readonly string[], tls: boolean): string {
    for (const host of hosts) {
      const same = this.#origins.filter((origin) => new URL(origin).host === host.toLowerCase());
      const [found] = same.toSorted((a, b) => Number(b.startsWith('https:') === tls) - Number(a.startsWith('https:') === tls));
      if (found !== undefined) return found;
    }
    const [first] = this.#origins;
    if (first === undefined) throw new Error('The console has no origin.');
    return first;
  }
}
