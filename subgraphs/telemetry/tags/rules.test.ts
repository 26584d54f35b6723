import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { uuidv7 } from '@dcmms/runtime/uuidv7.ts';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
  const rule = {
    tenantId: world.home,
    name: 'A rule',
    category: 'equipment_fault' as const,
    severity: 'critical' as const,
    condition: { kind: 'threshold', operator: '>', value: 95 },
  };
  await world.rows.insert(alertRules).values([
    { ...rule, id: uuidv7(), code: 'INVERTER-ALONE', assetTypes: ['inverter'], tagPattern: '*.Temperature' },
    { ...rule, id: uuidv7(), code: 'ANOTHER-TAG', tagPattern: '*.Power' },
    { ...rule, id: uuidv7(), code: 'OFF', enabled: false },
    { ...rule, id: uuidv7(), code: 'UNREADABLE', condition: { kind: 'omen' } },
  ]);
});
afterAll(() => world[Symbol.asyncDispose]());

test('a tag has the rules that watch it, by site, type of asset and name, the worst first', async () => {
  expect(await codes('administrator', world.tags.inverter)).toEqual(['INVERTER-ALONE', 'HOT']);
  expect(await codes('administrator', world.tags.battery)).toEqual(['HOT']);
  expect((await codes('administrator', world.tags.south)).toSorted()).toEqual(['HOT', 'HOT-SOUTH', 'INVERTER-ALONE']);
  expect(await codes('operator', world.tags.inverter)).toEqual(['INVERTER-ALONE', 'HOT']);
});

test('those of many tags are read together', async () => {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Tag { id rules { id } } } }`;
  const of = [world.tags.inverter, world.tags.battery, world.tags.south].map((id) => ({ __typename: 'Tag', id }));
  const before = world.telemetry.database.statements;
  const { errors } = await world.ask('administrator', query, { variables: { of } });
  expect(errors).toEqual([]);
  expect(world.telemetry.database.statements - before).toBe(3);
});

test('an operator sees the rules of their sites', async () => {
  expect(await codes('southOperator', world.tags.south)).toContain('HOT-SOUTH');
  expect(await codes('operator', world.tags.battery)).toEqual(['HOT']);
});

test('a rule that is switched off watches nothing', async () => {
  await world.rows.update(alertRules).set({ enabled: false }).where(eq(alertRules.code, 'INVERTER-ALONE'));
  expect(await codes('administrator', world.tags.inverter)).toEqual(['HOT']);
});

async function codes(as: string, id: string): Promise<string[]> {
  const { data, errors } = await world.ask(as, 'query ($id: ID!) { tag(id: $id) { rules { code } } }', { variables: { id } });
  expect(errors).toEqual([]);
  return (data as { tag: { rules: { code: string }[] } }).tag.rules.map(({ code }) => code);
}
