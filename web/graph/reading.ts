import type { CombinedError, Operation, OperationResult } from 'urql';
import { codesOf } from './errors.ts';

/** How it went when the gateway was last asked a question. */
export interface Reading {
  /** Undefined when it was answered; what is shown beside an error is from before, or has gaps. */
  readonly error: CombinedError | undefined;
  /** When the answer was kept in this browser, where that is shown for want of the gateway; epoch milliseconds. */
  readonly keptAt: number | undefined;
}

export const unread: Reading = { error: undefined, keptAt: undefined };

/**
 * The reading after one more result. One that comes out of the cache, because something else has been read or has happened, has asked
 * nobody: what could not be read before it is as old as before.
 */
export function readingAfter(before: Reading, { operation, error, extensions }: HeardResult): Reading {
  if (operation === undefined || isFromCache(operation)) return before;
  const keptAt = typeof extensions?.['keptAt'] === 'number' ? extensions['keptAt'] : undefined;
  return before.error === error && before.keptAt === keptAt ? before : { error, keptAt };
}

/** True of a result's operation when nobody was asked for it. */
export function isFromCache({ context: { meta } }: Operation): boolean {
  return meta?.cacheOutcome === 'hit' || meta?.cacheOutcome === 'partial';
}

type HeardResult = Partial<Pick<OperationResult, 'operation' | 'error' | 'extensions'>>;

/** True when the viewer may not read it at all: the gateway refuses a document as a whole, and no nested refusal arrives here. */
export function isRefused(error: CombinedError | undefined): boolean {
  return codesOf(error).has('FORBIDDEN');
}

/** True when something could not be read that the viewer may read, so that asking again may help. */
export function hasFailed(error: CombinedError | undefined): error is CombinedError {
  return error !== undefined && !isRefused(error);
}

/**
 * True when no field of an answer could be read, as when the subgraph that has them all is down: that is no answer, and must not be
 * taken for "there is none". An id that is none is answered with just that.
 */
export function isEmptied(data: unknown, error: CombinedError | undefined): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const faults = error?.graphQLErrors.filter(({ extensions }) => extensions['code'] !== 'BAD_USER_INPUT') ?? [];
  const failed = new Set(faults.map(({ path }) => path?.[0]));
  const fields = Object.entries(data).filter(([name]) => name !== '__typename');
  return fields.length > 0 && fields.every(([name, value]) => value === null && failed.has(name));
}
