type Fields = Readonly<Record<string, unknown>>;

/** How many entities are remembered; the oldest are forgotten first, and of them an old event would be let through. */
const rememberedMax = 5_000;

/**
 * The newest state of orders and alerts that the page has seen, so that an event that happened before it can be told and dropped
 * (design §6.5): events carry the row as it was, and after a reconnect they come late.
 */
export class Shown {
  readonly #newest = new Map<string, Fields>();

  /** Notes every order and alert in an answer. */
  note(data: unknown): void {
    if (Array.isArray(data)) for (const item of data) this.note(item);
    else if (isFields(data)) {
      const key = keyOf(data);
      if (key !== undefined) this.#remember(key, data);
      for (const child of Object.values(data)) if (typeof child === 'object' && child !== null) this.note(child);
    }
  }

  /** What was last seen of an order, by field; undefined when the page has met none of that id. */
  order(id: string): Fields | undefined {
    return this.#newest.get(`WorkOrder:${id}`);
  }

  /** True when the page shows a later state of that entity. */
  isOlder(entity: unknown): boolean {
    if (!isFields(entity)) return false;
    const key = keyOf(entity);
    const seen = key === undefined ? undefined : this.#newest.get(key);
    return seen !== undefined && isBefore(entity, seen);
  }

  /** True when an answer holds an order in a state before the one that the page shows: it was read before a change that has been told. */
  holdsOlderOrder(data: unknown): boolean {
    if (Array.isArray(data)) return data.some((item) => this.holdsOlderOrder(item));
    if (!isFields(data)) return false;
    return (data['__typename'] === 'WorkOrder' && this.isOlder(data)) || Object.values(data).some((child) => this.holdsOlderOrder(child));
  }

  #remember(key: string, entity: Fields): void {
    const seen = this.#newest.get(key);
    if (seen && (isBefore(entity, seen) || !('version' in entity || 'occurrenceCount' in entity))) return;
    this.#newest.delete(key);
    this.#newest.set(key, pick(entity, seen));
    if (this.#newest.size > rememberedMax) for (const oldest of this.#newest.keys()) return void this.#newest.delete(oldest);
  }
}

function keyOf({ __typename, id }: Fields): string | undefined {
  return (__typename === 'WorkOrder' || __typename === 'Alert') && typeof id === 'string' ? `${__typename}:${id}` : undefined;
}

/** Orders have a version, and `updatedAt` for what leaves it (tasks, comments); alerts go forward through their episode. */
function isBefore(event: Fields, seen: Fields): boolean {
  if (typeof event['version'] === 'number' && typeof seen['version'] === 'number') {
    if (event['version'] !== seen['version']) return event['version'] < seen['version'];
    return earlier(event['updatedAt'], seen['updatedAt']);
  }
  if (typeof event['occurrenceCount'] === 'number' && typeof seen['occurrenceCount'] === 'number') {
    if (event['occurrenceCount'] !== seen['occurrenceCount']) return event['occurrenceCount'] < seen['occurrenceCount'];
    // Within one occurrence nothing is taken back: whoever acknowledged has acknowledged, what is over is over.
    return (isLost(event, seen, 'acknowledgedAt') && !hasLeftShelf(event, seen)) || isLost(event, seen, 'resolvedAt');
  }
  return false;
}

/** But for one thing: an alarm that leaves the shelf is as nobody had acknowledged it before it was put there. */
function hasLeftShelf(event: Fields, seen: Fields): boolean {
  return (
    typeof event['status'] === 'string' && event['status'] !== 'SUPPRESSED' && earlier(seen['acknowledgedAt'], event['suppressedUntil'])
  );
}

function isLost(event: Fields, seen: Fields, field: string): boolean {
  return typeof seen[field] === 'string' && field in event && event[field] === null;
}

function earlier(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && one < other;
}

const compared = ['updatedAt', 'acknowledgedAt', 'resolvedAt'];

/** Fields of an order that whoever acts on it goes by: when somebody else has changed one of them, it is told (`conflictsOf`). */
export const orderFields = [
  'status',
  'title',
  'description',
  'type',
  'priority',
  'holdReason',
  'scheduledStart',
  'scheduledEnd',
  'completionNotes',
  'assignedTo',
] as const;

const kept = ['version', 'occurrenceCount', 'number', ...compared, ...orderFields];

/** What an answer did not ask for stays as it was seen before; what is compared only while it is of the same moment. */
function pick(entity: Fields, seen: Fields = {}): Fields {
  const sameMoment = seen['version'] === entity['version'] && seen['occurrenceCount'] === entity['occurrenceCount'];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = name in entity ? entity[name] : sameMoment || !compared.includes(name) ? seen[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Of this page. */
export const shown = new Shown();

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
