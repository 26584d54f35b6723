import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import type { Operation, Unit } from './operation.ts';
import { Refusal, refuse, type Problem } from './refusal.ts';

/** What every mutation answers: its entity (null when refused and none is to be shown) and why not. */
export type Answer<Fields> = { [Key in keyof Fields]: Fields[Key] | null } & { problems: readonly Problem[] };

export interface MutationDefinition<Input, Fields> {
  readonly op: Operation;
  readonly info: Pick<GraphQLResolveInfo, 'path' | 'fieldName'>;
  readonly input: Input;
  /** The permissions of which the caller must hold at least one; without it the answer is a top-level FORBIDDEN. */
  readonly permission: string | readonly string[];
  /** What the payload is when nothing was done. */
  readonly nothing: { [Key in keyof Fields]: null };
  /** Does it, in one transaction; refuses by `refuse(…)`. */
  readonly run: (unit: Unit) => Promise<Fields>;
  /** Names the entities of an answer, so that a repeat of the same key can read them again. */
  readonly remember: (fields: Fields) => Readonly<Record<string, string | readonly string[]>>;
  /** Reads the answer of an earlier, equal call again, as the entities are now. */
  readonly recall: (ids: Readonly<Record<string, string | readonly string[]>>) => Promise<Fields>;
}

/**
 * The frame of every mutation field: permission, one transaction, refusals as problems, and `Idempotency-Key`.
 *
 * With a key, the effect happens once per (tenant, person, key, response path): a repeat with the same input gives the first
 * answer's entities as they are now, one that comes while the first runs waits for it, another input is a CONFLICT. Refusals
 * are not kept: what was refused may be tried again with the same key.
 */
export async function mutate<Input, Fields>(definition: MutationDefinition<Input, Fields>): Promise<Answer<Fields>> {
  const { op, info } = definition;
  const permissions = typeof definition.permission === 'string' ? [definition.permission] : definition.permission;
  if (!permissions.some((permission) => op.can(permission))) op.require(permissions[0] ?? '');
  try {
    const fields =
      op.idempotencyKey === undefined ? await op.transaction(info.fieldName, definition.run) : await once(definition, op.idempotencyKey);
    return { ...fields, problems: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const shown = isFields<Fields>(error.entity) ? error.entity : {};
    return { ...definition.nothing, ...shown, problems: error.problems };
  } finally {
    op.forget();
  }
}

async function once<Input, Fields>(definition: MutationDefinition<Input, Fields>, key: string): Promise<Fields> {
  const { op, info } = definition;
  if (key.length === 0 || key.length > 200) refuse('INVALID', 'An Idempotency-Key has 1 to 200 characters.');
  const path = responsePathAsArray(info.path).join('.');
  const requestHash = createHash('sha256')
    .update(`${info.fieldName}\n${canonical(definition.input)}`)
    .digest('hex');
  const done = await op.transaction(info.fieldName, async (unit) => {
    // The unique key makes a second, simultaneous call wait here until the first has committed or rolled back.
    const [claimed] = await unit.system<{ ok: boolean }>(
      'idempotency_claim',
      sql`
      insert into idempotency_keys (tenant_id, user_id, key, response_path, request_hash)
      values (${op.tenantId}, ${op.viewer.userId}, ${key}, ${path}, ${requestHash})
      on conflict do nothing returning true as ok`,
    );
    if (!claimed) return undefined;
    const fields = await definition.run(unit);
    await unit.system(
      'idempotency_remember',
      sql`
      update idempotency_keys set result = ${JSON.stringify(definition.remember(fields))}::jsonb
      where tenant_id = ${op.tenantId} and user_id = ${op.viewer.userId} and key = ${key} and response_path = ${path}`,
    );
    return fields;
  });
  if (done) return done;
  const stored = await op.transaction('recall', (unit) =>
    unit.system<{ request_hash: string; result: Record<string, string | string[]> | null }>(
      'idempotency_recall',
      sql`
      select request_hash, result from idempotency_keys
      where tenant_id = ${op.tenantId} and user_id = ${op.viewer.userId} and key = ${key} and response_path = ${path}`,
    ),
  );
  const earlier = stored[0];
  if (!earlier || earlier.request_hash !== requestHash || !earlier.result) {
    refuse('CONFLICT', 'This Idempotency-Key was used for another request. Send a new key.');
  }
  op.forget();
  return definition.recall(earlier.result);
}

function isFields<Fields>(value: unknown): value is Partial<Fields> {
  return typeof value === 'object' && value !== null;
}

/** JSON with sorted keys: two inputs are the same when they say the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item) && !(item instanceof Date)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
