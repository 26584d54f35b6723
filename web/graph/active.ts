import type { DocumentNode } from 'graphql';
import { rootFieldsOf } from './document.ts';

/** A query that is on the screen. */
export interface ActiveQuery {
  readonly document: DocumentNode;
  readonly variables: unknown;
  readonly failed: () => boolean;
  readonly refetch: () => void;
}

const active = new Set<ActiveQuery>();

/** Called by the hooks while a query is mounted. */
export function isActive(query: ActiveQuery): () => void {
  active.add(query);
  return () => active.delete(query);
}

export function refetchAll(): void {
  refetchWhere(() => true);
}

export function refetchFailed(): void {
  refetchWhere((query) => query.failed());
}

/** Soon, and at most once a second however often it is asked: those that ask one of these fields of Query. */
export function refetchFields(names: readonly string[]): void {
  soon((query) => rootFieldsOf(query.document).some((field) => names.includes(field)));
}

/** Soon, and at most once a second: those whose variables name one of these ids, numbers or codes, as the page of an entity does. */
export function refetchNaming(names: readonly string[]): void {
  soon((query) => Object.values(query.variables ?? {}).some((value) => typeof value === 'string' && names.includes(value)));
}

function refetchWhere(is: (query: ActiveQuery) => boolean): void {
  for (const query of [...active].filter(is)) query.refetch();
}

const everyMs = 1_000;
const firstMs = 100;
let waiting: ((query: ActiveQuery) => boolean)[] = [];
let lastAt = 0;

function soon(is: (query: ActiveQuery) => boolean): void {
  waiting.push(is);
  if (waiting.length > 1) return;
  setTimeout(
    () => {
      const asked = waiting;
      waiting = [];
      lastAt = Date.now();
      refetchWhere((query) => asked.some((wanted) => wanted(query)));
    },
    Math.max(firstMs, lastAt + everyMs - Date.now()),
  );
}
