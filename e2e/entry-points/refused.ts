import { expect } from 'vitest';
import type { Answer } from './world.ts';

/** Refused as contract §4 says: JSON with `errors`, a code of the closed list and a trace id, no data. */
export function expectRefusal({ status, contentType, body, text }: Answer, wanted: number, code: string): void {
  expect({ status, code: body.errors?.[0]?.extensions.code, text }).toMatchObject({ status: wanted, code });
  expect(contentType).toMatch(/json/);
  expect(body.errors?.[0]?.extensions.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(body.data ?? null).toBeNull();
}
