import type { WorkOrderStatus } from '@dcmms/db/work-orders/work-orders.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { historyRows } from './reach.ts';

/** A change of state as the order's history keeps it. */
export interface Passage {
  readonly workOrderId: string;
  /** Null at the creation. */
  readonly from: WorkOrderStatus | null;
  readonly to: WorkOrderStatus;
  /** The verb: `start`. */
  readonly transition: string;
  readonly reason: string | null;
}

/** Writes what the order has gone through, in this order. */
export async function recordPassages(unit: Unit, permission: Permission, passages: readonly Passage[]): Promise<void> {
  const op = unit.operation;
  await unit.insert(
    historyRows,
    permission,
    passages.map((passage) => ({
      id: uuidv7(),
      tenantId: op.tenantId,
      workOrderId: passage.workOrderId,
      fromStatus: passage.from,
      toStatus: passage.to,
      transition: passage.transition,
      reason: passage.reason,
      actorId: op.userId ?? null,
      actorType: op.actor.kind === 'person' ? 'user' : 'system',
      requestId: op.requestId,
      occurredAt: op.now(),
    })),
  );
}
