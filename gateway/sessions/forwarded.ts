import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** How a request looked before the proxies in front of us passed it on. */
export interface Forwarded {
  /** Who sent it, as far as it can be told. */
  readonly ip: string;
  /** Whether it came over TLS. */
  readonly tls: boolean;
  /** The names under which we were asked for, the likeliest first: `localhost:3000`. */
  readonly hosts: readonly string[];
}

/** Who may say what a request looked like before: the `X-Forwarded-*` headers of everybody else are ignored. */
export class Proxies {
  readonly #trusted = new BlockList();

  /**
   * @param ranges Addresses and CIDR ranges of proxies beside this machine's own: `10.0.0.0/8`.
   * @throws Error for a text that is neither.
   */
  constructor(ranges: readonly string[] = []) {
    this.#trusted.addSubnet('127.0.0.0', 8, 'ipv4');
    this.#trusted.addAddress('::1', 'ipv6');
    for (const range of ranges) {
      const [address = '', bits] = range.split('/');
      const family = isIP(address);
      if (family === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) throw new Error(`${range} is no address and no CIDR range.`);
      const kind = family === 4 ? 'ipv4' : 'ipv6';
      if (bits === undefined) this.#trusted.addAddress(address, kind);
      else this.#trusted.addSubnet(address, Number(bits), kind);
    }
  }

  read(request: IncomingMessage): Forwarded {
    const peer = plain(request.socket.remoteAddress ?? '');
    const { host } = request.headers;
    const hosts = host === undefined ? [] : [host];
    if (!this.#trusts(peer)) return { ip: peer, tls: false, hosts };
    const forwardedHost = firstOf(request.headers['x-forwarded-host']);
    return {
      ip: this.#sender(request.headers['x-forwarded-for'], peer),
      // Some proxies say of a handshake what it becomes.
      tls: /^(https|wss)$/i.test(firstOf(request.headers['x-forwarded-proto']) ?? ''),
      hosts: forwardedHost === undefined ? hosts : [forwardedHost, ...hosts],
    };
  }

  /** From the right: each trusted proxy has added whom it heard, and what stands left of the first stranger is hearsay. */
  #sender(header: string | string[] | undefined, peer: string): string {
    const chain = [header ?? []]
      .flat()
      .flatMap((line) => line.split(','))
      .map((each) => plain(each.trim()));
    let sender = peer;
    for (const each of chain.toReversed()) {
      if (isIP(each) === 0) break;
      sender = each;
      if (!this.#trusts(each)) break;
    }
    return sender;
  }

  #trusts(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.#trusted.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }
}

/** An IPv4 address that a socket for both families shows as IPv6. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

function firstOf(header: string | string[] | undefined): string | undefined {
  const first = [header ?? []].flat()[0]?.split(',')[0]?.trim();
  return first === '' ? undefined : first;
}
