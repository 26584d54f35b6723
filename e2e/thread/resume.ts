import { createClient } from 'graphql-ws';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { Episodes } from '../testing/episodes.ts';
import { EdgeGateway } from '../testing/gateway.ts';
import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { Person } from '../testing/person.ts';

interface Event {
  readonly alertChanged: {
    readonly cursor: string;
    readonly alert: {
      readonly id: string;
      readonly status: string;
      readonly occurrenceCount: number;
      readonly asset: { readonly code: string };
    };
  };
}

/**
 * A partner's plain client that loses its socket over and over while an alert is raised and cleared: with the last cursor it
 * goes on without a gap, and hears what a client that was never cut off heard.
 */
export async function loseTheSocketOverAndOver(installation: Installation, asset: string, drops: number): Promise<void> {
  const ready = installation.ready;
  const operator = await Person.signIn(ready, 'operator@helios.test');
  const gateway = await EdgeGateway.connect(ready, 'CESTAS');
  const document =
    'subscription($after: String) { alertChanged(after: $after) { cursor alert { id status occurrenceCount asset { code } } } }';
  const steady = operator.subscribe<Event>(document);
  const episodes = new Episodes(gateway, asset, Date.now() - 20 * 3_600_000);
  const received: Event[] = [];
  const state = { raising: true };
  const raiseAndClear = async () => {
    while (state.raising) {
      await episodes.clear();
      await episodes.raise();
      // Some way ahead of the client that is cut off, so that it always has something to catch up with, and never days.
      while (state.raising && steady.seen.length - received.length > 40) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  try {
    await episodes.until(() => steady.seen.length > 0);
    const first = steady.seen.at(-1);
    if (!first) throw new Error('nothing heard');
    let after = first.alertChanged.cursor;
    const raising = raiseAndClear();
    for (let drop = 0; drop < drops; drop += 1) {
      const batch = await oneConnection(ready.graphqlWs, operator.token, document, after, 1 + (drop % 3));
      received.push(...batch);
      after = batch.at(-1)?.alertChanged.cursor ?? after;
    }
    state.raising = false;
    await raising;
    // What the steady client heard up to the last one that the dropped one heard, in the same order.
    await steady.until((event) => event.alertChanged.cursor === after, 30_000);
    const expected = steady.seen.slice(
      steady.seen.indexOf(first) + 1,
      steady.seen.findIndex((event) => event.alertChanged.cursor === after) + 1,
    );
    const shown = (events: readonly Event[]) =>
      events.map(({ alertChanged: { cursor, alert } }) => `${cursor} ${alert.status} ${alert.occurrenceCount}`);
    expect(shown(received)).toEqual(shown(expected));
    expect(new Set(received.map((event) => event.alertChanged.cursor)).size).toBe(received.length);
    expect(received.length).toBeGreaterThanOrEqual(drops);
  } finally {
    state.raising = false;
    await gateway.close();
    await operator.close();
  }
}

/** Connects, takes a few events, and cuts the socket without a word. */
function oneConnection(url: string, token: string, query: string, after: string, count: number): Promise<Event[]> {
  return new Promise((resolve, reject) => {
    const events: Event[] = [];
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    let cut = (): void => undefined;
    client.on('opened', (socket) => {
      if (socket instanceof WebSocket) cut = () => socket.terminate();
    });
    client.subscribe<Event>(
      { query, variables: { after } },
      {
        next: ({ data, errors }) => {
          if (errors) reject(new Error(JSON.stringify(errors)));
          if (data && events.length < count) events.push(data);
          if (events.length < count) return;
          cut();
          resolve(events);
        },
        // The socket was cut by ourselves.
        error: (error) => (events.length < count ? reject(error instanceof Error ? error : new Error(JSON.stringify(error))) : undefined),
        complete: () => undefined,
      },
    );
  });
}
