/** Names and values of postgresql.conf. */
export type Settings = Readonly<Record<string, string>>;

/**
 * postgresql.conf for a laptop of two cores that runs everything else as well: about 300 MB resident under load.
 * Written anew at every start, so a newer version of this file takes effect by itself.
 */
export function postgresSettings(options: { readonly sockets: string; readonly durable: boolean; readonly overrides: Settings }): Settings {
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: options.sockets,
    unix_socket_permissions: '0700',
    // Nobody but us signs in: subgraphs, bridge, gateway and jobs with pools of up to ten, and room for a person's tools.
    max_connections: '100',
    superuser_reserved_connections: '3',
    password_encryption: 'scram-sha-256',
    shared_buffers: '192MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '1GB',
    random_page_cost: '1.1',
    max_worker_processes: '4',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '1',
    max_parallel_maintenance_workers: '1',
    autovacuum_max_workers: '2',
    // A query that meets every partition of several tables locks each of them and its indexes.
    max_locks_per_transaction: '256',
    // The binaries come without the compiler that it needs.
    jit: 'off',
    // One server without standbys: no WAL for others.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    max_wal_size: '512MB',
    min_wal_size: '80MB',
    checkpoint_timeout: '10min',
    // A client that is gone does not keep its query running.
    client_connection_check_interval: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // A file per weekday, each overwritten a week later. Parameters may hold personal data and stay out.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_file_mode: '0600',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_min_duration_statement: '2s',
    log_parameter_max_length: '0',
    log_line_prefix: '%m [%p] %u@%d ',
    ...(options.durable ? {} : careless),
    ...options.overrides,
  };
}

/** For tests: survives the death of the process, not the loss of power, and writes as little as it can. */
const careless: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  log_min_duration_statement: '-1',
};

/** Renders settings in the syntax of postgresql.conf. */
export function renderSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('');
}

/**
 * pg_hba.conf: a password for everybody, the superuser included. Whoever reaches the socket is thereby not yet anybody, and
 * one subgraph cannot sign in as another.
 */
export const hostBasedAccess = 'local all all scram-sha-256\nlocal replication all reject\n';
