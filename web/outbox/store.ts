import { database, inStore, rowsOf } from './database.ts';
import { isEntry, type Entry } from './entry.ts';
import { inOrder } from './queue.ts';

/** This person's unanswered writes, in the order in which they were written. */
export async function entriesOf(person: string): Promise<readonly Entry[]> {
  return inOrder((await rowsOf('entries', person)).filter(isEntry));
}

/** On disk when it returns. */
export async function append(entry: Entry): Promise<void> {
  await inStore('entries', 'readwrite', (entries) => entries.add(entry));
}

/**
 * Changes a person's queue in one transaction: whatever other tabs add meanwhile is neither lost nor overwritten. Returns the queue
 * as it is then.
 */
export async function change(person: string, how: (entries: readonly Entry[]) => readonly Entry[]): Promise<readonly Entry[]> {
  const transaction = (await database()).transaction('entries', 'readwrite', { durability: 'strict' });
  const store = transaction.objectStore('entries');
  return new Promise((resolve, reject) => {
    let after: readonly Entry[] = [];
    const request = store.index('person').getAll(person);
    request.onsuccess = () => {
      const before = inOrder((request.result satisfies readonly unknown[]).filter(isEntry));
      after = how(before);
      const left = new Map(after.map((entry) => [entry.id, entry]));
      for (const entry of before) {
        const now = left.get(entry.id);
        if (!now) store.delete(entry.id);
        else if (now !== entry) store.put(now);
      }
    };
    transaction.oncomplete = () => resolve(after);
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser could not store it.'));
  });
}
