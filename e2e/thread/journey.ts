import { expect } from 'vitest';
import { Episodes } from '../testing/episodes.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { Person } from '../testing/person.ts';

interface OrderShown {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly version: number;
  readonly tasks: readonly { id: string; title: string; status: string; sequence: number }[];
  readonly actions: readonly { name: string; allowed: boolean; blockedBy: readonly string[] }[];
}

const order = 'workOrder { id number status version tasks { id title status sequence } actions { name allowed blockedBy } }';
interface Changed {
  readonly workOrder: OrderShown;
}

/**
 * The whole thread through the graph: a reading over MQTT becomes an alert at the operator's subscription, an order, a used
 * part and a closed order, each step by the person whose step it is. The other tenant hears none of it.
 */
export async function walkTheThread(installation: Installation, asset: string): Promise<void> {
  const ready = installation.ready;
  const [operator, manager, supervisor, technician, storekeeper, foreigner] = await Promise.all(
    [
      'operator@helios.test',
      'manager@helios.test',
      'supervisor@helios.test',
      'technician@helios.test',
      'storekeeper@helios.test',
      'operator@borealis.test',
    ].map((email) => Person.signIn(ready, email)),
  );
  if (!operator || !manager || !supervisor || !technician || !storekeeper || !foreigner) throw new Error('somebody could not sign in');
  const people = [operator, manager, supervisor, technician, storekeeper, foreigner];
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  try {
    const alertDocument =
      'subscription { alertChanged { cursor alert { id status severity value triggeredAt asset { code site { code } } } } }';
    interface AlertChanged {
      readonly alertChanged: {
        cursor: string;
        alert: { id: string; status: string; severity: string; value: number; asset: { code: string; site: { code: string } } };
      };
    }
    const alerts = operator.subscribe<AlertChanged>(alertDocument);
    const orders = operator.subscribe<{ workOrderChanged: { cursor: string; workOrder: { id: string; status: string } } }>(
      'subscription { workOrderChanged { cursor workOrder { id number status asset { code } } } }',
    );
    const foreignAlerts = foreigner.subscribe<AlertChanged>(alertDocument);
    const foreignOrders = foreigner.subscribe<unknown>('subscription { workOrderChanged { cursor workOrder { id } } }');

    const raisedBy = ({ alertChanged }: AlertChanged) => alertChanged.alert.asset.code === asset && alertChanged.alert.status === 'ACTIVE';
    const episodes = new Episodes(gateway, asset, Date.now() - 600_000);
    await episodes.until(() => alerts.seen.some(raisedBy));
    const { alertChanged: raised } = await alerts.until(raisedBy);
    expect(raised.alert).toMatchObject({ severity: 'CRITICAL', value: 92.2, asset: { code: asset, site: { code: 'CESTAS' } } });

    const acknowledged = await operator.change<{ alert: { status: string; acknowledgedBy: { email: string } } }>(
      'acknowledgeAlert',
      { id: raised.alert.id, note: 'Seen, sending somebody.' },
      'alert { status acknowledgedBy { email } }',
    );
    expect(acknowledged.alert).toEqual({ status: 'ACKNOWLEDGED', acknowledgedBy: { email: 'operator@helios.test' } });
    await alerts.until(({ alertChanged }) => alertChanged.alert.id === raised.alert.id && alertChanged.alert.status === 'ACKNOWLEDGED');

    const created = await operator.change<Changed>(
      'createWorkOrderFromAlert',
      { alertId: raised.alert.id, title: `${asset} overheats`, type: 'CORRECTIVE', priority: 'CRITICAL' },
      order,
    );
    expect(created.workOrder).toMatchObject({ status: 'SUBMITTED' });
    expect(created.workOrder.tasks.length).toBeGreaterThan(0);
    await orders.until(({ workOrderChanged }) => workOrderChanged.workOrder.id === created.workOrder.id);
    const { id } = created.workOrder;

    const approved = await manager.change<Changed>('approveWorkOrder', { id, version: created.workOrder.version }, order);
    const start = new Date(Date.now() + 20 * 60_000);
    const scheduled = await supervisor.change<Changed>(
      'scheduleWorkOrder',
      { id, version: approved.workOrder.version, start: start.toISOString(), end: new Date(start.getTime() + 2 * 3_600_000).toISOString() },
      order,
    );
    const technicianId = (await technician.data<{ viewer: { id: string } }>('{ viewer { id } }')).viewer.id;
    const assigned = await supervisor.change<Changed>(
      'assignWorkOrder',
      { id, version: scheduled.workOrder.version, userId: technicianId },
      order,
    );
    expect(assigned.workOrder.status).toBe('ASSIGNED');

    const started = await technician.change<Changed>(
      'startWorkOrder',
      { id, version: assigned.workOrder.version, safetyAcknowledged: true },
      order,
    );
    expect(started.workOrder.status).toBe('IN_PROGRESS');
    const blocked = started.workOrder.actions.find((action) => action.name === 'completeWorkOrder');
    expect(blocked).toMatchObject({ allowed: false });
    expect(blocked?.blockedBy.length).toBeGreaterThan(0);

    let current = started.workOrder;
    for (const task of started.workOrder.tasks.toSorted((a, b) => a.sequence - b.sequence)) {
      const done = await technician.change<Changed & { task: { status: string } }>(
        'completeTask',
        { workOrderId: id, id: task.id, notes: 'Done.' },
        `task { status } ${order}`,
      );
      expect(done.task.status).toBe('COMPLETED');
      current = done.workOrder;
    }

    const fans = await storekeeper.data<{ inventoryItems: { nodes: { id: string; quantityOnHand: number }[] } }>(
      '{ inventoryItems(first: 5, where: { code: { eq: "FAN-120" }, siteId: { eq: "SITE" } }) { nodes { id quantityOnHand } } }'.replace(
        'SITE',
        (await storekeeper.data<{ site: { id: string } }>('{ site(code: "CESTAS") { id } }')).site.id,
      ),
    );
    const fan = fans.inventoryItems.nodes[0];
    if (!fan) throw new Error('no fan in stock');
    const consumed = await technician.change<{ parts: { quantity: number; item: { code: string } }[] }>(
      'consumeParts',
      { workOrderId: id, lines: [{ inventoryItemId: fan.id, quantity: 2 }] },
      'parts { quantity item { code } }',
    );
    expect(consumed.parts).toEqual([{ quantity: 2, item: { code: 'FAN-120' } }]);
    const stock = await storekeeper.data<{
      inventoryItem: {
        quantityOnHand: number;
        transactions: { nodes: { quantity: number; balanceAfter: number; workOrder: { id: string } | null }[] };
      };
    }>(`{ inventoryItem(id: "${fan.id}") { quantityOnHand transactions(first: 1) { nodes { quantity balanceAfter workOrder { id } } } } }`);
    expect(stock.inventoryItem.quantityOnHand).toBe(fan.quantityOnHand - 2);
    expect(stock.inventoryItem.transactions.nodes[0]).toEqual({ quantity: -2, balanceAfter: fan.quantityOnHand - 2, workOrder: { id } });

    const fresh = await technician.data<{ workOrder: OrderShown & { parts: { quantity: number }[] } }>(
      `{ workOrder(id: "${id}") { id number status version tasks { id title status sequence } actions { name allowed blockedBy } parts { quantity } } }`,
    );
    expect(fresh.workOrder.parts).toEqual([{ quantity: 2 }]);
    expect(fresh.workOrder.version).toBeGreaterThanOrEqual(current.version);
    const completed = await technician.change<Changed>(
      'completeWorkOrder',
      { id, version: fresh.workOrder.version, notes: 'Fans replaced, heatsink cleaned.' },
      order,
    );
    expect(completed.workOrder.status).toBe('COMPLETED');
    const verified = await supervisor.change<Changed>('verifyWorkOrder', { id, version: completed.workOrder.version }, order);
    const closed = await manager.change<Changed>('closeWorkOrder', { id, version: verified.workOrder.version }, order);
    expect(closed.workOrder.status).toBe('CLOSED');
    await orders.until(({ workOrderChanged }) => workOrderChanged.workOrder.id === id && workOrderChanged.workOrder.status === 'CLOSED');

    await episodes.clear();
    await alerts.until(({ alertChanged }) => alertChanged.alert.id === raised.alert.id && alertChanged.alert.status === 'RESOLVED');

    // The foreign feeds are live (they answer to their own tenant's change), so their silence about this one is no accident.
    const own = await foreigner.data<{ sites: { nodes: { id: string }[] } }>('{ sites { nodes { id } } }');
    expect(own.sites.nodes).toHaveLength(1);
    expect(foreignAlerts.seen).toEqual([]);
    expect(foreignAlerts.errors).toEqual([]);
    expect(foreignOrders.seen).toEqual([]);
    expect(foreignOrders.errors).toEqual([]);
    expect(orders.errors).toEqual([]);
    expect(alerts.errors).toEqual([]);
  } finally {
    await gateway.close();
    await Promise.all(people.map((person) => person.close()));
  }
}
