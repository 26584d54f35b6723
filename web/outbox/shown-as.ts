import type { Patch } from '../graph/patches.ts';
import { inOrder } from './queue.ts';
import type { Entry } from './entry.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an order looks like while its entries wait: as if those were done that are taken for done. */
export function shownAs(entries: readonly Entry[]): readonly Patch[] {
  return takenForDone(entries).flatMap(patchesOf);
}

/**
 * The entries that are shown as done before they are answered. Not one that was refused, nor a start, by which a person says that it
 * is safe to work, as long as an answer to it may come; nor what waits behind these.
 */
export function takenForDone(entries: readonly Entry[]): readonly Entry[] {
  const held = new Set<string>();
  return inOrder(entries).filter((entry) => {
    if (isRefused(entry) || isBeingAsked(entry)) held.add(entry.workOrderId);
    return !held.has(entry.workOrderId);
  });
}

/** Whether it waits for a decision of whoever wrote it; what is behind it is not sent before. */
export function isRefused({ state }: Entry): boolean {
  return state === 'failed' || state === 'conflict';
}

/** Whether it is a start whose answer work waits for: without a network work goes on, with one it does not. */
export function isBeingAsked(entry: Entry): boolean {
  return entry.kind === 'start' && !isRefused(entry) && !entry.outOfReach;
}

function patchesOf({ kind, input, workOrderId, createdAt }: Entry): readonly Patch[] {
  const at = new Date(createdAt).toISOString();
  switch (kind) {
    case 'start':
      return [order(workOrderId, (seen) => ({ ...moved(seen, kind), actualStart: seen['actualStart'] ?? at }))];
    case 'resume':
      return [order(workOrderId, (seen) => ({ ...moved(seen, kind), holdReason: null }))];
    case 'hold':
      return [order(workOrderId, (seen) => ({ ...moved(seen, kind), holdReason: input['holdReason'] ?? 'OTHER' }))];
    case 'complete':
      return [order(workOrderId, (seen) => ({ ...moved(seen, kind), completionNotes: input['notes'] ?? null, actualEnd: at }))];
    case 'completeTask':
      return [task(input['id'], { status: 'COMPLETED', completedAt: at, completionNotes: input['notes'] ?? null })];
    case 'skipTask':
      return [task(input['id'], { status: 'SKIPPED', skipReason: input['reason'] ?? null })];
    case 'addComment':
    case 'consumeParts':
      // Lines of their own, which the order's screen shows from the entries themselves.
      return [];
  }
}

function order(id: string, fields: (seen: Fields) => Fields): Patch {
  return { typename: 'WorkOrder', id, fields };
}

function task(id: unknown, fields: Fields): Patch {
  return { typename: 'WorkOrderTask', id: String(id), fields };
}

/**
 * The state that the graph says the action leads to, and what may be tried next. What is allowed then only the graph knows; until it
 * has answered, the technician's own way on is offered where the graph lists it for this person, and what was allowed before is not.
 */
function moved(seen: Fields, kind: string): Fields {
  const actions = Array.isArray(seen['actions']) ? seen['actions'].filter(isAction) : [];
  const taken = actions.find(({ name }) => name === `${kind}WorkOrder`);
  const to = taken?.to ?? resulting[kind];
  return {
    status: to ?? seen['status'],
    actions: actions.flatMap((action) => {
      if (following[kind]?.includes(action.name) === true) return [{ ...action, allowed: true, blockedBy: [] }];
      return action.allowed === false ? [action] : [];
    }),
  };
}

/** The technician's own way through an order, for when the graph cannot be asked. */
const following: Readonly<Record<string, readonly string[]>> = {
  start: ['holdWorkOrder', 'completeWorkOrder'],
  resume: ['holdWorkOrder', 'completeWorkOrder'],
  hold: ['resumeWorkOrder'],
  complete: [],
};

/** For an order that was read before actions said where they lead. */
const resulting: Readonly<Record<string, string>> = {
  start: 'IN_PROGRESS',
  resume: 'IN_PROGRESS',
  hold: 'ON_HOLD',
  complete: 'COMPLETED',
};

interface Action {
  readonly name: string;
  readonly allowed?: boolean;
  readonly to?: string | null;
}

function isAction(value: unknown): value is Action {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}
