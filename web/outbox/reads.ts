import { stringifyVariables, type Operation, type OperationResult } from 'urql';
import { hashOf } from '../graph/document.ts';
import { personKey } from '../graph/person.ts';
import { onLeave, whoIsHere } from '../graph/session.ts';
import { shown } from '../graph/shown.ts';
import { inStore, rowsOf } from './database.ts';

/** An answer that a person may see again while nobody can be asked. */
interface Kept {
  readonly key: string;
  readonly person: string;
  /** Instant in ms since 1970. */
  readonly savedAt: number;
  readonly data: unknown;
}

const keptMax = 200;
const keptMs = 7 * 24 * 3_600_000;

/**
 * Keeps an answer for this person; the newest 200 of the last seven days. Failing to is no failure of the page.
 *
 * @param isNew false when only what this person does was written into an answer that is as old as before.
 */
export function keepAnswer(operation: Operation, data: unknown, { isNew }: { readonly isNew: boolean }): void {
  void keep(operation, data, isNew).catch(() => undefined);
}

/** The answer that was kept, with the time of its keeping as `keptAt`, or the failure when there is none. */
export async function keptAnswer(result: OperationResult): Promise<OperationResult> {
  try {
    const person = await whoIsHere();
    if (!person) return result;
    const kept = await keptAs(keyOf(personKey(person), result.operation));
    if (!kept || kept.savedAt < Date.now() - keptMs) return result;
    shown.note(kept.data);
    const { error: _unreachable, ...rest } = result;
    return { ...rest, data: kept.data, extensions: { ...result.extensions, keptAt: kept.savedAt } };
  } catch {
    return result;
  }
}

onLeave(async (person) => {
  const key = personKey(person);
  const rows = await rowsOf('reads', key);
  await inStore('reads', 'readwrite', (reads) => {
    for (const row of rows) if (isKept(row)) reads.delete(row.key);
  });
});

let saved = 0;

async function keep(operation: Operation, data: unknown, isNew: boolean): Promise<void> {
  const person = await whoIsHere();
  if (!person) return;
  const owner = personKey(person);
  const key = keyOf(owner, operation);
  const before = isNew ? undefined : (await keptAs(key))?.savedAt;
  const row: Kept = { key, person: owner, savedAt: before ?? Date.now(), data };
  await inStore('reads', 'readwrite', (reads) => reads.put(row));
  saved += 1;
  if (saved % 20 === 1) await tidy(owner);
}

async function keptAs(key: string): Promise<Kept | undefined> {
  const request = await inStore('reads', 'readonly', (reads) => reads.get(key));
  const kept: unknown = request.result;
  return isKept(kept) ? kept : undefined;
}

async function tidy(owner: string): Promise<void> {
  const rows = (await rowsOf('reads', owner)).filter(isKept).toSorted((one, other) => other.savedAt - one.savedAt);
  const old = rows.filter(({ savedAt }, index) => index >= keptMax || savedAt < Date.now() - keptMs);
  if (old.length > 0)
    await inStore('reads', 'readwrite', (reads) => {
      for (const { key } of old) reads.delete(key);
    });
}

/** The same for the same question: its variables stand in another order once they have been on their way. */
function keyOf(owner: string, { query, variables }: Operation): string {
  return `${owner} ${hashOf(query)} ${stringifyVariables(variables ?? {})}`;
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    'savedAt' in value &&
    typeof value.savedAt === 'number' &&
    'data' in value
  );
}
