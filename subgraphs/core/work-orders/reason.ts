import type { Problem } from '@dcmms/runtime/refusal.ts';

const reasonMax = 2_000;

/** A reason as it is kept: trimmed; null when there is none. */
export function reasonOf(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/**
 * What is wrong with a reason.
 *
 * @param missing What to say when it is missing; undefined where nobody has to give one.
 */
export function faultsOfReason(reason: string | null, missing: string | undefined): Problem[] {
  if (reason === null) return missing === undefined ? [] : [{ code: 'INVALID', message: missing, path: ['reason'] }];
  if (reason.length <= reasonMax) return [];
  return [{ code: 'INVALID', message: `A reason has at most ${reasonMax} characters.`, path: ['reason'] }];
}
