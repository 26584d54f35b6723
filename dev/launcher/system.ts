import { join, relative } from 'node:path';
import type { Log } from '@dcmms/runtime/log.ts';
import { takeLock, type Lock } from '@dcmms/db/embedded/lock.ts';
import { demoPassword, demoPeople } from '@dcmms/db/seed/people.ts';
import { buildWeb } from './build-web.ts';
import { partEnvironment } from './environment.ts';
import type { LaunchOptions } from './options.ts';
import { endLeftBehind, startNodePart } from './node-part.ts';
import { Part, type Launch, type Running } from './part.ts';
import { onServicePort, takenPorts } from './ports.ts';
import { prepareDatabase, type PreparedDatabase } from './prepare-database.ts';
import { removeReadyFile, writeReadyFile, type ReadyFile } from './ready-file.ts';
import { installationSecret } from './secrets.ts';
import { postgresPart, questDbPart, type QuestDbAddress, type Store } from './stores.ts';

const subgraphs = ['core', 'inventory', 'telemetry', 'predictions'] as const;

/**
 * One installation: its parts in the order in which they need each other, kept running. Node parts end with this process;
 * the two stores survive it and are found again by the next start.
 */
export class System {
  readonly #options: LaunchOptions;
  readonly #root: string;
  readonly #log: Log;
  readonly #say: (line: string) => void;
  readonly #parts: Part[] = [];
  readonly #readyFile: string;
  #lock: Lock | undefined;
  /** Known once everything has answered. */
  #facts: Omit<ReadyFile, 'pids' | 'health'> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: LaunchOptions, root: string, log: Log, say: (line: string) => void) {
    this.#options = options;
    this.#root = root;
    this.#log = log;
    this.#say = say;
    this.#readyFile = join(options.home, 'ready.json');
  }

  /** @throws One message for a person when it cannot be started; what was started by then has been ended. */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { home, ports, external } = this.#options;
    const started = performance.now();
    const lock = await takeLock(`launcher:${home}`);
    if ('heldBy' in lock)
      throw new Error(`This installation (${home}) is running already, as process ${lock.heldBy}: use it, or choose another DCMMS_HOME.`);
    this.#lock = lock;
    removeReadyFile(this.#readyFile);
    await endLeftBehind(home);
    const secret = installationSecret(home);
    const taken = await takenPorts([
      { part: 'the graph', port: ports.gateway, variable: 'GATEWAY_PORT' },
      { part: 'the identity provider', port: ports.idp, variable: 'IDP_PORT' },
      ...(this.#options.web ? [{ part: 'the console', port: ports.web, variable: 'WEB_PORT' }] : []),
      ...(external.mqttUrl === undefined ? [{ part: 'the MQTT listener', port: ports.mqtt, variable: 'MQTT_PORT' }] : []),
    ]);
    if (taken.length > 0) throw new Error(taken.join('\n'));

    this.#say('Starting PostgreSQL, QuestDB and the identity provider …');
    const postgres = postgresPart({ home, secret, log: this.#log, external });
    const questdb = questDbPart({ home, secret, log: this.#log, ports, external });
    const [database, readings] = await Promise.all([
      this.#startStore('postgres', postgres),
      this.#startStore('questdb', questdb),
      this.#startNode('idp', 'dev/idp/main.ts', 128, {
        IDP_PORT: String(ports.idp),
        WEB_PORT: String(ports.web),
        GATEWAY_PORT: String(ports.gateway),
        DCMMS_HOME: home,
        DCMMS_SECRET: secret,
      }),
    ]);

    this.#say('Bringing the schema up to date …');
    const prepared = await prepareDatabase({ database, readings, secret, demo: this.#options.demo, idpPort: ports.idp, log: this.#log });
    if (prepared.seeded) this.#say('The demo fleet was loaded.');

    const environment = this.#environment(prepared, readings, secret);
    this.#say('Starting the bridge, the subgraphs and the gateway …');
    // One after the other on two cores would only wait; none of them needs another to be there first.
    const services = this.#options.services ? await this.#startServices(environment) : {};
    await Promise.all([
      this.#startNode('bridge', 'subgraphs/telemetry/bridge/main.ts', 384, environment),
      this.#startNode('gateway', 'gateway/main.ts', 768, { ...environment, ...services }),
    ]);
    await this.#answers(`http://127.0.0.1:${ports.gateway}/ready`);
    if (this.#options.web) {
      await buildWeb(this.#root, this.#say);
      await this.#startNode('web', 'web/main.ts', 512, this.#webEnvironment());
    }
    this.#facts = this.#readyFacts(prepared, readings);
    this.#publish();
    if (this.#options.plant) await this.#startNode('plant', 'dev/plant/main.ts', 128, { ...environment, DCMMS_READY: this.#readyFile });
    this.#tell(prepared, (performance.now() - started) / 1000);
  }

  /** Ends every part, those that are just starting too, the stores last, and removes what said that they run. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    // Without the lock the folder is somebody else's, who goes on with it.
    if (!this.#lock) return;
    removeReadyFile(this.#readyFile);
    const stores = this.#parts.filter((part) => part.name === 'postgres' || part.name === 'questdb');
    const others = this.#parts.filter((part) => !stores.includes(part));
    await Promise.all(others.map((part) => part.stop()));
    await Promise.all(stores.map((part) => part.stop()));
    await this.#lock.release();
  }

  async #startStore<Address>(name: string, store: Store<Address>): Promise<Address> {
    if (store.external !== undefined) return store.external;
    if (!store.launch) throw new Error(`${name} has neither an address nor a way to start`);
    const { launch } = store;
    let address: Address | undefined;
    const part = this.#part(name, async (unwanted) => {
      const running = await launch(unwanted);
      address = running.address;
      return running;
    });
    await part.start();
    if (address === undefined) throw new Error(`${name} told no address`);
    return address;
  }

  #startNode(name: string, entry: string, heapMb: number, environment: Record<string, string | undefined>): Promise<Running> {
    return this.#part(name, this.#node(name, entry, heapMb, environment)).start();
  }

  #node(name: string, entry: string, heapMb: number, environment: Record<string, string | undefined>): Launch {
    const settings = { name, entry, root: this.#root, environment, logFolder: join(this.#options.home, 'log'), heapMb };
    return (unwanted) => startNodePart(settings, unwanted);
  }

  async #startServices(environment: Record<string, string | undefined>): Promise<Record<string, string>> {
    const started = await Promise.all(
      subgraphs.map(async (name) => {
        // The gateway is told once where it is, so it comes back where it was.
        const launch = onServicePort((port) =>
          this.#node(name, `subgraphs/${name}/main.ts`, 384, { ...environment, SUBGRAPH_PORT: String(port) }),
        );
        const running = await this.#part(name, launch).start();
        return [`SUBGRAPH_${name.toUpperCase()}_URL`, running.facts['url'] ?? ''] as const;
      }),
    );
    return { SUBGRAPHS: 'services', ...Object.fromEntries(started) };
  }

  #part(name: string, launch: Launch): Part {
    if (this.#stopping) throw new Error(`The start was interrupted before ${name} was started.`);
    const part = new Part(name, launch, {
      log: this.#log,
      changed: () => this.#publish(),
      ended: (reason) => this.#say(`${name} has ended (${reason}) and is started again.`),
    });
    this.#parts.push(part);
    return part;
  }

  #environment(prepared: PreparedDatabase, readings: QuestDbAddress, secret: string): Record<string, string | undefined> {
    const { home, ports, external } = this.#options;
    return {
      ...partEnvironment({
        databaseUrl: prepared.url,
        databaseDirectUrl: prepared.directUrl,
        questdb: readings,
        secret,
        home,
        liveMqttUrl: `mqtt://127.0.0.1:${ports.mqtt}`,
      }),
      GATEWAY_PORT: String(ports.gateway),
      IDP_PORT: String(ports.idp),
      WEB_PORT: String(ports.web),
      MQTT_PORT: String(ports.mqtt),
      MQTT_URL: external.mqttUrl,
    };
  }

  /** The console's process holds no secret and knows no database: it needs the gateway's address. */
  #webEnvironment(): Record<string, string | undefined> {
    const { home, ports } = this.#options;
    return {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      WEB_PORT: String(ports.web),
      GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
      DCMMS_HOME: home,
    };
  }

  #readyFacts(prepared: PreparedDatabase, readings: QuestDbAddress): Omit<ReadyFile, 'pids' | 'health'> {
    const { ports, external } = this.#options;
    return {
      console: this.#options.web ? `http://localhost:${ports.web}` : undefined,
      graphql: `http://localhost:${ports.gateway}/graphql`,
      graphqlWs: `ws://localhost:${ports.gateway}/graphql`,
      partnerGraphql: `http://localhost:${ports.gateway}/partner/graphql`,
      idp: `http://localhost:${ports.idp}`,
      mqtt: external.mqttUrl ?? `mqtt://localhost:${ports.mqtt}`,
      questdbHttp: readings.httpUrl,
      questdbPg: readings.pgUrl,
      database: prepared.toolUrl,
      gateways: prepared.gateways,
    };
  }

  /** Writes who runs where; only once everything has answered for the first time. */
  #publish(): void {
    if (!this.#facts || this.#stopping) return;
    const health: Record<string, string> = {};
    const pids: Record<string, number> = { launcher: process.pid };
    for (const part of this.#parts) {
      if (!part.running) continue;
      pids[part.name] = part.running.pid;
      const address = part.running.facts['healthUrl'] ?? part.running.facts['url'];
      if (address?.startsWith('http')) health[part.name] = new URL('/health', address).href;
    }
    health['gateway'] ??= `http://localhost:${this.#options.ports.gateway}/health`;
    try {
      writeReadyFile(this.#readyFile, { ...this.#facts, health, pids });
    } catch (error) {
      // A full disk must not end what runs.
      this.#log.error({ err: error }, 'ready.json could not be written');
    }
  }

  async #answers(url: string): Promise<void> {
    const deadline = Date.now() + 60_000;
    let last = 'no answer';
    while (Date.now() < deadline) {
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
        last = await response.text();
        if (response.ok) return;
      } catch (error) {
        last = error instanceof Error ? error.message : String(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`The gateway is not ready after a minute: ${last}`);
  }

  #tell(prepared: PreparedDatabase, seconds: number): void {
    const facts = this.#facts;
    if (!facts) return;
    const lines = [
      '',
      ...(facts.console === undefined ? [] : [`  Console     ${facts.console}`]),
      `  Graph       ${facts.graphql}`,
      `  Partners    ${facts.partnerGraphql}`,
      `  Sign-in     ${facts.idp}/t/<tenant>   (helios, borealis, dcmms)`,
      `  Readings    ${facts.mqtt}   (each site's gateway signs in with its credentials of ${near(this.#readyFile)})`,
      `  QuestDB     ${new URL(facts.questdbHttp).origin.replace('127.0.0.1', 'localhost')}`,
      '',
      ...(prepared.demo
        ? [
            `  People      operator@helios.test, supervisor@borealis.test and ${demoPeople.length - 2} others; everybody's password is ${demoPassword}`,
            '  A token     npm run -s token -- --as operator@helios.test   (without --as: who there is)',
            '',
          ]
        : []),
      `  Started in ${seconds.toFixed(1)} s. Ctrl-C stops everything and keeps the data.`,
      '',
      'ready',
    ];
    for (const line of lines) this.#say(line);
  }
}

/** A file as one says it from here; one that is elsewhere in full. */
function near(file: string): string {
  const way = relative(process.cwd(), file);
  return way.startsWith('..') ? file : way;
}
