import { sql } from 'drizzle-orm';
import { workOrderCounters, workOrderNumbers } from '@dcmms/db/work-orders/numbers.ts';
import type { Unit } from '@dcmms/runtime/operation.ts';

/**
 * The next number of the tenant's day (UTC): `WO-20261125-0001`. From here to the commit all other creations of the tenant
 * wait, so it is taken when nothing is left to be read or refused.
 */
export async function takeNumber(unit: Unit): Promise<string> {
  const { tenantId } = unit.operation;
  const day = unit.operation.now().toISOString().slice(0, 10);
  const [row] = await unit.system<{ last_number: number }>(
    'take_order_number',
    sql`insert into ${workOrderCounters} as counter (tenant_id, day, last_number) values (${tenantId}, ${day}, 1)
      on conflict (tenant_id, day) do update set last_number = counter.last_number + 1 returning last_number`,
  );
  if (!row) throw new Error('No number was given.');
  return `WO-${day.replaceAll('-', '')}-${String(row.last_number).padStart(4, '0')}`;
}

/** Keeps whose number it is. */
export async function registerNumber(unit: Unit, number: string, workOrderId: string): Promise<void> {
  const { tenantId } = unit.operation;
  await unit.system(
    'register_order_number',
    sql`insert into ${workOrderNumbers} (tenant_id, number, work_order_id) values (${tenantId}, ${number}, ${workOrderId})`,
  );
}
