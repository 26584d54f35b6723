import { timingSafeEqual } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Log } from '@dcmms/runtime/log.ts';
import { Aedes, type AedesOptions, type Client, type PublishPacket, type Subscription } from 'aedes';
import type { GatewayDirectory } from '../gateways/directory.ts';
import type { Sightings } from '../gateways/seen.ts';
import { liveSite, liveUsername } from '../live/credential.ts';
import type { LiveFeed } from '../live/feed.ts';
import type { GatewayIdentity } from './accept.ts';
import { ConnectionGate } from './gate.ts';
import { newLane, type Intake, type Lane } from './intake.ts';

export interface ListenerSettings {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly intake: Intake;
  readonly directory: GatewayDirectory;
  readonly sightings: Sightings;
  readonly live: LiveFeed;
  /** Of the service that reads live values. */
  readonly livePassword: string;
  readonly log: Log;
  readonly connectionsMax?: number;
  /** Payload of all connections that may wait for the journal. */
  readonly waitingBytesMax?: number;
  /** How often connected gateways are asked about. */
  readonly recheckMs?: number;
}

type Session =
  | {
      readonly kind: 'gateway';
      readonly gateway: GatewayIdentity;
      readonly credential: string;
      readonly gate: ConnectionGate;
      readonly lane: Lane;
      counted: boolean;
    }
  | { readonly kind: 'live'; readonly watched: Map<string, () => void> };

type Authenticated = Parameters<NonNullable<AedesOptions['authenticate']>>[3];

/** What aedes says to a topic with a wildcard, which ends the connection (MQTT 3.1.1, 3.3.2-2), and to more levels than it takes. */
const noTopic = /not allowed in PUBLISH|too many levels/;

/** CONNACK return codes (MQTT 3.1.1, 3.2.2.3). */
const SERVER_UNAVAILABLE = 3;
const BAD_USERNAME_OR_PASSWORD = 4;

/**
 * Our own MQTT listener (3.1.1): a gateway's PUBACK is sent when its message is durable in the journal, by nothing in between that
 * could lose it. A gateway may publish to its site's topic with any client id over any number of connections, and subscribe to
 * nothing; the service credential may watch live values, and publish nothing.
 */
export class MqttListener {
  readonly #settings: Required<ListenerSettings>;
  readonly #broker: GatewayBroker;
  readonly #server: Server;
  /** Of clients that are connected. */
  readonly #sessions = new Map<Client, Session>();
  /** Of clients that were: what a connection's will says comes after its end. */
  readonly #sessionOf = new WeakMap<Client, Session>();
  readonly #gates = new WeakMap<object, ConnectionGate>();
  readonly #openGates = new Set<ConnectionGate>();
  #waitingBytes = 0;
  #holding = false;
  #recheck: NodeJS.Timeout | undefined;
  #rechecking: Promise<void> = Promise.resolve();

  constructor(given: ListenerSettings) {
    this.#settings = { connectionsMax: 10_000, waitingBytesMax: 64 * 1024 * 1024, recheckMs: 60_000, ...given };
    this.#broker = new GatewayBroker({
      connectTimeout: 10_000,
      // Only MQTT 3.1 has a limit, of 23; ours get longer by the user's name.
      maxClientsIdLength: 65_535,
      maxInflightInbound: 100,
      preConnect: (_client, packet, done) => {
        // Client ids are a gateway's own: two gateways with the same one must not end each other's connections.
        if (packet.clientId) packet.clientId = `${packet.username ?? ''}/${packet.clientId}`;
        done(null, true);
      },
      authenticate: (client, username, password, done) => void this.#answer(client, username, password, done),
      authorizePublish: (client, packet, done) => void this.#publish(client, packet, done),
      authorizeSubscribe: (client, subscription, done) => done(null, this.#maySubscribe(client, subscription) ? subscription : null),
    });
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.maxConnections = this.#settings.connectionsMax;
    this.#broker.on('clientReady', (client) => this.#arrived(client));
    this.#broker.on('subscribe', (subscriptions, client) => this.#subscribed(client, subscriptions));
    this.#broker.on('unsubscribe', (filters, client) => this.#unsubscribed(client, filters));
    this.#broker.on('clientError', (client, error) => {
      this.#settings.log.debug({ err: error, client: client.id }, 'a client was disconnected');
      if (noTopic.test(error.message)) this.#forbid(client);
    });
    this.#broker.on('connectionError', (_client, error) => this.#settings.log.debug({ err: error }, 'a connection was refused'));
  }

  /** @throws When the port is taken. */
  async start(): Promise<{ port: number }> {
    await this.#broker.listen();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host: this.#settings.host, port: this.#settings.port, backlog: 1_024 }, resolve);
    });
    this.#recheck = setInterval(() => {
      this.#rechecking = this.#rechecking.then(() => this.#checkAll());
    }, this.#settings.recheckMs);
    return { port: portOf(this.#server) };
  }

  /** Ends all connections; what was not acknowledged is for the gateways to send again. */
  async close(): Promise<void> {
    clearInterval(this.#recheck);
    await this.#rechecking;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await new Promise<void>((resolve) => this.#broker.close(resolve));
    for (const gate of this.#openGates) gate.destroy();
    await closed;
  }

  /** Connected gateways and watchers, for the metrics. */
  get connections(): number {
    return this.#sessions.size;
  }

  get listening(): boolean {
    return this.#server.listening;
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    const gate = new ConnectionGate(socket);
    gate.hold(this.#holding);
    this.#gates.set(socket, gate);
    this.#openGates.add(gate);
    const client = this.#broker.handle(socket);
    socket.once('close', () => {
      this.#openGates.delete(gate);
      this.#left(client);
    });
  }

  async #answer(client: Client, username: string | undefined, password: Buffer | undefined, done: Authenticated): Promise<void> {
    const code = await this.#authenticate(client, username, password);
    if (code === 0) done(null, true);
    else done(refusal(code), null);
  }

  async #authenticate(client: Client, username: string | undefined, password: Buffer | undefined): Promise<number> {
    if (username === undefined || password === undefined) return BAD_USERNAME_OR_PASSWORD;
    if (username === liveUsername) {
      if (!equal(password, this.#settings.livePassword)) return BAD_USERNAME_OR_PASSWORD;
      this.#admit(client, { kind: 'live', watched: new Map() });
      return 0;
    }
    try {
      const signedIn = await this.#settings.directory.signIn(username, password.toString('utf8'));
      const gate = this.#gates.get(client.conn);
      if (signedIn.kind === 'unavailable' || !gate) return SERVER_UNAVAILABLE;
      if (signedIn.kind === 'refused') {
        this.#settings.log.info({ username }, 'a gateway was refused: no such credential');
        return BAD_USERNAME_OR_PASSWORD;
      }
      const { gateway, credential } = signedIn;
      this.#admit(client, { kind: 'gateway', gateway, credential, gate, lane: newLane(), counted: false });
      return 0;
    } catch (error) {
      this.#settings.log.error({ err: error, username }, 'a credential could not be checked');
      return SERVER_UNAVAILABLE;
    }
  }

  #admit(client: Client, session: Session): void {
    // It may have gone while its credential was checked.
    if (client.closed) return;
    this.#sessions.set(client, session);
    this.#sessionOf.set(client, session);
  }

  /** Holds the broker's answer to a PUBLISH back until the message is durable: for QoS 1 this is the PUBACK. */
  async #publish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): Promise<void> {
    const session = client ? this.#sessionOf.get(client) : undefined;
    if (session?.kind !== 'gateway') return done(new Error('this client may not publish'));
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    // Nobody is told what gateways send, so that nothing of it may stay in the broker's memory (retained, or as QoS 2).
    packet.retain = false;
    packet.payload = '';
    const bytes = payload.length + 100;
    this.#enter(session.gate, bytes);
    let failure: Error | null = null;
    try {
      await this.#settings.intake.take(session.gateway, packet.topic, payload, session.lane);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    this.#leave(session.gate, bytes);
    done(failure);
  }

  /** A PUBLISH that the broker ends the connection for before it asks us is not dropped in silence either. */
  #forbid(client: Client): void {
    const session = this.#sessionOf.get(client);
    if (session?.kind !== 'gateway') return;
    const { intake, log } = this.#settings;
    intake
      .take(session.gateway, '(no topic)', Buffer.alloc(0), session.lane)
      .catch((error: unknown) => log.debug({ err: error }, 'a message that no topic takes was not noted'));
  }

  #enter(gate: ConnectionGate, bytes: number): void {
    gate.enter(bytes);
    this.#waitingBytes += bytes;
    if (this.#waitingBytes >= this.#settings.waitingBytesMax && !this.#holding) this.#holdAll(true);
  }

  #leave(gate: ConnectionGate, bytes: number): void {
    this.#waitingBytes -= bytes;
    if (this.#holding && this.#waitingBytes < this.#settings.waitingBytesMax / 2) this.#holdAll(false);
    gate.leave(bytes);
  }

  #holdAll(held: boolean): void {
    this.#holding = held;
    for (const gate of this.#openGates) gate.hold(held);
  }

  #arrived(client: Client): void {
    const session = this.#sessions.get(client);
    if (session?.kind !== 'gateway' || session.counted) return;
    session.counted = true;
    this.#settings.sightings.connected(session.gateway);
  }

  #left(client: Client): void {
    const session = this.#sessions.get(client);
    this.#sessions.delete(client);
    if (session?.kind === 'live') for (const end of session.watched.values()) end();
    if (session?.kind === 'gateway' && session.counted) this.#settings.sightings.disconnected(session.gateway);
  }

  #maySubscribe(client: Client, { topic }: Subscription): boolean {
    return this.#sessions.get(client)?.kind === 'live' && liveSite(topic) !== undefined;
  }

  #subscribed(client: Client, subscriptions: Subscription[]): void {
    const session = this.#sessions.get(client);
    if (session?.kind !== 'live') return;
    for (const { topic, qos } of subscriptions) {
      const site = liveSite(topic);
      // 128: it was refused.
      if (site === undefined || Number(qos) > 2 || session.watched.has(topic)) continue;
      // To the client itself and not through the broker, whose queue has no bound and is the gateways' too.
      const end = this.#settings.live.watch(site, (to, payload, delivered) => {
        client.publish({ cmd: 'publish', topic: to, payload, qos: 0, retain: false, dup: false }, () => delivered());
      });
      session.watched.set(topic, end);
    }
  }

  #unsubscribed(client: Client, filters: string[]): void {
    const session = this.#sessions.get(client);
    if (session?.kind !== 'live') return;
    for (const filter of filters) {
      session.watched.get(filter)?.();
      session.watched.delete(filter);
    }
  }

  /** Ends the connections of gateways that may not sign in any more. */
  async #checkAll(): Promise<void> {
    for (const [client, session] of this.#sessions) {
      if (session.kind !== 'gateway') continue;
      if (await this.#settings.directory.stillValid(session.gateway, session.credential)) continue;
      this.#settings.log.info({ username: session.gateway.username }, 'a gateway was disconnected: its credential is no longer valid');
      client.close();
    }
  }
}

/** A broker that delivers nothing a client publishes: what it was published for has happened when the publish was authorised. */
class GatewayBroker extends Aedes {
  override publish(packet: PublishPacket, client: Client | null | ((error?: Error) => void), done?: (error?: Error) => void): void {
    if (typeof client === 'function') super.publish(packet, client);
    else done?.();
  }
}

function refusal(code: number): Error & { returnCode: number } {
  return Object.assign(new Error(code === SERVER_UNAVAILABLE ? 'the credential cannot be checked just now' : 'bad user name or password'), {
    returnCode: code,
  });
}

function equal(given: Buffer, expected: string): boolean {
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return address.port;
}
