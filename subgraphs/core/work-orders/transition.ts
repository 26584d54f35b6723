import { eq, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { GraphQLResolveInfo } from 'graphql';
import { workOrders } from '@dcmms/db/work-orders/work-orders.ts';
import { mutate, type Answer } from '@dcmms/runtime/mutation.ts';
import type { Permission, Unit } from '@dcmms/runtime/operation.ts';
import { Refusal, refuse, type Problem } from '@dcmms/runtime/refusal.ts';
import type { Context } from '../context.ts';
import type { WorkOrderRow } from '../rows.ts';
import { orderAnswer } from './answer.ts';
import { emitOrder } from './event.ts';
import { recordPassages } from './history.ts';
import { advance, needs, permissionsOf, verb, type Transition, type TransitionName } from './lifecycle.ts';
import { assertVersion, lockOrder } from './lock.ts';
import { orderRows, reaches } from './reach.ts';
import { faultsOfReason, reasonOf } from './reason.ts';
import { readSituation, type OrderSituation } from './situation.ts';

/** What every transition is asked with. */
export interface TransitionInput {
  readonly id: string;
  readonly version: number;
  readonly reason?: string | null | undefined;
}

/** A transition under way: the order is locked and may be changed by the viewer. */
export interface Change<Input> {
  readonly unit: Unit;
  readonly permission: Permission;
  readonly input: Input;
  /** The order as it was before. */
  readonly order: WorkOrderRow;
  readonly situation: OrderSituation;
  readonly userId: string;
  readonly now: Date;
  /** Why, trimmed; null when nobody says. */
  readonly reason: string | null;
}

/** What one verb adds to the frame that all transitions share. */
export interface Verb<Input> {
  readonly name: TransitionName;
  /** Refuses ids that are none, before anything is read. */
  readonly parse?: (input: Input) => void;
  /** What the input gets wrong, listed together with what the guards say. */
  readonly faults?: (change: Change<Input>) => readonly Problem[];
  /** What has to be looked up before it is decided; refuses. */
  readonly decide?: (change: Change<Input>) => Promise<void>;
  /** The fields of the order that change besides its state. */
  readonly set: (change: Change<Input>) => PgUpdateSetSource<typeof workOrders>;
  /** What happens around the order, once it is decided. */
  readonly effects?: (change: Change<Input>, after: WorkOrderRow) => readonly Promise<void>[];
}

/** The mutation of one transition: may they, load and lock, decide, write, tell. */
export function transition<Input extends TransitionInput>(ofVerb: Verb<Input>) {
  const permission = permissionsOf(ofVerb.name);
  return (
    _parent: unknown,
    { input }: { readonly input: Input },
    { op }: Context,
    info: GraphQLResolveInfo,
  ): Promise<Answer<{ workOrder: WorkOrderRow | null }>> => {
    ofVerb.parse?.(input);
    return mutate({
      op,
      info,
      input,
      permission,
      ...orderAnswer(op),
      run: async (unit) => {
        const order = await lockOrder(unit, permission, input.id);
        assertVersion(order, input.version);
        const step = advance(order.status, ofVerb.name);
        if (!reaches(op, step.permissions, order)) refuse('FORBIDDEN', needs(step, order.status));

        const situation = await readSituation(unit, permission, order);
        const change = {
          unit,
          permission,
          input,
          order,
          situation,
          userId: op.viewer.userId,
          now: op.now(),
          reason: reasonOf(input.reason),
        };
        const problems = [
          ...faultsOfReason(change.reason, step.reason === 'mandatory' ? `Say why the order is ${step.done}.` : undefined),
          ...(ofVerb.faults?.(change) ?? []),
          ...unmet(step, situation),
        ];
        if (problems.length > 0) throw new Refusal(problems);
        await ofVerb.decide?.(change);

        const [after] = await unit.update(orderRows, permission, {
          set: {
            ...ofVerb.set(change),
            status: step.to,
            version: sql`${workOrders.version} + 1`,
            updatedAt: change.now,
            updatedBy: change.userId,
          },
          where: eq(workOrders.id, order.id),
        });
        if (!after) throw new Error(`The locked order ${order.id} could not be changed.`);
        const passage = { workOrderId: order.id, from: order.status, to: step.to, transition: verb(step.name), reason: change.reason };
        await Promise.all([
          recordPassages(unit, permission, [passage]),
          ...(ofVerb.effects?.(change, after) ?? []),
          emitOrder(unit, after),
        ]);
        return { workOrder: after };
      },
    });
  };
}

/** What the guards of a step say, all of it. */
export function unmet(step: Transition, situation: OrderSituation): Problem[] {
  return step.guards.flatMap((guard) => guard(situation) ?? []);
}
