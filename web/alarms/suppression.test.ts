import { expect, test } from 'vitest';
import { presetEnd, suppressionPresets } from './suppression.ts';

const now = Date.parse('2026-11-25T03:12:40.500Z');
const graphMsMax = 7 * 86_400_000;

test('an end is on the full minute and never further than its preset says', () => {
  expect(presetEnd('15min', now).toISOString()).toBe('2026-11-25T03:27:00.000Z');
  for (const { id, ms } of suppressionPresets) {
    const end = presetEnd(id, now).getTime();
    expect(end % 60_000).toBe(0);
    expect(end - now).toBeLessThanOrEqual(Math.min(ms, graphMsMax));
    expect(end).toBeGreaterThan(now);
  }
});
