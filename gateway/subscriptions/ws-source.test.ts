import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '@dcmms/runtime/log.ts';
import { serveSubgraph, type SubgraphService } from '@dcmms/runtime/serve-subgraph.ts';
import { viewerTokenKey } from '@dcmms/runtime/viewer-token.ts';
import { freePort } from '@dcmms/db/testing/free-port.ts';
import { person } from '../testing/people.ts';
import { createPlant, type Plant } from '../testing/plant.ts';
import { until } from '../testing/start.ts';
import { StreamBehind, StreamLost, StreamRefused, type EventStream, type UpstreamRequest } from './source.ts';
import { wsSource } from './ws-source.ts';

const viewerKey = viewerTokenKey('the secret of a test');
let plant: Plant;
let service: SubgraphService | undefined;
let source: ReturnType<typeof wsSource> | undefined;

afterEach(async () => {
  source?.close();
  await service?.close();
  await Promise.all(plant.subgraphs.map((subgraph) => subgraph.close()));
});

async function start(settings: { queueMax?: number; key?: Uint8Array } = {}) {
  plant = createPlant();
  const subgraph = plant.subgraphs.find(({ name }) => name === 'telemetry');
  if (!subgraph) throw new Error('no telemetry');
  const log = createLog('telemetry', 'silent');
  service = await serveSubgraph({ subgraph, viewerKey, host: '127.0.0.1', port: await freePort(), log, registry: new Registry() });
  const made = wsSource({
    name: 'telemetry',
    url: service.url.replace('http', 'ws'),
    viewerKey: settings.key ?? viewerKey,
    queueMax: settings.queueMax,
  });
  source = made;
  const request = (after?: string): UpstreamRequest => ({
    query: 'subscription ($after: String) { alertChanged(after: $after) { cursor } }',
    operationName: undefined,
    variables: after === undefined ? {} : { after },
    viewer: person(1, ['read:alerts']),
    authority: 'one',
    requestId: 'request',
    traceId: '0af7651916cd43dd8448eb211c80319c',
  });
  return { open: (after?: string) => made.open(request(after)) };
}

const emit = (count: number) => {
  for (let number = 0; number < count; number += 1) plant.alerts.emit({ id: `r${number}`, value: 1, assetId: 'a1', siteId: 's1' });
};

async function read(stream: EventStream): Promise<unknown[]> {
  const cursors: unknown[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return cursors;
    cursors.push(Reflect.get(step.value.data?.['alertChanged'] ?? {}, 'cursor'));
    if (cursors.length === 12) return cursors;
  }
}

test('what is read too slowly is given up at a bound, after what waited, and can be resumed without a gap', async () => {
  const { open } = await start({ queueMax: 5 });
  const stream = await open('c0');
  await until(() => plant.alerts.open === 1, 'it is open');
  emit(12);
  await until(() => plant.alerts.open === 0, 'it was given up');
  const cursors: unknown[] = [];
  for (let number = 0; number < 5; number += 1) {
    const step = await stream.next();
    cursors.push(Reflect.get(step.value?.data?.['alertChanged'] ?? {}, 'cursor'));
  }
  expect(cursors).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
  await expect(stream.next()).rejects.toThrow(StreamBehind);
  const again = await open('c5');
  expect((await again.next()).value).toEqual({ data: { alertChanged: { cursor: 'c6' } } });
});

test('a subgraph that goes away is a loss, which can be made good; a refusal is not', async () => {
  const { open } = await start();
  const lost = await open();
  await until(() => plant.alerts.open === 1, 'it is open');
  const refused = read(await open('yesterday'));
  await expect(refused).rejects.toSatisfy((error) => error instanceof StreamRefused && !error.isPassing);
  const reading = read(lost);
  await service?.close();
  service = undefined;
  await expect(reading).rejects.toThrow(StreamLost);
});

test('a gateway without the right key is not let in', async () => {
  const { open } = await start({ key: viewerTokenKey('another secret') });
  await expect(read(await open())).rejects.toThrow(StreamLost);
  expect(plant.alerts.opened).toBe(0);
});

test('streams of one authority share a connection, which closes after the last', async () => {
  const { open } = await start();
  const streams = await Promise.all([open(), open()]);
  await until(() => plant.alerts.open === 2, 'both are open');
  streams[0]?.return();
  await until(() => plant.alerts.open === 1, 'one is left');
  emit(1);
  expect((await streams[1]?.next())?.value).toEqual({ data: { alertChanged: { cursor: 'c1' } } });
  streams[1]?.return();
  await until(() => plant.alerts.open === 0, 'none is left');
});
