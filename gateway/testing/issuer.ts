import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { freePort } from '@dcmms/db/testing/free-port.ts';

interface Key {
  readonly id: string;
  readonly algorithm: string;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly publicJwk: JWK;
}

/** What a token says and how it is signed, where it differs from a good one. */
export interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
  readonly audience?: string;
  /** From now, in seconds; negative for a token that is over. */
  readonly lifeSeconds?: number;
  /** Signed with a key that the issuer does not publish. */
  readonly stolen?: boolean;
  readonly key?: string;
}

/** An issuer of access tokens with keys at an address, as a tenant's provider is one. */
export class Issuer {
  readonly url: string;
  /** How often its keys were asked for. */
  asked = 0;
  /** Answers nothing any more. */
  silent = false;
  readonly #server: Server;
  readonly #keys = new Map<string, Key>();

  private constructor(url: string, server: Server) {
    this.url = url;
    this.#server = server;
  }

  static async start(): Promise<Issuer> {
    const port = await freePort();
    const server = createServer();
    // A path of its own: a port may come back within one test file, and two tenants cannot have one issuer.
    const issuer = new Issuer(`http://127.0.0.1:${port}/${randomUUID()}`, server);
    server.on('request', (request, response) => {
      if (issuer.silent) return void response.destroy();
      const asksForKeys = request.url?.endsWith('/keys') ?? false;
      if (asksForKeys) issuer.asked += 1;
      const body = asksForKeys
        ? { keys: [...issuer.#keys.values()].map((key) => key.publicJwk) }
        : { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` };
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await issuer.addKey('first');
    return issuer;
  }

  async addKey(id: string, algorithm = 'RS256'): Promise<void> {
    const pair = await generateKeyPair(algorithm, { extractable: true });
    this.#keys.set(id, {
      id,
      algorithm,
      privateKey: pair.privateKey,
      publicJwk: { ...(await exportJWK(pair.publicKey)), kid: id, alg: algorithm, use: 'sig' },
    });
  }

  removeKey(id: string): void {
    this.#keys.delete(id);
  }

  async token(subject: string, options: TokenOptions = {}): Promise<string> {
    const id = options.key ?? [...this.#keys.keys()].at(-1) ?? '';
    const known = this.#keys.get(id);
    if (!known) throw new Error(`no key ${id}`);
    const privateKey = options.stolen ? (await generateKeyPair(known.algorithm)).privateKey : known.privateKey;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ ...options.claims })
      .setProtectedHeader({ alg: known.algorithm, kid: id, typ: 'at+jwt' })
      .setIssuer(options.issuer ?? this.url)
      .setSubject(subject)
      .setAudience(options.audience ?? 'dcmms')
      .setIssuedAt(now - 10)
      .setExpirationTime(now + (options.lifeSeconds ?? 1_800))
      .sign(privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
