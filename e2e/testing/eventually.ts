import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer fits: a bounded wait for a state. An asking that fails counts as an answer that does not fit, since
 * the system may be on its way back.
 *
 * @throws With the last answer, or the last failure, when none fitted within `timeoutMs`.
 */
export async function eventually<Value>(
  ask: () => Promise<Value> | Value,
  fits: (value: Value) => boolean,
  timeoutMs = 20_000,
): Promise<Value> {
  const late = performance.now() + timeoutMs;
  for (;;) {
    let last: string;
    try {
      const value = await ask();
      if (fits(value)) return value;
      last = JSON.stringify(value) ?? 'nothing';
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > late) throw new Error(`Not within ${timeoutMs} ms. Last: ${last.slice(0, 2_000)}`);
    await sleep(100);
  }
}
