import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyGatewayPassword } from '@dcmms/db/telemetry/gateway-password.ts';
import type { Database } from '@dcmms/runtime/database/database.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { z } from 'zod';
import type { GatewayIdentity } from '../front/accept.ts';

export interface DirectorySettings {
  readonly database: Database;
  /** Where gateways that signed in are kept, so that they can again while the database is away. */
  readonly keptIn: string;
  readonly log: Log;
  /** How long an answer of the database holds. */
  readonly entryMsMax?: number;
  /** How long a database that hangs is waited for before the last known answer is taken. */
  readonly patienceMs?: number;
}

/** @property credential What `stillValid` asks for: the password's hash as it was then. */
export type SignIn =
  | { readonly kind: 'gateway'; readonly gateway: GatewayIdentity; readonly credential: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable' };

interface Entry {
  readonly gateway: GatewayIdentity;
  readonly passwordHash: string;
  readonly askedMs: number;
}

/** Sign-ins that are being checked at once: each costs 40 ms and 16 MiB, and anybody may ask for one. */
const checksMax = 4;
const waitingMax = 500;

/** Who may sign in over MQTT, and as which gateway of which site. */
export class GatewayDirectory {
  readonly #settings: Required<DirectorySettings>;
  readonly #entries = new Map<string, Entry>();
  /** By name: a hash and the digest of the password that fits it. The second connection of a gateway costs no scrypt. */
  readonly #verified = new Map<string, { readonly passwordHash: string; readonly digest: Buffer }>();
  // Of this process alone: what is kept in memory tells nobody a password.
  readonly #key = randomBytes(32);
  readonly #waiting: (() => void)[] = [];
  readonly #asking = new Map<string, Promise<Entry | undefined | 'unavailable'>>();
  readonly #checks = new Map<string, Promise<'right' | 'refused' | 'unavailable'>>();
  #checking = 0;
  #keeping: Promise<void> = Promise.resolve();

  constructor(settings: DirectorySettings) {
    this.#settings = { entryMsMax: 30_000, patienceMs: 2_000, ...settings };
  }

  async start(): Promise<void> {
    const text = await readFile(this.#settings.keptIn, 'utf8').catch(() => '[]');
    try {
      for (const { gateway, passwordHash } of keptSchema.parse(JSON.parse(text))) {
        this.#entries.set(gateway.username, { gateway, passwordHash, askedMs: Number.NEGATIVE_INFINITY });
      }
    } catch (error) {
      this.#settings.log.warn({ err: error }, 'the gateways kept on disk cannot be used');
    }
  }

  async close(): Promise<void> {
    await this.#keeping;
  }

  /**
   * Checks a gateway's credential. While the database is away, a gateway that has signed in before may do so again; one that
   * has not is told to come back.
   */
  async signIn(username: string, password: string): Promise<SignIn> {
    const digest = createHmac('sha256', this.#key).update(password).digest();
    let entry = await this.#find(username, this.#settings.entryMsMax);
    if (entry === 'unavailable') return { kind: 'unavailable' };
    if (entry && this.#isVerified(entry, digest)) return signedIn(entry);
    // A wrong password may be a new one: the kept answer is not believed twice.
    entry = await this.#find(username, 1_000);
    if (entry === 'unavailable') return { kind: 'unavailable' };
    if (!entry) return { kind: 'refused' };
    if (this.#isVerified(entry, digest)) return signedIn(entry);
    const verdict = await this.#check(entry, password, digest);
    if (verdict !== 'right') return { kind: verdict };
    const isNew = this.#verified.get(username)?.passwordHash !== entry.passwordHash;
    this.#verified.set(username, { passwordHash: entry.passwordHash, digest });
    if (isNew) this.#keep();
    return signedIn(entry);
  }

  /** Whether the password fits; those who ask the same at once, as all connections of a gateway after a restart, share one answer. */
  #check(entry: Entry, password: string, digest: Buffer): Promise<'right' | 'refused' | 'unavailable'> {
    const key = `${entry.gateway.username} ${entry.passwordHash} ${digest.toString('base64')}`;
    const running = this.#checks.get(key);
    if (running) return running;
    const check = this.#verify(password, entry.passwordHash).finally(() => this.#checks.delete(key));
    this.#checks.set(key, check);
    return check;
  }

  async #verify(password: string, passwordHash: string): Promise<'right' | 'refused' | 'unavailable'> {
    if (!(await this.#turn())) return 'unavailable';
    try {
      return (await verifyGatewayPassword(password, passwordHash)) ? 'right' : 'refused';
    } finally {
      this.#checking -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Whether a gateway that is signed in still may be: asked now and then for connections that stay. True while the database is away. */
  async stillValid(gateway: GatewayIdentity, credential: string): Promise<boolean> {
    const entry = await this.#find(gateway.username, this.#settings.entryMsMax);
    if (entry === 'unavailable') return true;
    return entry?.gateway.gatewayId === gateway.gatewayId && entry.gateway.siteId === gateway.siteId && entry.passwordHash === credential;
  }

  /** The entry of a name; undefined when there is none. What is known already serves while the database is away or hangs. */
  async #find(username: string, ageMsMax: number): Promise<Entry | undefined | 'unavailable'> {
    const known = this.#entries.get(username);
    if (known && Date.now() - known.askedMs <= ageMsMax) return known;
    const late = delay(this.#settings.patienceMs, 'unavailable' as const, { ref: false });
    const found = await Promise.race([this.#askOnce(username), late]);
    if (found !== 'unavailable') return found;
    if (!known) this.#settings.log.warn({ username }, 'a gateway cannot sign in while the database is away: it never did before');
    return known ?? 'unavailable';
  }

  /** One question for all who ask for the same name at once. */
  #askOnce(username: string): Promise<Entry | undefined | 'unavailable'> {
    const running = this.#asking.get(username);
    if (running) return running;
    const asking = this.#ask(username).finally(() => this.#asking.delete(username));
    this.#asking.set(username, asking);
    return asking;
  }

  async #ask(username: string): Promise<Entry | undefined | 'unavailable'> {
    try {
      const [row] = await this.#settings.database.directory<DirectoryRow>('select * from directory_gateway($1)', [username]);
      if (!row?.password_hash) {
        this.#entries.delete(username);
        this.#verified.delete(username);
        return undefined;
      }
      const gateway = {
        gatewayId: row.gateway_id,
        username,
        tenantId: row.tenant_id,
        tenantCode: row.tenant_code,
        siteId: row.site_id,
        siteCode: row.site_code,
      };
      const entry: Entry = { gateway, passwordHash: row.password_hash, askedMs: Date.now() };
      // Strangers may make up names: only those of gateways are kept, and only gateways have entries.
      this.#entries.set(username, entry);
      return entry;
    } catch (error) {
      this.#settings.log.debug({ err: error, username }, 'the database does not tell whose credential this is');
      return 'unavailable';
    }
  }

  /** Waits for one of the places in which a password may be checked; false when too many wait already. */
  async #turn(): Promise<boolean> {
    if (this.#checking >= checksMax) {
      if (this.#waiting.length >= waitingMax) return false;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#checking += 1;
    return true;
  }

  #isVerified({ gateway, passwordHash }: Entry, digest: Buffer): boolean {
    const verified = this.#verified.get(gateway.username);
    return verified?.passwordHash === passwordHash && timingSafeEqual(verified.digest, digest);
  }

  #keep(): void {
    this.#keeping = this.#keeping.then(async () => {
      const { keptIn, log } = this.#settings;
      const kept = [...this.#entries.values()].filter(
        ({ gateway, askedMs }) => this.#verified.has(gateway.username) || askedMs === Number.NEGATIVE_INFINITY,
      );
      try {
        await mkdir(dirname(keptIn), { recursive: true, mode: 0o700 });
        await writeFile(`${keptIn}.new`, JSON.stringify(kept.map(({ gateway, passwordHash }) => ({ gateway, passwordHash }))), {
          mode: 0o600,
        });
        await rename(`${keptIn}.new`, keptIn);
      } catch (error) {
        log.warn({ err: error }, 'the gateways cannot be kept on disk');
      }
    });
  }
}

interface DirectoryRow {
  readonly gateway_id: string;
  readonly tenant_id: string;
  readonly tenant_code: string;
  readonly site_id: string;
  readonly site_code: string;
  readonly password_hash: string | null;
}

function signedIn(entry: Entry): SignIn {
  return { kind: 'gateway', gateway: entry.gateway, credential: entry.passwordHash };
}

const keptSchema = z.array(
  z.object({
    gateway: z.object({
      gatewayId: z.string(),
      username: z.string(),
      tenantId: z.string(),
      tenantCode: z.string(),
      siteId: z.string(),
      siteCode: z.string(),
    }),
    passwordHash: z.string(),
  }),
);
