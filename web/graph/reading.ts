import { mapExchange, type CombinedError, type Exchange, type Operation, type OperationResult } from 'urql';
import { codesOf } from './errors.ts';

/**
 * Tells with every result how it went when the gateway was last asked for it: why it could not be read (`error`), or when the answer
 * was kept in this browser that is shown instead (`extensions.keptAt`). One that comes out of the cache, because something else has
 * been read or has happened, has asked nobody: what could not be read before it is as old as before.
 */
export function readings(): Exchange {
  const last = new Map<number, Reading>();
  return mapExchange({
    onOperation({ kind, key }) {
      if (kind === 'teardown') last.delete(key);
    },
    onResult(result) {
      const { operation, error } = result;
      if (operation.kind !== 'query') return result;
      if (isFromCache(operation)) return withReading(result, last.get(operation.key));
      const keptAt = keptAtOf(result);
      if (error || keptAt !== undefined) last.set(operation.key, { error, keptAt });
      else last.delete(operation.key);
      return result;
    },
  });
}

interface Reading {
  readonly error: CombinedError | undefined;
  readonly keptAt: number | undefined;
}

function withReading(result: OperationResult, reading: Reading | undefined): OperationResult {
  if (!reading) return result;
  const { error, keptAt } = reading;
  return { ...result, ...(error && { error }), ...(keptAt !== undefined && { extensions: { ...result.extensions, keptAt } }) };
}

/** When an answer was kept in this browser that is shown for want of the gateway; epoch milliseconds. */
export function keptAtOf({ extensions }: { readonly extensions?: OperationResult['extensions'] }): number | undefined {
  return typeof extensions?.['keptAt'] === 'number' ? extensions['keptAt'] : undefined;
}

/** True of a result's operation when nobody was asked for it. */
export function isFromCache({ context: { meta } }: Operation): boolean {
  return meta?.cacheOutcome === 'hit' || meta?.cacheOutcome === 'partial';
}

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
