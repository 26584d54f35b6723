import { describe, expect, test } from 'vitest';
import { add, compare, type AssetPower, type Shown } from './compare.ts';

const now = new Date('2026-11-25T12:00:00Z');

function shown(value: number | null, ageS = 5, quality: 'GOOD' | 'BAD' | 'UNCERTAIN' = 'GOOD', intervalS: number | null = 10): Shown {
  return { reading: { timestamp: new Date(now.getTime() - ageS * 1_000), value, quality }, intervalS };
}

describe('actual against expected power of a generator', () => {
  test('is told with the time of the older reading; what it takes for itself is no loss', () => {
    expect(compare('a', shown(812.5, 5), shown(900, 12), now)).toEqual({
      assetId: 'a',
      actualKw: 812.5,
      expectedKw: 900,
      lostKw: 87.5,
      at: new Date(now.getTime() - 12_000),
    });
    expect(compare('a', shown(950), shown(900), now)?.lostKw).toBe(0);
    expect(compare('a', shown(-9), shown(0), now)?.lostKw).toBe(0);
    expect(compare('a', shown(-0.6), shown(400), now)?.lostKw).toBe(400);
  });

  test.each([
    ['nothing was ever read', { reading: null, intervalS: 10 }],
    ['the reading is too old', shown(800, 121)],
    ['the sensor gave no value', shown(null, 5, 'BAD')],
    ['the value is not believable', shown(9_999, 5, 'BAD')],
  ])('is not known when %s', (_what, fault) => {
    expect(compare('a', fault, shown(900), now)).toBeNull();
    expect(compare('a', shown(900), fault, now)).toBeNull();
  });

  test('is known as long as three of its intervals are not over, and for an uncertain reading too', () => {
    expect(compare('a', shown(1_200, 1_799, 'GOOD', 600), shown(1_500, 900, 'UNCERTAIN', 600), now)?.lostKw).toBe(300);
    expect(compare('a', shown(1_200, 1_801, 'GOOD', 600), shown(1_500, 900, 'GOOD', 600), now)).toBeNull();
    expect(compare('a', shown(1_200, 179, 'GOOD', null), shown(1_500), now)?.lostKw).toBe(300);
  });
});

describe('a site', () => {
  const power = (assetId: string, actualKw: number, expectedKw: number, ageS = 5): { power: AssetPower } => {
    const found = compare(assetId, shown(actualKw, ageS), shown(expectedKw), now);
    if (!found) throw new Error('the case is wrong');
    return { power: found };
  };

  test('is the sum of those that count; who gives more than expected makes good for the others', () => {
    expect(add([power('a', 990, 1_000), power('b', 1_005, 1_000, 30), power('c', 600, 1_000), { power: null }])).toEqual({
      actualKw: 2_595,
      expectedKw: 3_000,
      lostKw: 405,
      at: new Date(now.getTime() - 30_000),
      counted: 3,
      total: 4,
      losses: [expect.objectContaining({ assetId: 'c', lostKw: 400 })],
    });
  });

  test('names the five that lose most', () => {
    const pairs = [10, 70, 40, 30, 60, 50, 20].map((lost) => power(String(lost), 100 - lost, 100));
    expect(add(pairs)?.losses.map(({ assetId }) => assetId)).toEqual(['70', '60', '50', '40', '30']);
  });

  test('with nobody who counts has no power', () => {
    expect(add([])).toBeNull();
    expect(add([{ power: null }])).toBeNull();
  });
});
