import { afterEach, describe, expect, test } from 'vitest';
import type { Scope } from '@dcmms/runtime/viewer.ts';
import { borealis, person } from '../testing/people.ts';
import { listen, startGateway, until, type Listening, type Started } from '../testing/start.ts';

const operator = person(1, ['read:alerts']);
const nested = 'subscription ($after: String) { alertChanged(after: $after) { cursor alert { id asset { name } } } }';

let started: Started | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

const event = (number: number) => ({ id: `r${number}`, value: number, assetId: `a${number % 7}`, siteId: 's1' });

const idsOf = (heard: Listening) =>
  heard.results.map(({ data }) => Reflect.get(Reflect.get(data?.['alertChanged'] ?? {}, 'alert') ?? {}, 'id'));

const lastCursor = (heard: Listening): string | undefined => {
  const cursor: unknown = Reflect.get(heard.results.at(-1)?.data?.['alertChanged'] ?? {}, 'cursor');
  return typeof cursor === 'string' ? cursor : undefined;
};

describe.each(['in-process', 'services'] as const)('resuming, subgraphs %s', (mode) => {
  const start = async (settings: Parameters<typeof startGateway>[1] = {}) => (started = await startGateway(mode, settings));

  test('a subscriber that is dropped 200 times over a stream of events misses none, gets none twice, and keeps the order', async () => {
    const { client, plant } = await start({ limits: { live: { lingerMs: 5, recentMax: 8 } } });
    const sent: string[] = [];
    const emit = () => {
      sent.push(`r${sent.length + 1}`);
      plant.alerts.emit(event(sent.length));
    };
    // Somebody else stays, so that the hub runs on while the dropped one is away.
    const steady = listen(client(operator), nested);
    await until(() => plant.alerts.open > 0, 'the stream is open');

    let running = true;
    const heard: unknown[] = [];
    const emitting = (async () => {
      while (running) {
        // Somewhat ahead of what the dropped one takes, so that it always has something to catch up with.
        for (let burst = 0; burst < 1 + (sent.length % 12) && sent.length < heard.length + 30; burst += 1) emit();
        await new Promise((resolve) => setTimeout(resolve, sent.length % 5));
      }
    })();
    let after = 'c0';
    for (let drop = 0; drop < 200; drop += 1) {
      const one = client(operator);
      const listening = listen(one, nested, { after });
      await until(() => listening.results.length > drop % 9, `something arrives the ${drop}. time`);
      if (drop % 2 === 0) one.terminate();
      else await one.dispose();
      // What came in before the socket closed counts; what was under way comes again.
      heard.push(...idsOf(listening));
      after = lastCursor(listening) ?? after;
    }
    running = false;
    await emitting;
    const last = listen(client(operator), nested, { after });
    await until(() => heard.length + last.results.length >= sent.length, 'the rest arrives');
    heard.push(...idsOf(last));

    expect(heard).toEqual(sent);
    await until(() => steady.results.length === sent.length, 'the steady one has heard everything');
    expect(idsOf(steady)).toEqual(sent);
  }, 60_000);

  test('a resuming client that has caught up shares the hub with the others', async () => {
    const { client, plant } = await start({ limits: { live: { recentMax: 2 } } });
    for (let number = 1; number <= 20; number += 1) plant.alerts.emit(event(number));
    const live = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the hub is open');
    const resuming = listen(client(operator), nested, { after: 'c5' });
    await until(() => resuming.results.length === 15, 'it has caught up');
    expect(plant.alerts.open).toBe(2);

    plant.alerts.emit(event(21));
    await until(() => live.results.length === 1 && resuming.results.length === 16, 'both hear the next one');
    await until(() => plant.alerts.open === 1, 'one upstream is left');
    plant.alerts.emit(event(22));
    await until(() => live.results.length === 2 && resuming.results.length === 17, 'both hear the one after');
    expect(idsOf(resuming)).toEqual(Array.from({ length: 17 }, (_, index) => `r${index + 6}`));
    expect(idsOf(live)).toEqual(['r21', 'r22']);
  });

  test('a cursor that the hub still knows costs no upstream of its own', async () => {
    const { client, plant } = await start();
    const live = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the hub is open');
    for (let number = 1; number <= 5; number += 1) plant.alerts.emit(event(number));
    await until(() => live.results.length === 5, 'the hub has them');

    const resuming = listen(client(operator), nested, { after: 'c2' });
    await until(() => resuming.results.length === 3, 'it is served from memory');
    expect(idsOf(resuming)).toEqual(['r3', 'r4', 'r5']);
    expect(plant.alerts.opened).toBe(1);
  });

  test('`after` as a literal, and a client that does not ask for the cursor itself, resume alike', async () => {
    const { client, plant } = await start();
    for (let number = 1; number <= 3; number += 1) plant.alerts.emit(event(number));
    const resuming = listen(client(operator), 'subscription { alertChanged(after: "c1") { alert { id } } }');
    await until(() => resuming.results.length === 2, 'it has caught up');
    expect(resuming.results.map(({ data }) => data)).toEqual([
      { alertChanged: { alert: { id: 'r2' } } },
      { alertChanged: { alert: { id: 'r3' } } },
    ]);
  });

  test('what is no cursor is the caller’s mistake', async () => {
    const { client } = await start();
    const refused = listen(client(operator), nested, { after: 'yesterday' });
    await until(() => refused.end !== undefined, 'it is refused');
    expect(refused.end).toMatchObject({ how: 'error', error: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('a break of the upstream is made good from the last cursor', async () => {
    const { client, plant } = await start();
    const heard = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.alerts.emit(event(1));
    await until(() => heard.results.length === 1, 'the first arrives');

    plant.alerts.break();
    plant.alerts.emit(event(2));
    plant.alerts.emit(event(3));
    await until(() => heard.results.length === 3, 'the others arrive');
    expect(idsOf(heard)).toEqual(['r1', 'r2', 'r3']);
    expect(heard.end).toBeUndefined();
  });

  test('a break before the first event, from which nobody could resume, is told', async () => {
    const { client, plant } = await start();
    const heard = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.alerts.break();
    await until(() => heard.end !== undefined, 'the client is told');
    expect(heard.end).toMatchObject({ how: 'error', error: [{ extensions: { code: 'UNAVAILABLE' } }] });
  });

  test('an upstream that stays open for a moment after the last client left is used again', async () => {
    const { client, plant, metric } = await start({ limits: { live: { lingerMs: 10_000 } } });
    const first = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the stream is open');
    first.stop();
    await until(async () => (await metric('dcmms_live_members')) === 0, 'it has left');
    const second = listen(client(operator), nested);
    await until(async () => (await metric('dcmms_live_members')) === 1, 'another has come');
    plant.alerts.emit(event(1));
    await until(() => second.results.length === 1, 'the event arrives');
    expect(plant.alerts.opened).toBe(1);
  });
});

describe('sharing', () => {
  const start = async (settings: Parameters<typeof startGateway>[1] = {}) => (started = await startGateway('in-process', settings));
  const onSites = (scope: Scope) => ({ 'read:alerts': [scope] });

  test('clients with the same authority share one upstream and one completion', async () => {
    const { client, plant, metric } = await start();
    const clients = Array.from({ length: 20 }, (_, index) => listen(client(person(index + 1, ['read:alerts'])), nested));
    await until(async () => (await metric('dcmms_live_members')) === 20, 'all have joined');
    plant.alerts.emit(event(3));
    await until(() => clients.every(({ results }) => results.length === 1), 'all hear it');
    expect(plant.alerts.opened).toBe(1);
    expect(plant.asked.filter((asked) => asked.startsWith('core.Asset'))).toEqual(['core.Asset a3']);
  });

  test('tenants, authorities and persons whose right to read depends on them do not share', async () => {
    const { client, plant, metric } = await start();
    const query = 'subscription { alertChanged { alert { id } } }';
    const people = [
      person(1, onSites('all')),
      person(2, onSites('all'), borealis),
      person(3, onSites('sites')),
      person(4, onSites('assigned')),
      person(5, onSites('assigned')),
      person(6, onSites('own')),
    ];
    // Equal to the first in what they may read.
    const twin = person(7, onSites('all'));
    const heard = [...people, twin].map((each) => listen(client(each), query));
    await until(async () => (await metric('dcmms_live_members')) === 7, 'all have joined');
    plant.alerts.emit(event(1));
    await until(() => heard.every(({ results }) => results.length === 1), 'all hear it');
    expect(plant.alerts.opened).toBe(6);
  });

  test('a right to change what is one’s own keeps nobody from sharing', async () => {
    const { client, plant, metric } = await start();
    for (const number of [1, 2])
      listen(client(person(number, { 'read:alerts': ['all'], 'update:users': ['own'] })), 'subscription { alertChanged { cursor } }');
    await until(async () => (await metric('dcmms_live_members')) === 2, 'both have joined');
    expect(plant.alerts.opened).toBe(1);
  });

  test('a field that is answered by who asks is shared with nobody', async () => {
    const { client, plant } = await start();
    const people = [person(1, onSites('all')), person(2, onSites('all'))];
    const heard = people.map((each) =>
      listen(client(each), 'subscription { alertChanged { alert { ...A } } } fragment A on Alert { whose: mine }'),
    );
    await until(() => plant.alerts.open === 2, 'a stream for each');
    plant.alerts.emit(event(1));
    await until(() => heard.every(({ results }) => results.length === 1), 'both hear it');
    expect(heard.map(({ results }) => results[0]?.data)).toEqual(
      people.map(({ email }) => ({ alertChanged: { alert: { whose: email } } })),
    );
  });

  test('equal variables share, whatever order or default they come by; other ones do not', async () => {
    const { client, plant } = await start();
    const bySite = 'subscription ($site: ID = "s1") { alertChanged(siteId: $site) { cursor } }';
    listen(client(operator), bySite, {});
    listen(client(operator), bySite, { site: 's1' });
    listen(client(operator), bySite, { site: 's2' });
    await until(() => plant.alerts.opened === 2, 'two streams');
  });

  test('events are delivered in their order although an earlier one takes longer to complete', async () => {
    const { client, plant } = await start();
    const heard = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.delays.set('a1', 80);
    plant.alerts.emit(event(1));
    plant.alerts.emit(event(2));
    plant.alerts.emit(event(3));
    await until(() => heard.results.length === 3, 'all arrive');
    expect(idsOf(heard)).toEqual(['r1', 'r2', 'r3']);
  });

  test('each event reads what hangs on it anew', async () => {
    const { client, plant, ask } = await start();
    const heard = listen(client(operator), nested);
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.alerts.emit(event(1));
    await until(() => heard.results.length === 1, 'the first arrives');
    const renamed = await ask(person(9, ['update:assets']), 'mutation { rename(id: "a1", name: "renamed") { id } }');
    expect(renamed.body).toEqual({ data: { rename: { id: 'a1' } } });
    plant.alerts.emit(event(1));
    await until(() => heard.results.length === 2, 'the second arrives');
    expect(heard.results.map(({ data }) => data)).toMatchObject([
      { alertChanged: { alert: { asset: { name: 'asset a1' } } } },
      { alertChanged: { alert: { asset: { name: 'renamed' } } } },
    ]);
  });
});
