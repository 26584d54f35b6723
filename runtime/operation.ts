import { randomUUID } from 'node:crypto';
import { getTableName, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgInsertValue, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { QueryResultRow } from 'pg';
import { isUnavailable, sqlState, type Database, type RowContext, type Rows } from './database/database.ts';
import { allOf, anyOf, reachable, withinLimits, type Columns, type Guard, type RowOf } from './guard.ts';
import type { Log } from './log.ts';
import { badInput, forbidden, graphqlError } from './refusal.ts';
import type { Actor, Scope, Viewer } from './viewer.ts';

/** Names no permission: for what every signed-in person of the tenant may read, such as the names of colleagues. */
export const signedIn = 'signed-in';

/** A permission, or several of which any one is enough: their scopes add up. */
export type Permission = string | readonly string[];

/** What a read may say besides who may: every one is applied on top of the scope's own predicate. */
export interface FindOptions {
  readonly where?: SQL | undefined;
  readonly orderBy?: readonly SQL[] | undefined;
  readonly limit?: number | undefined;
  /**
   * `update`: nobody else changes the row, or adds rows that point at it, until the transaction ends; `no key update`: the same,
   * but rows that point at it may be added meanwhile; `share`: it stays as it is. Only in a transaction.
   */
  readonly lock?: 'update' | 'no key update' | 'share' | undefined;
}

/** Rows of many parents in one statement, each parent with its own page. */
export interface FindPerParentOptions extends FindOptions {
  readonly parent: PgColumn;
  readonly parents: readonly string[];
  readonly limit: number;
}

/** An event for the outbox: what has happened, written in the transaction that did it. */
export interface OutboxEntry {
  readonly topic: string;
  readonly entityId: string;
  readonly siteId: string | null;
  /** The row's own fields as they are now. */
  readonly payload: unknown;
}

export interface OperationSettings {
  readonly actor: Actor;
  readonly database: Database;
  readonly log: Log;
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string | undefined;
  /** A given clock in tests. */
  readonly now?: (() => Date) | undefined;
}

/**
 * Reads of one table under one permission. The scope's predicate (all, sites, assigned, own) is part of every statement;
 * without the permission they refuse with FORBIDDEN.
 */
export class Reader {
  readonly operation: Operation;
  readonly #rows: Rows;

  constructor(operation: Operation, rows: Rows) {
    this.operation = operation;
    this.#rows = rows;
  }

  async find<T extends PgTable, C extends Columns>(
    target: Guard<T, C>,
    permission: Permission,
    options: FindOptions = {},
  ): Promise<RowOf<C>[]> {
    const scope = this.operation.reach(target, permission);
    return this.guarded(async () => {
      let query = this.#rows.select(target.columns).from<PgTable>(target.table).where(allOf(scope, options.where)).$dynamic();
      if (options.orderBy && options.orderBy.length > 0) query = query.orderBy(...options.orderBy);
      if (options.limit !== undefined) query = query.limit(options.limit);
      if (options.lock) query = query.for(options.lock);
      // Drizzle cannot infer a row through a generic table; the columns are the guard's own.
      return (await query) as RowOf<C>[];
    });
  }

  async findOne<T extends PgTable, C extends Columns>(
    target: Guard<T, C>,
    permission: Permission,
    options: FindOptions,
  ): Promise<RowOf<C> | undefined> {
    const [row] = await this.find(target, permission, { ...options, limit: 1 });
    return row;
  }

  /**
   * Rows of many parents, each with its own order and limit, in one statement (a lateral join).
   *
   * @returns Parent id to its rows.
   */
  async findPerParent<T extends PgTable, C extends Columns>(
    target: Guard<T, C>,
    permission: Permission,
    options: FindPerParentOptions,
  ): Promise<Map<string, RowOf<C>[]>> {
    const scope = this.operation.reach(target, permission);
    const byParent = new Map<string, RowOf<C>[]>(options.parents.map((id) => [id, []]));
    if (options.parents.length === 0) return byParent;
    const table = sql.identifier(getTableName(target.table));
    const names = sql.join(
      Object.values(target.columns).map((column) => sql.identifier(column.name)),
      sql`, `,
    );
    const where = allOf(sql`${options.parent} = parent.parent_key`, scope, options.where) ?? sql`true`;
    const order = options.orderBy && options.orderBy.length > 0 ? sql` order by ${sql.join([...options.orderBy], sql`, `)}` : sql``;
    const source = sql`unnest(${sql.param([...options.parents])}::uuid[]) as parent(parent_key) cross join lateral (select ${names} from ${target.table} where ${where}${order} limit ${options.limit}) as ${table}`;
    // Drizzle refuses a column of a table that it does not see in the query; as an expression, decoded like the column, it takes it.
    const row = Object.fromEntries(Object.entries(target.columns).map(([name, column]) => [name, sql`${column}`.mapWith(column)]));
    return this.guarded(async () => {
      const rows = (await this.#rows.select({ row, parent: sql<string>`parent.parent_key` }).from(source)) as unknown as {
        row: RowOf<C>;
        parent: string;
      }[];
      for (const { row, parent } of rows) byParent.get(parent)?.push(row);
      return byParent;
    });
  }

  /** How many rows there are, up to `cap`. */
  async count(target: Guard, permission: Permission, options: { where?: SQL | undefined; cap: number }): Promise<number> {
    const scope = this.operation.reach(target, permission);
    const where = allOf(scope, options.where) ?? sql`true`;
    return this.guarded(async () => {
      const counted = await this.#rows.execute<{ n: string }>(
        sql`select count(*) as n from (select 1 from ${target.table} where ${where} limit ${options.cap}) as capped`,
      );
      return Number(counted.rows[0]?.n ?? 0);
    });
  }

  /** How many rows each parent has, up to `cap`, in one statement. */
  async countPerParent(
    target: Guard,
    permission: Permission,
    options: { where?: SQL | undefined; cap: number; parent: PgColumn; parents: readonly string[] },
  ): Promise<Map<string, number>> {
    const scope = this.operation.reach(target, permission);
    const where = allOf(sql`${options.parent} = parent.parent_key`, scope, options.where) ?? sql`true`;
    return this.guarded(async () => {
      const counted = await this.#rows.execute<{ parent_key: string; n: string }>(
        sql`select parent.parent_key, counted.n from unnest(${sql.param([...options.parents])}::uuid[]) as parent(parent_key) cross join lateral (select count(*) as n from (select 1 from ${target.table} where ${where} limit ${options.cap}) as capped) as counted`,
      );
      return new Map(counted.rows.map((row) => [row.parent_key, Number(row.n)]));
    });
  }

  /**
   * A statement that the builder cannot say. It gets the scope's predicate and has to place it; its name shows in the
   * database's logs. Columns come back as the driver gives them (numbers of 64 bits and numerics as text).
   */
  async query<Row extends QueryResultRow>(
    name: string,
    target: Guard,
    permission: Permission,
    statement: (scope: SQL) => SQL,
  ): Promise<Row[]> {
    const scope = this.operation.reach(target, permission) ?? sql`true`;
    return this.guarded(async () => {
      const result = await this.#rows.execute<Row>(sql`${sql.raw(`/* ${name} */ `)}${statement(scope)}`);
      return result.rows as unknown as Row[];
    });
  }

  protected async guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    }
  }

  protected get rows(): Rows {
    return this.#rows;
  }
}

/** Reads and writes of one transaction. */
export class Unit extends Reader {
  readonly #committed: (() => void)[] = [];
  #emitted = false;

  /** Writes rows. Their site, where the table has one, must be within the permission's reach: the insert is taken back if not. */
  async insert<T extends PgTable, C extends Columns>(
    target: Guard<T, C>,
    permission: Permission,
    values: PgInsertValue<T> | PgInsertValue<T>[],
  ): Promise<RowOf<C>[]> {
    const scope = this.operation.reach(target, permission);
    const list = Array.isArray(values) ? values : [values];
    if (list.length === 0) return [];
    return this.guarded(async () => {
      const inserted = (await this.rows
        .insert(target.table as PgTable)
        .values(list as PgInsertValue<PgTable>[])
        .returning(target.columns)) as RowOf<C>[];
      if (scope !== undefined) await this.#assertReachable(target, scope, inserted);
      return inserted;
    });
  }

  /** Changes rows within reach; returns them as they are afterwards. An empty answer means that none fitted. */
  async update<T extends PgTable, C extends Columns>(
    target: Guard<T, C>,
    permission: Permission,
    change: { set: PgUpdateSetSource<T>; where: SQL | undefined },
  ): Promise<RowOf<C>[]> {
    const scope = this.operation.reach(target, permission);
    return this.guarded(async () => {
      const updated = await this.rows
        .update(target.table as PgTable)
        .set(change.set as PgUpdateSetSource<PgTable>)
        .where(allOf(scope, change.where))
        .returning(target.columns);
      return updated as RowOf<C>[];
    });
  }

  async remove(target: Guard, permission: Permission, where: SQL): Promise<number> {
    const scope = this.operation.reach(target, permission);
    return this.guarded(async () => {
      const removed = await this.rows.delete(target.table).where(allOf(scope, where));
      return removed.rowCount ?? 0;
    });
  }

  /** Writes an event into the outbox; it is seen by subscribers once the transaction has committed. */
  async emit(entry: OutboxEntry): Promise<void> {
    this.#emitted = true;
    await this.system(
      'outbox_emit',
      sql`
      insert into outbox (tenant_id, topic, entity_id, site_id, payload)
      values (${this.operation.actor.tenantId}, ${entry.topic}, ${entry.entityId}, ${entry.siteId}, ${JSON.stringify(entry.payload)}::jsonb)`,
    );
  }

  /** A statement on rows that have a tenant but no permission of their own (outbox, counters, idempotency keys). For the runtime and for counters. */
  async system<Row extends QueryResultRow>(name: string, statement: SQL): Promise<Row[]> {
    return this.guarded(async () => (await this.rows.execute<Row>(sql`${sql.raw(`/* ${name} */ `)}${statement}`)).rows as unknown as Row[]);
  }

  /** Runs after the commit, not at all after a rollback. */
  afterCommit(act: () => void): void {
    this.#committed.push(act);
  }

  /** For `Operation.transaction` alone. */
  finish(): { emitted: boolean; committed: readonly (() => void)[] } {
    return { emitted: this.#emitted, committed: this.#committed };
  }

  async #assertReachable<C extends Columns>(target: Guard<PgTable, C>, scope: SQL, inserted: readonly RowOf<C>[]): Promise<void> {
    const idColumn = target.columns['id'];
    if (!idColumn) return;
    const ids = inserted.map((row) => String(row['id']));
    const seen = await this.rows
      .select({ id: idColumn })
      .from(target.table)
      .where(allOf(scope, anyOf(idColumn, ids)));
    if (seen.length !== ids.length) throw graphqlError('FORBIDDEN', 'This lies outside what you may write.');
  }
}

/**
 * Who asks, for one request: tenant, viewer, clock, log, and the only way to the database. Nothing reads or writes a business
 * row without naming the permission that it needs, and the permission's scope becomes part of the statement.
 */
export class Operation {
  readonly actor: Actor;
  readonly log: Log;
  readonly requestId: string;
  readonly traceId: string;
  readonly signal: AbortSignal | undefined;
  readonly idempotencyKey: string | undefined;
  readonly now: () => Date;
  readonly #database: Database;
  readonly #memo = new Map<string, unknown>();

  constructor(settings: OperationSettings) {
    this.actor = settings.actor;
    this.#database = settings.database;
    this.requestId = settings.requestId ?? randomUUID();
    this.traceId = settings.traceId ?? this.requestId.replaceAll('-', '');
    this.signal = settings.signal;
    this.idempotencyKey = settings.idempotencyKey;
    this.now = settings.now ?? (() => new Date());
    this.log = settings.log;
  }

  get tenantId(): string {
    return this.actor.tenantId;
  }

  /** The person who asks; a fault when a part of the system asks. */
  get viewer(): Viewer {
    if (this.actor.kind !== 'person') throw new Error('This operation is run by the system, not by a person.');
    return this.actor;
  }

  /** The person's id, undefined for the system: what `created_by` and the like take. */
  get userId(): string | undefined {
    return this.actor.kind === 'person' ? this.actor.userId : undefined;
  }

  can(permission: Permission): boolean {
    return this.scopes(permission).length > 0;
  }

  /** The scopes of a permission, of several together; empty when none is granted. */
  scopes(permission: Permission): readonly Scope[] {
    if (this.actor.kind === 'system' || permission === signedIn) return ['all'];
    if (typeof permission === 'string') return this.actor.grants.get(permission) ?? [];
    return [...new Set(permission.flatMap((one) => this.scopes(one)))];
  }

  /** Refuses with FORBIDDEN unless the permission is granted in some scope. */
  require(permission: Permission): void {
    if (!this.can(permission)) throw forbidden(typeof permission === 'string' ? permission : permission.join(' or '));
  }

  /** Reading without a transaction of one's own: each call is one round trip. */
  get read(): Reader {
    return this.once('read', () => new Reader(this, this.#database.rows(this.#context())));
  }

  /**
   * Runs a change: all of it or nothing, its audit and its events included.
   *
   * @param action What the audit and the history call it, by the mutation's name: `startWorkOrder`.
   */
  async transaction<Result>(action: string, work: (unit: Unit) => Promise<Result>): Promise<Result> {
    try {
      let unit: Unit | undefined;
      const result = await this.#database.transaction(this.#context(action), (rows) => {
        unit = new Unit(this, rows);
        return work(unit);
      });
      const done = unit?.finish();
      if (done?.emitted) this.#database.notifySoon();
      for (const act of done?.committed ?? []) act();
      return result;
    } catch (error) {
      throw translate(error);
    }
  }

  /** The predicate that limits a permission to the rows of a table within its scopes and the grant's own limits; refuses without the permission. */
  reach(target: Guard, permission: Permission): SQL | undefined {
    this.require(permission);
    const actor = this.actor;
    if (actor.kind === 'system') return undefined;
    const held = typeof permission === 'string' ? [permission] : permission.filter((one) => this.can(one));
    const reaches = held.map((one) => allOf(reachable(target, this.scopes(one), actor), withinLimits(target, one, actor)));
    // One grant that nothing limits is enough.
    return reaches.includes(undefined) ? undefined : or(...reaches);
  }

  /** Something made once per operation: a loader, a resolved rule. Dropped by `forget`. */
  once<Value>(key: string, make: () => Value): Value {
    if (!this.#memo.has(key)) this.#memo.set(key, make());
    // The key belongs to one maker; a second type under one key is a programming error that the loader's own use would show.
    return this.#memo.get(key) as Value;
  }

  /** Drops what `once` has made: after a mutation field, so that the next one and the answer read what it wrote. */
  forget(): void {
    this.#memo.clear();
  }

  #context(action?: string): RowContext {
    const person = this.actor.kind === 'person';
    return {
      tenantId: this.actor.tenantId,
      userId: this.userId,
      actorType: person ? 'user' : 'system',
      actorName: this.actor.kind === 'person' ? this.actor.email : this.actor.name,
      requestId: this.requestId,
      action,
    };
  }
}

function translate(error: unknown): unknown {
  if (isUnavailable(error))
    return Object.assign(graphqlError('UNAVAILABLE', 'The database cannot be reached just now. Try again in a moment.'), { cause: error });
  switch (sqlState(error) ?? '') {
    // GraphQL's strings may hold U+0000, PostgreSQL's may not.
    case '22021':
      return badInput('A text holds the character U+0000, which cannot be stored.');
    // lock_timeout and statement_timeout of the login role.
    case '55P03':
    case '57014':
      return Object.assign(graphqlError('TIMEOUT', 'The database took too long over this. Try again in a moment.'), { cause: error });
    // Deadlock and serialization failure: the other one goes on.
    case '40P01':
    case '40001':
      return Object.assign(graphqlError('UNAVAILABLE', 'Somebody else was changing the same. Try again in a moment.'), { cause: error });
    default:
      return error;
  }
}
