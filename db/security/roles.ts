interface DatabaseRole {
  readonly name: string;
  /** What it is for, in one line: the document of roles shows it. */
  readonly job: string;
  /** Whether it may sign in. */
  readonly login: boolean;
  /** Whether its policies let it see every tenant's rows, in the tables and columns that it is granted. */
  readonly abovePolicies: boolean;
  /** Settings of its sessions, which hold behind a pooler too. */
  readonly settings: Readonly<Record<string, string>>;
}

// A request is over after 10 s (contract §4); an open transaction holds up the outbox for everybody.
const request = { statement_timeout: '9s', lock_timeout: '5s', idle_in_transaction_session_timeout: '10s' };
const job = { statement_timeout: '60s', lock_timeout: '5s', idle_in_transaction_session_timeout: '30s' };

/**
 * Every role of ours. Those above the policies have a policy `USING (true)` where they are granted something and no
 * BYPASSRLS, which an owner without superuser rights could not give them.
 */
export const databaseRoles = [
  {
    name: 'dcmms_owner',
    job: 'Owns every table and function; migrations run as it.',
    login: true,
    abovePolicies: true,
    settings: { lock_timeout: '60s' },
  },
  {
    name: 'dcmms_directory',
    job: 'Owns the six functions that find a tenant before one is known; they return ids and hashes.',
    login: false,
    abovePolicies: true,
    settings: {},
  },
  {
    name: 'dcmms_core',
    job: 'The core subgraph: sites, assets, work orders, people.',
    login: true,
    abovePolicies: false,
    settings: request,
  },
  {
    name: 'dcmms_inventory',
    job: 'The inventory subgraph: parts, stock and its ledger.',
    login: true,
    abovePolicies: false,
    settings: request,
  },
  {
    name: 'dcmms_telemetry',
    job: 'The telemetry subgraph: tags, gateways, alert rules and alerts.',
    login: true,
    abovePolicies: false,
    settings: request,
  },
  {
    name: 'dcmms_predictions',
    job: 'The predictions subgraph: models and predictions.',
    login: true,
    abovePolicies: false,
    settings: request,
  },
  {
    name: 'dcmms_bridge',
    job: 'The way in for readings: raises and clears alerts, keeps rule states and dead letters.',
    login: true,
    abovePolicies: false,
    settings: { statement_timeout: '15s', lock_timeout: '10s', idle_in_transaction_session_timeout: '15s' },
  },
  {
    name: 'dcmms_gateway',
    job: 'The door: reads who may do what, keeps sessions.',
    login: true,
    abovePolicies: false,
    settings: request,
  },
  {
    name: 'dcmms_relay',
    job: 'Reads the outbox of all tenants for live streams and webhooks; writes nothing.',
    login: true,
    abovePolicies: true,
    settings: { statement_timeout: '15s', lock_timeout: '5s', idle_in_transaction_session_timeout: '10s' },
  },
  {
    name: 'dcmms_partition',
    job: 'Makes partitions ahead of time; sees no row.',
    login: true,
    abovePolicies: true,
    settings: job,
  },
  {
    name: 'dcmms_retention',
    job: 'Drops partitions and rows whose time of keeping is over.',
    login: true,
    abovePolicies: true,
    settings: { ...job, statement_timeout: '10min' },
  },
  {
    name: 'dcmms_seal',
    job: 'Puts audit rows into their hash chain, by a function; sees no row.',
    login: true,
    abovePolicies: true,
    settings: job,
  },
  {
    name: 'dcmms_search',
    job: 'Owns the views behind search boxes, whose operators no row policy lets an index serve; holds no right until there is one.',
    login: false,
    abovePolicies: true,
    settings: {},
  },
] as const satisfies readonly DatabaseRole[];

export type DatabaseRoleName = (typeof databaseRoles)[number]['name'];

/** A role that signs in, with a password derived from the installation's secret. */
export type LoginRole = Extract<(typeof databaseRoles)[number], { login: true }>['name'];

export const loginRoles: readonly LoginRole[] = databaseRoles.filter((role) => role.login).map((role) => role.name);

/** Who acts for one tenant at a time: held by the row policies. */
export const tenantRoles = [
  'dcmms_core',
  'dcmms_inventory',
  'dcmms_telemetry',
  'dcmms_predictions',
  'dcmms_bridge',
  'dcmms_gateway',
] as const satisfies readonly LoginRole[];
