import { createTransport, SenderOptions, type SenderTransport } from '@questdb/nodejs-client';

/** What QuestDB said to a request. */
export type Answer =
  | { readonly kind: 'stored' }
  /** Nothing of the request is stored, and the same request never will be; `line` (from 1) is the first that is wrong. */
  | { readonly kind: 'refused'; readonly line: number; readonly message: string }
  /** It cannot be said whether it is stored; to be sent again. `status` is undefined when there was no answer. */
  | { readonly kind: 'failed'; readonly status: number | undefined; readonly message: string };

export interface QuestDbAddress {
  /** `http://host:9000`. */
  readonly origin: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** @throws When the text is no http(s) URL. */
export function parseAddress(url: string): QuestDbAddress {
  const { protocol, host, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error('the address of QuestDB is no http:// URL');
  return {
    origin: `${protocol}//${host}`,
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
  };
}

/** A request takes 50 to 250 ms (telemetry reference, 11.3); this long without a sign of life, and it is sent again. */
const requestMsMax = 10_000;

/**
 * Sends lines with the official client's transport and configuration. Of its two transports the one on node:http, without its own
 * retries: the other repeats a 500 for as long as it may and then reports a timeout, so that a batch which will never be stored
 * cannot be told from a server that is away (telemetry reference, 11.4). What the server says to a request that it refuses, which
 * this transport drops, is asked for by a second one.
 */
export class LineTransport {
  readonly #address: QuestDbAddress;
  readonly #transport: SenderTransport;

  private constructor(address: QuestDbAddress, transport: SenderTransport) {
    this.#address = address;
    this.#transport = transport;
  }

  static async open(address: QuestDbAddress): Promise<LineTransport> {
    const { protocol, host } = new URL(address.origin);
    const credentials =
      address.username && address.password ? `username=${quote(address.username)};password=${quote(address.password)};` : '';
    const options = await SenderOptions.fromConfig(
      // A given version asks nothing of the server, which may be away just now.
      `${protocol.slice(0, -1)}::addr=${host};${credentials}protocol_version=2;auto_flush=off;stdlib_http=on;retry_timeout=0;request_timeout=${requestMsMax};`,
      // It would write to the console; whoever sends gets the error.
      { log: () => undefined },
    );
    return new LineTransport(address, createTransport(options));
  }

  /** @param lines Unchanged until the answer is there. */
  async send(lines: Buffer): Promise<Answer> {
    try {
      await this.#transport.send(lines);
      return { kind: 'stored' };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const status = Number(/statusCode=(\d+)/.exec(message)?.[1] ?? Number.NaN);
      if (Number.isNaN(status)) return { kind: 'failed', status: undefined, message };
      return status === 400 ? this.#explain(lines) : { kind: 'failed', status, message };
    }
  }

  /** Whether the server lives, whatever it thinks of what it was sent. */
  async ping(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.#address.origin}/ping`, { signal: AbortSignal.timeout(2_000) });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }

  async #explain(lines: Buffer): Promise<Answer> {
    const { origin, username, password } = this.#address;
    const headers =
      username && password ? { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` } : undefined;
    try {
      const answer = await fetch(`${origin}/write?precision=n`, {
        method: 'POST',
        body: new Uint8Array(lines),
        ...(headers ? { headers } : {}),
        signal: AbortSignal.timeout(requestMsMax),
      });
      const text = await answer.text();
      if (answer.ok) return { kind: 'stored' };
      const line = Number(/"line":\s*(\d+)/.exec(text)?.[1] ?? Number.NaN);
      // A table or column that is not there yet is no fault of the line: the schema is about to be made.
      if (answer.status !== 400 || !(line >= 1) || /does not exist/i.test(text))
        return { kind: 'failed', status: answer.status, message: text.slice(0, 500) };
      return { kind: 'refused', line, message: text.slice(0, 500) };
    } catch (error) {
      return { kind: 'failed', status: undefined, message: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** In a configuration text a semicolon ends a value unless it is doubled. */
function quote(value: string): string {
  return value.replaceAll(';', ';;');
}
