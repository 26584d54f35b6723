import { eq } from 'drizzle-orm';
import { alertRules, type AlertSeverity } from '@dcmms/db/telemetry/alert-rules.ts';
import { alerts } from '@dcmms/db/telemetry/alerts.ts';
import { workOrders, type WorkOrderPriority } from '@dcmms/db/work-orders/work-orders.ts';
import { parseId } from '@dcmms/runtime/id.ts';
import { mutate } from '@dcmms/runtime/mutation.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';
import { refuse } from '@dcmms/runtime/refusal.ts';
import { alertRows, ruleRows } from '../alerts/reach.ts';
import type { Mutations } from '../context.ts';
import { orderAnswer } from './answer.ts';
import { newContent, parseContent, type NewTask } from './content.ts';
import { assertPermittedType } from './create.ts';
import { ahead, spoken } from './lifecycle.ts';
import { createPermission, makeOrder } from './make.ts';
import { placeAtAsset, placeAtSite } from './place.ts';
import { orderRows, planRows } from './reach.ts';
import { tasksMax } from './situation.ts';

/** From an alert to the work on it: the alert says where and what, its rule how; the alert itself stays as it is. */
export const createWorkOrderFromAlert: Mutations['createWorkOrderFromAlert'] = (_parent, { input }, { op }, info) =>
  mutate({
    op,
    info,
    input,
    permission: createPermission,
    ...orderAnswer(op),
    run: async (unit) => {
      // The lock makes a second order wait here, and then see the first.
      const alert = await unit.findOne(alertRows, 'read:alerts', {
        where: eq(alerts.id, parseId(input.alertId, 'alertId')),
        lock: 'update',
      });
      if (!alert) refuse('NOT_FOUND', 'There is no such alert, or it is not on one of your sites.', ['alertId']);
      if (alert.workOrderId !== null) await assertNoOpenOrder(unit, alert.workOrderId);

      const type = input.type ?? 'corrective';
      const site = await placeAtSite(unit, createPermission, alert.siteId, 'alertId');
      const asset =
        alert.assetId === null
          ? undefined
          : await placeAtAsset(unit, createPermission, alert.assetId, site.id, type, input.type ? 'type' : 'alertId');
      assertPermittedType(op, type);
      const { title } = parseContent(newContent.pick({ title: true }), { title: input.title ?? alert.title });
      const [rule] = alert.ruleId === null ? [] : await unit.find(ruleRows, 'read:alerts', { where: eq(alertRules.id, alert.ruleId) });

      const order = await makeOrder(unit, {
        title,
        description: alert.message ?? alert.title,
        siteId: site.id,
        assetId: asset?.id ?? null,
        type,
        priority: input.priority ?? priorityOf[alert.severity],
        status: alert.severity === 'high' || alert.severity === 'critical' ? 'submitted' : 'draft',
        origin: 'alarm',
        alertId: alert.id,
        tasks: tasksOfResponse(rule?.response ?? ''),
      });
      await unit.update(alertRows, createPermission, { set: { workOrderId: order.id }, where: eq(alerts.id, alert.id) });
      return { workOrder: order };
    },
  });

const priorityOf: Readonly<Record<AlertSeverity, WorkOrderPriority>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'low',
};

const titleMax = 255;

/** The tasks that a rule's response asks for, one a line, without the bullets or numbers that people write before them. */
export function tasksOfResponse(response: string): NewTask[] {
  return response
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim())
    .filter((line) => line !== '')
    .slice(0, tasksMax)
    .map((line) => (line.length > titleMax ? { title: `${line.slice(0, titleMax - 1)}…`, description: line } : { title: line }));
}

/** @throws Refusal CONFLICT, showing the order, while that is not closed or cancelled. */
async function assertNoOpenOrder(unit: Unit, id: string): Promise<void> {
  const [order] = await unit.find(planRows, createPermission, { where: eq(workOrders.id, id) });
  if (!order || ahead(order.status).size === 1) return;
  const shown = await unit.findOne(orderRows, 'read:work-orders', { where: eq(workOrders.id, id) });
  const message = `${order.number} is open for this alert: it is ${spoken(order.status)}.`;
  refuse('CONFLICT', message, ['alertId'], shown && { workOrder: shown });
}
