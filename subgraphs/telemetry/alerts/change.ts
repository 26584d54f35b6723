import { eq } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { GraphQLResolveInfo } from 'graphql';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { mutate, type Answer } from '@dcmms/runtime/mutation.ts';
import type { Operation, Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import type { AlertRow } from '../rows.ts';
import { loadAlert } from './alert.ts';
import { emitAlert } from './event.ts';
import { advance, alertVerbs, type AlertVerb } from './lifecycle.ts';
import { lockOpen } from './open.ts';
import { alertRows } from './reach.ts';

interface AlertFields {
  readonly alert: AlertRow | null;
}

export interface AlertChange {
  readonly verb: AlertVerb;
  readonly input: { readonly id: string };
  /** What it writes besides the status; refuses what the input lacks, before anything is locked. */
  readonly set: (op: Operation) => PgUpdateSetSource<typeof alerts>;
  /** What else belongs to it, in the same transaction. */
  readonly also?: (unit: Unit, alert: AlertRow) => Promise<void>;
}

/** The frame of what people do with an alert: may they, lock, decide, write, tell. */
export function changeAlert(
  op: Operation,
  info: GraphQLResolveInfo,
  { verb, input, set, also }: AlertChange,
): Promise<Answer<AlertFields>> {
  const { permission } = alertVerbs[verb];
  op.require(permission);
  const id = parseId(input.id, 'input.id');
  return mutate<unknown, AlertFields>({
    op,
    info,
    input,
    permission,
    nothing: { alert: null },
    run: async (unit) => {
      const changes = set(op);
      const before = await lockAlert(unit, permission, id);
      const status = advance(before, verb);
      const [alert] = await unit.update(alertRows, permission, {
        set: { ...changes, status },
        where: eq(alerts.id, id),
      });
      if (!alert) throw new Error('an alert that was locked is gone');
      await also?.(unit, alert);
      await emitAlert(unit, alert);
      return { alert };
    },
    remember: ({ alert }) => (alert ? { alert: alert.id } : {}),
    recall: async () => ({ alert: (await loadAlert(op, id)) ?? null }),
  });
}

/**
 * Locks an alert in the order in which everybody does: the row of `open_alerts` first, then the alert. The bridge finds an open
 * alert by its key and changes it afterwards; the other way round, the two would wait for each other.
 */
async function lockAlert(unit: Unit, permission: string, id: string): Promise<AlertRow> {
  const seen = await unit.findOne(alertRows, permission, { where: eq(alerts.id, id) });
  if (!seen) notFound();
  await lockOpen(unit, permission, seen);
  return (await unit.findOne(alertRows, permission, { where: eq(alerts.id, id), lock: 'no key update' })) ?? notFound();
}

function notFound(): never {
  refuse('NOT_FOUND', unknownAlert, ['id']);
}

export const unknownAlert = 'There is no such alert within your reach.';
