import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { answerTasks } from './worker.ts';

/** A change of an alert as the benchmark's subscription asks for it. */
export interface AlertChanged {
  readonly alertChanged: {
    readonly cursor: string;
    readonly alert: {
      readonly status: string;
      readonly lastOccurrenceAt: string;
      readonly asset: { readonly code: string; readonly site: { readonly name: string } };
    };
  };
}

export type ClientsTask =
  | { readonly kind: 'open'; readonly url: string; readonly token: string; readonly query: string; readonly clients: number }
  /** Counts from now on; `record` keeps when each raised alert came to each client. */
  | { readonly kind: 'arm'; readonly record: boolean }
  /** Waits until every client has had so many events since it was armed. */
  | { readonly kind: 'until'; readonly events: number; readonly timeoutMs: number };

export interface ClientsResult {
  /** Events that each client has had. */
  readonly events: readonly number[];
  /** Of the first and the last delivery, on the clock that all processes of the machine share. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** What was recorded: asset and time of the alert, and when it came. */
  readonly raised: readonly (readonly [key: string, atMs: number])[];
  /** Deliveries that differ from those of the other clients at the same place. */
  readonly outOfOrder: number;
  readonly errors: readonly string[];
}

answerTasks(run);

const received: number[] = [];
let cursors: string[] = [];
let raised: [string, number][] = [];
let errors: string[] = [];
let outOfOrder = 0;
let record = false;
let firstMs = 0;
let lastMs = 0;
let wanted = Number.POSITIVE_INFINITY;
let satisfied = 0;
let wake = () => {};

async function run(task: ClientsTask): Promise<ClientsResult> {
  if (task.kind === 'open') for (let index = 0; index < task.clients; index += 1) open(task, index);
  if (task.kind === 'arm') arm(task.record);
  if (task.kind === 'until') await until(task.events, task.timeoutMs);
  return { events: [...received], firstMs, lastMs, raised, outOfOrder, errors };
}

/** A plain client with a socket of its own. */
function open({ url, token, query }: Extract<ClientsTask, { kind: 'open' }>, index: number): void {
  received[index] = 0;
  const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` }, retryAttempts: 0 });
  client.subscribe<AlertChanged>(
    { query },
    {
      next: ({ data, errors: faults }) => {
        if (!data || faults) errors.push(JSON.stringify(faults));
        else take(index, data);
      },
      error: (error) => errors.push(error instanceof Error ? error.message : JSON.stringify(error)),
      complete: () => errors.push('a stream ended'),
    },
  );
}

function take(index: number, { alertChanged: { cursor, alert } }: AlertChanged): void {
  const place = received[index] ?? 0;
  received[index] = place + 1;
  lastMs = monotonicMs();
  firstMs ||= lastMs;
  const others = cursors[place];
  if (others === undefined) cursors[place] = cursor;
  else if (others !== cursor) outOfOrder += 1;
  if (record && alert.status === 'ACTIVE') raised.push([`${alert.asset.code} ${alert.lastOccurrenceAt}`, lastMs]);
  if (place + 1 === wanted) {
    satisfied += 1;
    wake();
  }
}

function arm(recording: boolean): void {
  received.fill(0);
  [cursors, raised, errors] = [[], [], []];
  [outOfOrder, firstMs, lastMs, satisfied] = [0, 0, 0, 0];
  [record, wanted] = [recording, Number.POSITIVE_INFINITY];
}

async function until(events: number, timeoutMs: number): Promise<void> {
  wanted = events;
  satisfied = received.filter((count) => count >= events).length;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    wake();
  }, timeoutMs);
  while (satisfied < received.length && errors.length === 0 && !late) await new Promise<void>((resolve) => (wake = resolve));
  clearTimeout(timer);
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
