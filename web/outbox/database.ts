/** What this browser keeps: `entries` not yet sent, `reads` for when the gateway cannot be reached. Nothing in it opens a session. */
const name = 'dcmms';
const version = 1;

let opening: Promise<IDBDatabase> | undefined;

export function database(): Promise<IDBDatabase> {
  opening ??= open();
  return opening;
}

/**
 * Runs one transaction over one store. `work` makes its requests at once; the promise gives what `work` returned when all of it is
 * on disk, and refuses when none of it is.
 */
export async function inStore<T>(store: 'entries' | 'reads', mode: IDBTransactionMode, work: (store: IDBObjectStore) => T): Promise<T> {
  const transaction = (await database()).transaction(store, mode, { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser could not store it.'));
  });
  const result = work(transaction.objectStore(store));
  await done;
  return result;
}

/** The rows of an index that belong to a person. */
export async function rowsOf(store: 'entries' | 'reads', person: string): Promise<readonly unknown[]> {
  const request = await inStore(store, 'readonly', (rows) => rows.index('person').getAll(person));
  return request.result;
}

async function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('entries', { keyPath: 'id' }).createIndex('person', 'person');
      request.result.createObjectStore('reads', { keyPath: 'key' }).createIndex('person', 'person');
    };
    request.onsuccess = () => {
      // A newer console in another tab must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opening = undefined);
      resolve(request.result);
    };
    request.onerror = () => {
      opening = undefined;
      reject(request.error ?? new Error('The browser could not open its store.'));
    };
  });
}
