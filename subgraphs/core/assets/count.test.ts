import { afterAll, beforeAll, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world[Symbol.asyncDispose]());

test('assets are counted by type, with those that are not in order, under the list’s own filters', async () => {
  await world.addAsset({ status: 'failed' });
  await world.addAsset({ type: 'meter', status: 'under_maintenance' });
  await world.addAsset({ type: 'meter', deleted: true });
  const counted = async (as: string, where: object = {}) => {
    const query = 'query ($where: AssetWhere) { assetCounts(where: $where) { type count abnormal } }';
    const { data, errors } = await world.ask(as, query, { variables: { where } });
    expect(errors).toEqual([]);
    return (data as { assetCounts: unknown }).assetCounts;
  };
  const north = [
    { type: 'INVERTER', count: 4, abnormal: 1 },
    { type: 'METER', count: 1, abnormal: 1 },
    { type: 'PLANT', count: 1, abnormal: 0 },
  ];
  expect(await counted('engineer')).toEqual(north);
  expect(await counted('admin')).toEqual([{ ...north[0], count: 5 }, ...north.slice(1)]);
  expect(await counted('admin', { status: { eq: 'FAILED' } })).toEqual([{ type: 'INVERTER', count: 1, abnormal: 1 }]);
  expect(await counted('colleague')).toEqual([{ type: 'INVERTER', count: 1, abnormal: 0 }]);
});
