import type { Journal } from '../journal/journal.ts';
import { READINGS } from '../journal/record.ts';
import { BatchBuilder, encodeSeriesKey } from '../readings/batch.ts';
import { BAD, GOOD } from '../readings/quality.ts';
import type { TestSite, TestTag } from './site.ts';

/** A reading of a test: without a value it is BAD. */
export type TestReading = readonly [tag: TestTag, timeMs: number, value: number | null, quality?: 'BAD'];

/** Puts readings of a site into the journal, as the front does. */
export function appendReadings(journal: Journal, site: TestSite, readings: readonly TestReading[]): Promise<number> {
  const batch = new BatchBuilder<{ key: Buffer }>();
  const series = new Map<TestTag, { key: Buffer }>();
  for (const [tag, timeMs, value, quality] of readings) {
    const known = series.get(tag) ?? { key: encodeSeriesKey(tag) };
    series.set(tag, known);
    batch.add(known, timeMs, value, quality === 'BAD' || value === null ? BAD : GOOD, 0, 0);
  }
  const { tenantId, siteId, gatewayId } = site;
  return journal.append(READINGS, batch.encode({ tenantId, siteId, gatewayId, arrivedMs: Date.now(), sentMs: Date.now() }));
}
