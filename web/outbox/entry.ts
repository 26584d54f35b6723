import type { Conflict } from '../graph/conflict.ts';
import type { Problem } from '../graph/errors.ts';

/** What a technician does to an order. */
export const kinds = ['start', 'hold', 'resume', 'complete', 'completeTask', 'skipTask', 'addComment', 'consumeParts'] as const;
export type EntryKind = (typeof kinds)[number];

export function isEntryKind(name: unknown): name is EntryKind {
  return kinds.some((kind) => kind === name);
}

/** The fields of an order that a person who acts on it has seen; another value of one of them is a conflict. */
export interface OrderSeen {
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * A write that has not been answered. `pending`: waits for its turn or the network. `sending`: on its way. `failed`: the graph
 * refused it. `conflict`: somebody else has changed the order meanwhile.
 */
export interface Entry {
  /** Also its idempotency key: however often it is sent, it is done once. */
  readonly id: string;
  readonly kind: EntryKind;
  /** What it is, in the words of whoever wrote it: "Complete task: Replace the fan". */
  readonly title: string;
  readonly workOrderId: string;
  /** The order's number, when the page knew it. */
  readonly orderNumber: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly state: 'pending' | 'sending' | 'failed' | 'conflict';
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Conflict[];
  /** Reference of the gateway's log, when it failed for no reason of the order's. */
  readonly traceId: string | undefined;
  /** Instant in ms since 1970. */
  readonly createdAt: number;
  /** Position in the order in which they were written. */
  readonly sequence: number;
  /** How often it was sent and broke without an answer to it. */
  readonly tries: number;
  /** Nobody answered when it was to be sent: whoever wrote it goes on without an answer. */
  readonly outOfReach: boolean;
  /** `personKey` of whose it is. */
  readonly person: string;
  /** What the order was when it was written, or after the entry before it was answered; undefined when it was not known. */
  readonly seen: OrderSeen | undefined;
}

export function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'kind' in value &&
    isEntryKind(value.kind) &&
    'workOrderId' in value &&
    'input' in value &&
    'sequence' in value &&
    typeof value.sequence === 'number'
  );
}
