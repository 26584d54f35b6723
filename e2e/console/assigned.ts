import type { ReadyFile } from '@dcmms/dev/launcher/ready-file.ts';
import { Person } from '../testing/person.ts';

export interface OrderMade {
  readonly id: string;
  readonly number: string;
  readonly title: string;
}

/**
 * An order at Cestas that somebody can begin at once, with three tasks; made through the graph by those whose steps these are.
 *
 * @param until How far it goes: to be approved, planned or begun.
 * @param technician Nobody else's window may overlap with theirs: a person of its own for every test that needs one.
 */
export async function orderMade(
  ready: ReadyFile,
  title: string,
  until: 'submitted' | 'approved' | 'assigned',
  technician = 'technician@helios.test',
): Promise<OrderMade> {
  const [supervisor, manager, worker] = await Promise.all(
    ['supervisor@helios.test', 'manager@helios.test', technician].map((email) => Person.signIn(ready, email)),
  );
  if (!supervisor || !manager || !worker) throw new Error('somebody could not sign in');
  interface Changed {
    readonly workOrder: { readonly id: string; readonly number: string; readonly version: number };
  }
  const order = 'workOrder { id number version }';
  const { site } = await supervisor.data<{ site: { id: string } }>('{ site(code: "CESTAS") { id } }');
  const tasks = ['Isolate', 'Change the filter', 'Switch on'].map((task) => ({ title: task }));
  const made = await supervisor.change<Changed>(
    'createWorkOrder',
    { siteId: site.id, title, description: 'It is clogged.', type: 'CORRECTIVE', priority: 'HIGH', tasks },
    order,
  );
  const { id, number } = made.workOrder;
  let { version } = made.workOrder;
  const step = async (person: Person, name: string, more: Record<string, unknown> = {}): Promise<void> => {
    ({ version } = (await person.change<Changed>(name, { id, version, ...more }, order)).workOrder);
  };
  await step(supervisor, 'submitWorkOrder');
  if (until !== 'submitted') await step(manager, 'approveWorkOrder');
  if (until === 'assigned') {
    const start = new Date(Date.now() + 5 * 60_000);
    const end = new Date(start.getTime() + 3_600_000);
    await step(supervisor, 'scheduleWorkOrder', { start: start.toISOString(), end: end.toISOString() });
    const { viewer } = await worker.data<{ viewer: { id: string } }>('{ viewer { id } }');
    await step(supervisor, 'assignWorkOrder', { userId: viewer.id });
  }
  await Promise.all([supervisor, manager, worker].map((person) => person.close()));
  return { id, number, title };
}
