import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A gateway of the demo fleet, ready to sign in over MQTT. */
export interface GatewayCredential {
  readonly tenant: string;
  readonly site: string;
  readonly gateway: string;
  readonly username: string;
  readonly password: string;
}

/** What `$DCMMS_HOME/ready.json` holds: every address a tool needs, credentials included (contract §2). */
export interface ReadyFile {
  readonly console?: string | undefined;
  readonly graphql: string;
  readonly graphqlWs: string;
  readonly partnerGraphql: string;
  readonly idp: string;
  readonly mqtt: string;
  readonly questdbHttp: string;
  readonly questdbPg: string;
  /** Signs in above row-level security, so that a tool sees every tenant's rows. */
  readonly database: string;
  readonly gateways: readonly GatewayCredential[];
  /** Part to the address of its `/health`. */
  readonly health: Readonly<Record<string, string>>;
  /** Part to the process id of the server itself. */
  readonly pids: Readonly<Record<string, number>>;
}

/** Replaces the file in one step, readable for its owner alone. */
export function writeReadyFile(file: string, content: ReadyFile): void {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}

export function removeReadyFile(file: string): void {
  rmSync(file, { force: true });
}
