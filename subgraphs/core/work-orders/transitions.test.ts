import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { userSites } from '@dcmms/db/identity/users.ts';
import { assets } from '@dcmms/db/sites/assets.ts';
import { workOrderLabor } from '@dcmms/db/work-orders/labor.ts';
import { change, changeDocument, changeNow, refused } from '../testing/change.ts';
import { World } from '../testing/world.ts';

let world: World;
/** An asset of the test's own: what one test plans does not stand in the way of the next. */
let assetId: string;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  assetId = await world.addAsset();
});

describe('the frame of every transition', () => {
  test('who has not seen the last change is told so, and shown it', async () => {
    const id = await world.addOrder({ status: 'draft', version: 4 });
    const answer = await change(world, 'manager', 'submitWorkOrder', { id, version: 3 });
    expect(refused(answer)).toEqual(['STALE version']);
    expect(answer.workOrder).toMatchObject({ id, version: 4, status: 'DRAFT' });
    expect((await world.order(id)).status).toBe('draft');
  });

  test('an id that is none is a mistake of the caller, whatever state and version the order has', async () => {
    const id = await world.addOrder({ status: 'draft', version: 4 });
    for (const [name, input] of [
      ['assignWorkOrder', { userId: 'me' }],
      ['assignWorkOrder', { crewId: 'us' }],
      ['updateWorkOrder', { assetId: 'INV-01' }],
    ] as const) {
      const { errors } = await world.ask('manager', changeDocument(name), { variables: { input: { id, version: 3, ...input } } });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    }
  });

  test('of two who change an order at once, one does', async () => {
    const id = await world.addOrder({ status: 'submitted' });
    const answers = await Promise.all([
      change(world, 'manager', 'approveWorkOrder', { id, version: 1 }),
      change(world, 'manager', 'rejectWorkOrder', { id, version: 1, reason: 'Too dear' }),
    ]);
    expect(answers.flatMap(refused)).toEqual(['STALE version']);
    expect((await world.order(id)).version).toBe(2);
  });

  test('a state that does not allow it refuses, and nothing is written', async () => {
    const id = await world.addOrder({ status: 'draft' });
    expect(refused(await changeNow(world, 'manager', 'closeWorkOrder', id))).toEqual(['NOT_ALLOWED_NOW']);
    expect(await world.order(id)).toMatchObject({ status: 'draft', version: 1 });
  });

  test.each(['rejectWorkOrder', 'unscheduleWorkOrder', 'unassignWorkOrder', 'reopenWorkOrder', 'cancelWorkOrder'] as const)(
    '%s asks for a reason',
    async (name) => {
      const status = {
        rejectWorkOrder: 'submitted',
        unscheduleWorkOrder: 'scheduled',
        unassignWorkOrder: 'assigned',
        reopenWorkOrder: 'completed',
        cancelWorkOrder: 'draft',
      } as const;
      const id = await world.addOrder({ status: status[name] });
      expect(refused(await changeNow(world, 'manager', name, id))).toEqual(['INVALID reason']);
      expect(refused(await changeNow(world, 'manager', name, id, { reason: ' \n' }))).toEqual(['INVALID reason']);
      expect(refused(await changeNow(world, 'manager', name, id, { reason: 'x'.repeat(2001) }))).toEqual(['INVALID reason']);
      expect(refused(await changeNow(world, 'manager', name, id, { reason: 'Because' }))).toEqual([]);
    },
  );
});

describe('submitting and approving', () => {
  test('an order without a description is not submitted, unless it is preventive', async () => {
    const id = await world.addOrder({ status: 'draft', description: null });
    expect(refused(await changeNow(world, 'manager', 'submitWorkOrder', id))).toEqual(['INVALID description']);
    const preventive = await world.addOrder({ status: 'draft', description: null, type: 'preventive' });
    expect(refused(await changeNow(world, 'manager', 'submitWorkOrder', preventive))).toEqual([]);
  });

  test('an emergency responder submits emergency work only', async () => {
    const id = await world.addOrder({ status: 'draft' });
    expect(refused(await changeNow(world, 'responder', 'submitWorkOrder', id))).toEqual(['FORBIDDEN']);
    const emergency = await world.addOrder({ status: 'draft', type: 'emergency' });
    expect(refused(await changeNow(world, 'responder', 'submitWorkOrder', emergency))).toEqual([]);
  });

  test('approval ends at the approver’s limit', async () => {
    const id = await world.addOrder({ status: 'submitted', estimatedCost: '25000.01' });
    expect(refused(await changeNow(world, 'engineer', 'approveWorkOrder', id))).toEqual(['FORBIDDEN']);
    expect(refused(await changeNow(world, 'manager', 'approveWorkOrder', id))).toEqual([]);
    expect(await world.order(id)).toMatchObject({ status: 'approved', approvedBy: world.users.manager });
    const within = await world.addOrder({ status: 'submitted', estimatedCost: '25000.00' });
    expect(refused(await changeNow(world, 'engineer', 'approveWorkOrder', within))).toEqual([]);
  });

  test('a supervisor approves emergency work only', async () => {
    const id = await world.addOrder({ status: 'submitted', estimatedCost: '10' });
    expect(refused(await changeNow(world, 'supervisor', 'approveWorkOrder', id))).toEqual(['FORBIDDEN']);
    const emergency = await world.addOrder({ status: 'submitted', type: 'emergency', estimatedCost: '10' });
    expect(refused(await changeNow(world, 'supervisor', 'approveWorkOrder', emergency))).toEqual([]);
  });

  test('a rejected order is a draft again, with the reason; submitting it anew takes that away', async () => {
    const id = await world.addOrder({ status: 'submitted', submittedAt: world.now(), submittedBy: world.users.coordinator });
    await changeNow(world, 'manager', 'rejectWorkOrder', id, { reason: ' Too dear ' });
    expect(await world.order(id)).toMatchObject({ status: 'draft', rejectionReason: 'Too dear', submittedAt: null });
    await changeNow(world, 'coordinator', 'submitWorkOrder', id);
    expect(await world.order(id)).toMatchObject({ status: 'submitted', rejectionReason: null, submittedBy: world.users.coordinator });
  });
});

describe('scheduling', () => {
  test('a window begins in the future and ends after it begins; both faults are told at once', async () => {
    const id = await world.addOrder({ status: 'approved' });
    const past = { start: world.hours(-1).toISOString(), end: world.hours(-2).toISOString() };
    expect(refused(await changeNow(world, 'supervisor', 'scheduleWorkOrder', id, past))).toEqual(['INVALID start', 'INVALID end']);
    const start = world.hours(1).toISOString();
    expect(refused(await changeNow(world, 'supervisor', 'scheduleWorkOrder', id, { start, end: start }))).toEqual(['INVALID end']);
  });

  test('an asset that is taken in the window refuses, naming the other order; the next window is free', async () => {
    const other = await world.addOrder({
      status: 'scheduled',
      assetId,
      number: 'WO-20260101-7777',
      scheduledStart: world.hours(10),
      scheduledEnd: world.hours(12),
    });
    const id = await world.addOrder({ status: 'approved', assetId });
    const answer = await changeNow(world, 'supervisor', 'scheduleWorkOrder', id, window(11, 13));
    expect(refused(answer)).toEqual(['CONFLICT start']);
    expect(answer.problems[0]?.message).toContain('WO-20260101-7777');
    // Windows that touch do not overlap.
    const end = (await world.order(other)).scheduledEnd ?? world.now();
    const next = { start: end.toISOString(), end: new Date(end.getTime() + 3_600_000).toISOString() };
    expect(refused(await changeNow(world, 'supervisor', 'scheduleWorkOrder', id, next))).toEqual([]);
    expect((await world.order(id)).scheduledStart).toEqual(end);
  });

  test('an order that is over takes no window', async () => {
    for (const status of ['completed', 'closed', 'cancelled'] as const) {
      await world.addOrder({ status, assetId, scheduledStart: world.hours(10), scheduledEnd: world.hours(12) });
    }
    const id = await world.addOrder({ status: 'approved', assetId });
    expect(refused(await changeNow(world, 'supervisor', 'scheduleWorkOrder', id, window(11, 13)))).toEqual([]);
  });

  test('of two orders that want the same asset at the same time at once, one gets it', async () => {
    const ids = await Promise.all([world.addOrder({ status: 'approved', assetId }), world.addOrder({ status: 'approved', assetId })]);
    const answers = await Promise.all(
      ids.map((id) => change(world, 'supervisor', 'scheduleWorkOrder', { id, version: 1, ...window(20, 22) })),
    );
    expect(answers.flatMap(refused)).toEqual(['CONFLICT start']);
  });

  test('unscheduling frees the window', async () => {
    const id = await world.addOrder({ status: 'scheduled', assetId, scheduledStart: world.hours(10), scheduledEnd: world.hours(12) });
    await changeNow(world, 'supervisor', 'unscheduleWorkOrder', id, { reason: 'No crane' });
    expect(await world.order(id)).toMatchObject({ status: 'approved', scheduledStart: null, scheduledEnd: null, scheduledAt: null });
  });
});

describe('assigning', () => {
  const scheduled = (from: number) =>
    world.addOrder({ status: 'scheduled', assetId, scheduledStart: world.hours(from), scheduledEnd: world.hours(from + 2) });

  test('goes to one person: not to nobody, not to a crew beside, and there are no crews yet', async () => {
    const id = await scheduled(100);
    const crewId = world.ruleId;
    expect(refused(await changeNow(world, 'supervisor', 'assignWorkOrder', id))).toEqual(['INVALID userId']);
    expect(refused(await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.technician, crewId }))).toEqual([
      'INVALID crewId',
    ]);
    expect(refused(await changeNow(world, 'supervisor', 'assignWorkOrder', id, { crewId }))).toEqual(['NOT_FOUND crewId']);
  });

  test.each([
    ['foreigner', 'NOT_FOUND userId', 'There is no such person.'],
    ['leaver', 'INVALID userId', 'leaver Doe is inactive. Choose somebody who is active.'],
    ['southerner', 'INVALID userId', 'southerner Doe does not work on this site.'],
    ['operator', 'INVALID userId', 'operator Doe has no role that carries out work.'],
  ] as const)('refuses %s', async (name, problem, message) => {
    const id = await scheduled(110);
    const answer = await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users[name] });
    expect(refused(answer)).toEqual([problem]);
    expect(answer.problems[0]?.message).toBe(message);
  });

  test('a place on the site’s list that has run out is none; a role for all sites needs none', async () => {
    const id = await scheduled(120);
    const place = and(eq(userSites.userId, world.users.colleague), eq(userSites.siteId, world.sites.north));
    await world.rows
      .update(userSites)
      .set({ expiresAt: world.hours(-1) })
      .where(place);
    expect(refused(await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.colleague }))).toEqual([
      'INVALID userId',
    ]);
    await world.rows.update(userSites).set({ expiresAt: null }).where(place);
    expect(refused(await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.responder }))).toEqual([]);
  });

  test('somebody who is taken in the window refuses, naming the other order', async () => {
    const elsewhere = { assetId: null, assignedTo: world.users.contractor, number: 'WO-20260101-8888' };
    await world.addOrder({ status: 'assigned', ...elsewhere, scheduledStart: world.hours(130), scheduledEnd: world.hours(133) });
    const id = await scheduled(132);
    const answer = await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.contractor });
    expect(refused(answer)).toEqual(['CONFLICT userId']);
    expect(answer.problems[0]?.message).toMatch(/^contractor Doe is taken by WO-20260101-8888 /);
  });

  test('an asset that was taken meanwhile refuses', async () => {
    const id = await scheduled(140);
    await world.addOrder({ status: 'assigned', assetId, scheduledStart: world.hours(141), scheduledEnd: world.hours(143) });
    expect(refused(await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.technician }))).toEqual(['CONFLICT']);
  });

  test('of two orders that want the same person at the same time at once, one gets them', async () => {
    const at = { status: 'scheduled', assetId: null, scheduledStart: world.hours(150), scheduledEnd: world.hours(152) } as const;
    const ids = await Promise.all([world.addOrder(at), world.addOrder(at)]);
    const userId = world.users.technician;
    const answers = await Promise.all(ids.map((id) => change(world, 'supervisor', 'assignWorkOrder', { id, version: 1, userId })));
    expect(answers.flatMap(refused)).toEqual(['CONFLICT userId']);
  });

  test('the repair of a failed asset puts it under maintenance, taking the order back undoes it', async () => {
    await world.rows.update(assets).set({ status: 'failed' }).where(eq(assets.id, assetId));
    const id = await scheduled(160);
    await changeNow(world, 'supervisor', 'assignWorkOrder', id, { userId: world.users.colleague });
    expect(await world.asset(assetId)).toMatchObject({ status: 'under_maintenance', previousStatus: 'failed' });
    await changeNow(world, 'supervisor', 'unassignWorkOrder', id, { reason: 'Ill' });
    expect(await world.asset(assetId)).toMatchObject({ status: 'failed', previousStatus: null });
    expect(await world.order(id)).toMatchObject({ status: 'scheduled', assignedTo: null, assignedAt: null });
  });
});

describe('starting', () => {
  const assigned = (from = 1) =>
    world.addOrder({
      status: 'assigned',
      assetId,
      assignedTo: world.users.technician,
      scheduledStart: world.hours(from),
      scheduledEnd: world.hours(from + 2),
      slaResponseDue: world.hours(2),
    });

  test('needs the safety acknowledgement', async () => {
    const id = await assigned();
    expect(refused(await changeNow(world, 'technician', 'startWorkOrder', id, { safetyAcknowledged: false }))).toEqual([
      'INVALID safetyAcknowledged',
    ]);
    await changeNow(world, 'technician', 'startWorkOrder', id, { safetyAcknowledged: true });
    expect(await world.order(id)).toMatchObject({ safetyAckBy: world.users.technician, status: 'in_progress' });
  });

  test('is for the assignee or a supervisor, whose time it is not', async () => {
    const id = await assigned();
    // Executes everywhere, is not the assignee and supervises nobody.
    expect(refused(await changeNow(world, 'responder', 'startWorkOrder', id, { safetyAcknowledged: true }))).toEqual(['FORBIDDEN']);
    expect(refused(await changeNow(world, 'supervisor', 'startWorkOrder', id, { safetyAcknowledged: true }))).toEqual([]);
    expect((await laborOf(id)).map(({ userId, endTime }) => [userId, endTime])).toEqual([[world.users.technician, null]]);
  });

  test('is refused more than two hours before or after the planned start', async () => {
    expect(refused(await changeNow(world, 'technician', 'startWorkOrder', await assigned(2.1), { safetyAcknowledged: true }))).toEqual([
      'NOT_ALLOWED_NOW',
    ]);
    expect(refused(await changeNow(world, 'technician', 'startWorkOrder', await assigned(-2.1), { safetyAcknowledged: true }))).toEqual([
      'NOT_ALLOWED_NOW',
    ]);
    expect(refused(await changeNow(world, 'technician', 'startWorkOrder', await assigned(-1.9), { safetyAcknowledged: true }))).toEqual([]);
  });

  test('meets the promise to answer, or breaks it', async () => {
    const early = await assigned();
    await changeNow(world, 'technician', 'startWorkOrder', early, { safetyAcknowledged: true });
    const kept = await world.order(early);
    expect(kept).toMatchObject({ slaResponseBreached: false, slaResponseMetAt: kept.actualStart });
    const late = await world.addOrder({
      status: 'assigned',
      assetId: null,
      assignedTo: world.users.technician,
      scheduledStart: world.now(),
      slaResponseDue: world.hours(-1),
    });
    await changeNow(world, 'technician', 'startWorkOrder', late, { safetyAcknowledged: true });
    expect(await world.order(late)).toMatchObject({ slaResponseBreached: true });
  });
});

describe('while work goes on', () => {
  const inProgress = async () => {
    const id = await world.addOrder({
      status: 'in_progress',
      assetId,
      assignedTo: world.users.technician,
      actualStart: world.now(),
      slaResolutionDue: world.hours(1),
    });
    await world.rows.update(assets).set({ status: 'under_maintenance', previousStatus: 'degraded' }).where(eq(assets.id, assetId));
    await world.addLabor(id, world.users.technician);
    return id;
  };

  test('a hold says why, by a code or in words, and stops the clock', async () => {
    const id = await inProgress();
    expect(refused(await changeNow(world, 'technician', 'holdWorkOrder', id))).toEqual(['INVALID reason']);
    expect(refused(await changeNow(world, 'technician', 'holdWorkOrder', id, { reason: 'Wasps' }))).toEqual([]);
    expect(await world.order(id)).toMatchObject({ status: 'on_hold', holdReason: 'other' });
    expect((await laborOf(id)).filter(({ endTime }) => endTime === null)).toEqual([]);
    expect((await world.asset(assetId)).status).toBe('under_maintenance');
  });

  test('completing wants notes, every task done and some work', async () => {
    const id = await inProgress();
    await world.addTask(id);
    expect(refused(await changeNow(world, 'technician', 'completeWorkOrder', id))).toEqual(['INVALID notes', 'NOT_ALLOWED_NOW']);
    expect(refused(await changeNow(world, 'technician', 'completeWorkOrder', id, { notes: ' ' }))).toEqual([
      'INVALID notes',
      'NOT_ALLOWED_NOW',
    ]);
    const idle = await world.addOrder({ status: 'in_progress', assetId: null, assignedTo: world.users.technician });
    expect(refused(await changeNow(world, 'technician', 'completeWorkOrder', idle, { notes: 'Done' }))).toEqual(['NOT_ALLOWED_NOW']);
  });

  test('completing a repair leaves its asset operational; an inspection leaves it as it was', async () => {
    const repair = await inProgress();
    await changeNow(world, 'technician', 'completeWorkOrder', repair, { notes: 'Done' });
    expect(await world.asset(assetId)).toMatchObject({ status: 'operational', previousStatus: null });

    const inspected = await world.addAsset({ status: 'under_maintenance', previousStatus: 'degraded' });
    const inspection = await world.addOrder({
      status: 'in_progress',
      type: 'inspection',
      assetId: inspected,
      assignedTo: world.users.technician,
    });
    await world.addLabor(inspection, world.users.technician);
    await changeNow(world, 'technician', 'completeWorkOrder', inspection, { notes: 'Seen' });
    expect(await world.asset(inspected)).toMatchObject({ status: 'degraded', previousStatus: null });
  });

  test('the asset stays under maintenance until the last order on it ends, also when two end at once', async () => {
    const ids = [await inProgress(), await inProgress()];
    await changeNow(world, 'technician', 'holdWorkOrder', ids[1] ?? '', { reason: 'Lunch' });
    await changeNow(world, 'technician', 'completeWorkOrder', ids[0] ?? '', { notes: 'Done' });
    expect((await world.asset(assetId)).status).toBe('under_maintenance');
    await changeNow(world, 'manager', 'cancelWorkOrder', ids[1] ?? '', { reason: 'Enough' });
    expect((await world.asset(assetId)).status).toBe('degraded');

    const both = [await inProgress(), await inProgress()];
    await Promise.all(both.map((id) => changeNow(world, 'technician', 'completeWorkOrder', id, { notes: 'Done' })));
    expect((await world.asset(assetId)).status).toBe('operational');
  });

  test('completing meets the promise to solve, or breaks it', async () => {
    const id = await inProgress();
    await changeNow(world, 'technician', 'completeWorkOrder', id, { notes: 'Done' });
    expect(await world.order(id)).toMatchObject({ slaResolutionBreached: false });
    const late = await world.addOrder({
      status: 'in_progress',
      assetId: null,
      assignedTo: world.users.technician,
      slaResolutionDue: world.hours(-1),
    });
    await world.addLabor(late, world.users.technician);
    await changeNow(world, 'technician', 'completeWorkOrder', late, { notes: 'Done' });
    expect(await world.order(late)).toMatchObject({ slaResolutionBreached: true });
  });

  test('cancelling work in progress needs the emergency override, within its limit, and gives the asset back as it was', async () => {
    const id = await inProgress();
    expect(refused(await changeNow(world, 'coordinator', 'cancelWorkOrder', id, { reason: 'Stop' }))).toEqual(['FORBIDDEN']);
    expect(refused(await changeNow(world, 'supervisor', 'cancelWorkOrder', id, { reason: 'Stop' }))).toEqual([]);
    expect(await world.order(id)).toMatchObject({ status: 'cancelled', cancellationReason: 'Stop', cancelledBy: world.users.supervisor });
    expect(await world.asset(assetId)).toMatchObject({ status: 'degraded', previousStatus: null });
    expect((await laborOf(id)).filter(({ endTime }) => endTime === null)).toEqual([]);
    const dear = await world.addOrder({ status: 'in_progress', assetId: null, estimatedCost: '10000.01' });
    expect(refused(await changeNow(world, 'supervisor', 'cancelWorkOrder', dear, { reason: 'Stop' }))).toEqual(['FORBIDDEN']);
    expect(refused(await changeNow(world, 'manager', 'cancelWorkOrder', dear, { reason: 'Stop' }))).toEqual([]);
  });

  test('cancelling an order that never held its asset leaves the asset alone', async () => {
    await inProgress();
    const id = await world.addOrder({ status: 'approved', assetId });
    await changeNow(world, 'manager', 'cancelWorkOrder', id, { reason: 'Stop' });
    expect(await world.asset(assetId)).toMatchObject({ status: 'under_maintenance', previousStatus: 'degraded' });
  });
});

describe('after the work', () => {
  test('whoever worked on it does not verify it', async () => {
    const id = await world.addOrder({ status: 'completed', assetId, completedBy: world.users.technician });
    await world.addLabor(id, world.users.supervisor, { endTime: world.hours(1), durationMinutes: 60 });
    expect(refused(await changeNow(world, 'supervisor', 'verifyWorkOrder', id))).toEqual(['FORBIDDEN']);
    expect(refused(await changeNow(world, 'manager', 'verifyWorkOrder', id))).toEqual([]);
    const own = await world.addOrder({ status: 'completed', assetId, completedBy: world.users.manager });
    expect(refused(await changeNow(world, 'manager', 'verifyWorkOrder', own))).toEqual(['FORBIDDEN']);
  });

  test('reopening takes the completion back and the asset out of service', async () => {
    const id = await world.addOrder({
      status: 'completed',
      assetId,
      assignedTo: world.users.technician,
      completedAt: world.now(),
      completedBy: world.users.technician,
      actualStart: world.hours(-1),
      actualEnd: world.now(),
      slaResolutionMetAt: world.now(),
    });
    await world.addLabor(id, world.users.technician, { endTime: world.hours(1), durationMinutes: 60 });
    await changeNow(world, 'supervisor', 'reopenWorkOrder', id, { reason: 'It rattles again' });
    expect(await world.order(id)).toMatchObject({
      status: 'in_progress',
      reopenCount: 1,
      reopenReason: 'It rattles again',
      completedBy: null,
      actualEnd: null,
      slaResolutionMetAt: null,
    });
    expect(await world.asset(assetId)).toMatchObject({ status: 'under_maintenance', previousStatus: 'operational' });
    expect(refused(await changeNow(world, 'technician', 'completeWorkOrder', id, { notes: 'Now really' }))).toEqual([]);
  });
});

function window(from: number, to: number) {
  return { start: world.hours(from).toISOString(), end: world.hours(to).toISOString() };
}

function laborOf(id: string) {
  return world.rows.select().from(workOrderLabor).where(eq(workOrderLabor.workOrderId, id)).orderBy(asc(workOrderLabor.startTime));
}
