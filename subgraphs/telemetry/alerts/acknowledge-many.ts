import { asc } from 'drizzle-orm';
import { z } from 'zod';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { anyOf } from '@dcmms/runtime/guard.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import type { Operation, Unit } from '@dcmms/runtime/operation.ts';
import { Refusal, refuse, type Problem } from '@dcmms/runtime/refusal.ts';
import type { Mutations } from '../context.ts';
import type { AlertRow } from '../rows.ts';
import { acknowledgement } from './acknowledge.ts';
import { loadAlert } from './alert.ts';
import { unknownAlert } from './change.ts';
import { emitAlert } from './event.ts';
import { hindrance, statusAfter } from './lifecycle.ts';
import { lockAllOpen } from './open.ts';
import { alertRows } from './reach.ts';

const permission = 'acknowledge:alerts';
const alertsMax = 100;

interface Fields {
  readonly alerts: readonly AlertRow[] | null;
  /** What keeps some of them back, told beside those that were acknowledged. */
  readonly hindrances: readonly Problem[] | null;
}

/** Acknowledges what can be acknowledged, in one transaction, and tells of every other one why it cannot. */
export const acknowledgeAlerts: Mutations['acknowledgeAlerts'] = async (_parent, { input }, { op }, info) => {
  op.require(permission);
  const ids = input.ids.map((id) => parseId(id, 'input.ids'));
  const { hindrances, problems, ...answer } = await mutate<unknown, Fields>({
    op,
    info,
    input,
    permission,
    nothing: { alerts: null, hindrances: null },
    run: (unit) => acknowledgeAll(unit, ids, input),
    remember: ({ alerts: done, hindrances: told }) => ({
      alerts: (done ?? []).map(({ id }) => id),
      hindrances: (told ?? []).map((problem) => JSON.stringify(problem)),
    }),
    recall: async (kept) => ({
      alerts: await loadAll(op, z.array(z.string()).parse(kept['alerts'])),
      hindrances: z
        .array(z.string())
        .parse(kept['hindrances'])
        .map((text) => problemSchema.parse(JSON.parse(text))),
    }),
  });
  return { alerts: answer.alerts, problems: [...problems, ...(hindrances ?? [])] };
};

async function acknowledgeAll(unit: Unit, ids: readonly string[], input: unknown): Promise<Fields> {
  const op = unit.operation;
  if (ids.length === 0) refuse('INVALID', 'Say which alerts.', ['ids']);
  if (ids.length > alertsMax) refuse('LIMIT_EXCEEDED', `At most ${alertsMax} alerts are acknowledged at once.`, ['ids']);
  const changes = acknowledgement(op, input);
  const locked = await lockAll(unit, ids);
  const hindrances = [...new Set(ids)].flatMap((id): Problem[] => {
    const alert = locked.get(id);
    if (alert && statusAfter(alert, 'acknowledge')) return [];
    const problem = alert ? hindrance(alert) : { code: 'NOT_FOUND' as const, message: unknownAlert };
    return [{ ...problem, path: ['ids', String(ids.indexOf(id))] }];
  });
  const possible = Map.groupBy(locked.values(), (alert) => statusAfter(alert, 'acknowledge'));
  possible.delete(undefined);
  if (possible.size === 0) throw new Refusal(hindrances);
  const changed = new Map<string, AlertRow>();
  for (const [status, those] of possible) {
    const where = anyOf(
      alerts.id,
      those.map(({ id }) => id),
    );
    const rows = await unit.update(alertRows, permission, { set: { ...changes, status }, where });
    if (rows.length < those.length) throw new Error('an alert that was locked is gone');
    for (const row of rows) changed.set(row.id, row);
  }
  const done = [...new Set(ids)].flatMap((id) => changed.get(id) ?? []);
  for (const alert of done) await emitAlert(unit, alert);
  return { alerts: done, hindrances };
}

/** In the order in which everybody locks (`change.ts`): the rows of `open_alerts` first, then the alerts, each by their keys. */
async function lockAll(unit: Unit, ids: readonly string[]): Promise<Map<string, AlertRow>> {
  const seen = await unit.find(alertRows, permission, { where: anyOf(alerts.id, ids) });
  const reached = seen.map(({ id }) => id);
  await lockAllOpen(unit, permission, reached);
  const locked = await unit.find(alertRows, permission, {
    where: anyOf(alerts.id, reached),
    orderBy: [asc(alerts.id)],
    lock: 'no key update',
  });
  return new Map(locked.map((alert) => [alert.id, alert]));
}

async function loadAll(op: Operation, ids: readonly string[]): Promise<AlertRow[]> {
  const found = await Promise.all(ids.map((id) => loadAlert(op, id)));
  return found.filter((alert) => alert !== undefined);
}

const problemSchema = z.object({ code: z.enum(['NOT_FOUND', 'NOT_ALLOWED_NOW']), message: z.string(), path: z.array(z.string()) });
