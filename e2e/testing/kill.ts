import { expect } from 'vitest';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from './eventually.ts';

/**
 * Kills a part with `kill -9` and waits until `ready.json` tells its new pid; fails when the pid of any other part changed.
 *
 * @returns How long it took until it was there again, in milliseconds.
 */
export async function killAndReturn(installation: Installation, part: string, timeoutMs: number): Promise<number> {
  const { [part]: killed, ...others } = installation.ready.pids;
  if (killed === undefined) throw new Error(`ready.json names no ${part}`);
  const since = performance.now();
  process.kill(killed, 'SIGKILL');
  await eventually(
    () => installation.ready.pids[part],
    (pid) => pid !== undefined && pid !== killed,
    timeoutMs,
  );
  const backMs = Math.round(performance.now() - since);
  const { [part]: back, ...still } = installation.ready.pids;
  expect(back).not.toBe(killed);
  expect(still).toEqual(others);
  return backMs;
}
