import { Observed } from './observed.ts';

/** What is shown of an entity until the graph has answered: fields that replace what the cache has, or a function of it. */
export interface Patch {
  readonly typename: string;
  readonly id: string;
  readonly fields: Fields | ((entity: Fields) => Fields);
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Changes that are shown before they are answered, of mutations on their way and of the outbox. They lie over what the cache gives,
 * not in it: graphcache's own layers hold back every query that touches them until all are answered, which offline is hours.
 */
export class Patches {
  readonly all = new Observed<readonly Patch[]>([]);
  #added: readonly (readonly Patch[])[] = [];
  #standing: readonly Patch[] = [];

  /** Shown until the function it returns is called. */
  add(patches: readonly Patch[]): () => void {
    this.#added = [...this.#added, patches];
    this.#publish();
    return () => {
      this.#added = this.#added.filter((added) => added !== patches);
      this.#publish();
    };
  }

  /** Replaces those of the outbox. */
  stand(patches: readonly Patch[]): void {
    this.#standing = patches;
    this.#publish();
  }

  #publish(): void {
    const all = [...this.#standing, ...this.#added.flat()];
    if (all.length > 0 || this.all.get().length > 0) this.all.set(all);
  }
}

export const patches = new Patches();

/** The data with the patches over it; what they do not touch stays the same object. */
export function patched<T>(data: T, all: readonly Patch[]): T;
export function patched(data: unknown, all: readonly Patch[]): unknown {
  if (all.length === 0) return data;
  const byEntity = Map.groupBy(all, ({ typename, id }) => `${typename}:${id}`);
  return walk(data, byEntity);
}

function walk(value: unknown, byEntity: ReadonlyMap<string, readonly Patch[]>): unknown {
  if (Array.isArray(value)) {
    let changed = false;
    const items = value.map((item: unknown) => {
      const next = walk(item, byEntity);
      changed ||= next !== item;
      return next;
    });
    return changed ? items : value;
  }
  if (!isFields(value)) return value;
  let result = value;
  for (const [name, child] of Object.entries(value)) {
    const next = walk(child, byEntity);
    if (next !== child) result = { ...result, [name]: next };
  }
  for (const patch of byEntity.get(`${String(value['__typename'])}:${String(value['id'])}`) ?? []) {
    const fields = typeof patch.fields === 'function' ? patch.fields(result) : patch.fields;
    // Only what the query asked for: a field it does not know of is not its business.
    const known = Object.entries(fields).filter(([name]) => name in result);
    if (known.length > 0) result = { ...result, ...Object.fromEntries(known) };
  }
  return result;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
