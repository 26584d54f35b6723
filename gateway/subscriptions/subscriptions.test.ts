import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { person } from '../testing/people.ts';
import { listen, startGateway, until, type Started } from '../testing/start.ts';

const operator = person(1, ['read:alerts', 'read:telemetry']);
const accountant = person(2, ['read:alerts', 'read:costs']);

let started: Started | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

describe.each(['in-process', 'services'] as const)('subscriptions through the gateway, subgraphs %s', (mode) => {
  const start = async (settings: Parameters<typeof startGateway>[1] = {}) => (started = await startGateway(mode, settings));

  test('an event is completed with fields of the other subgraph and back again', async () => {
    const { client, plant } = await start();
    const heard = listen(
      client(operator),
      '{ alertChanged { cursor alert { id value asset { name site { name assets { id latest { value } } } } } } }'.replace(
        '{',
        'subscription {',
      ),
    );
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.alerts.emit({ id: 'r1', value: 85.5, assetId: 'a7', siteId: 's1' });

    await until(() => heard.results.length === 1, 'the event arrives');
    expect(heard.results[0]).toEqual({
      data: {
        alertChanged: {
          cursor: 'c1',
          alert: {
            id: 'r1',
            value: 85.5,
            asset: {
              name: 'asset a7',
              site: {
                name: 'Cestas',
                assets: [
                  { id: 'a1', latest: { value: 1 } },
                  { id: 'a2', latest: { value: 2 } },
                ],
              },
            },
          },
        },
      },
    });
  });

  test('aliases, fragments, variables and conditions below the root mean what they mean in a query', async () => {
    const { client, plant } = await start();
    const heard = listen(
      client(operator),
      `subscription Watch($site: ID, $withAsset: Boolean!) { ...Root }
       fragment Root on Subscription { change: alertChanged(siteId: $site) { ...Change } }
       fragment Change on AlertChange { alert { number: id asset @include(if: $withAsset) { called: name } latest: value } }`,
      { site: 's1', withAsset: true },
    );
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.alerts.emit({ id: 'r1', value: 7, assetId: 'a1', siteId: 's1' });

    await until(() => heard.results.length === 1, 'the event arrives');
    expect(heard.results[0]).toEqual({ data: { change: { alert: { number: 'r1', asset: { called: 'asset a1' }, latest: 7 } } } });
  });

  test('leaving ends the upstream without waiting for one more event', async () => {
    const { client, plant } = await start({ limits: { live: { lingerMs: 0 } } });
    const heard = listen(client(operator), 'subscription { alertChanged { cursor } }');
    await until(() => plant.alerts.open === 1, 'the stream is open');

    heard.stop();
    await until(() => plant.alerts.open === 0, 'the upstream has ended');
  });

  test('a lost socket ends the upstream', async () => {
    const { client, plant } = await start({ limits: { live: { lingerMs: 0 } } });
    const lost = client(operator);
    listen(lost, 'subscription { alertChanged { cursor } }');
    await until(() => plant.alerts.open === 1, 'the stream is open');

    lost.terminate();
    await until(() => plant.alerts.open === 0, 'the upstream has ended');
  });

  test('an error in one event, in the other subgraph or in its own, leaves the stream alive and shows nothing internal', async () => {
    const { client, plant } = await start();
    const heard = listen(
      client(operator),
      'subscription { alertChanged { alert { id explodes asset { id latest { value } name cost } } } }',
    );
    await until(() => plant.alerts.open === 1, 'the stream is open');
    plant.alerts.emit({ id: 'r1', value: -1, assetId: 'a1', siteId: 's1' });
    await until(() => heard.results.length === 1, 'the first event arrives');
    plant.down.add('core');
    plant.alerts.emit({ id: 'r2', value: 2, assetId: 'a1', siteId: 's1' });
    await until(() => heard.results.length === 2, 'the second event arrives');
    plant.down.delete('core');
    plant.alerts.emit({ id: 'r3', value: 3, assetId: 'a1', siteId: 's1' });
    await until(() => heard.results.length === 3, 'the third event arrives');

    const shown = heard.results.map(({ data, errors }) => ({
      data,
      errors: errors?.map(({ path, extensions }) => [extensions?.['code'], path]),
    }));
    expect(shown[0]?.errors).toEqual([
      ['INTERNAL', ['alertChanged', 'alert', 'explodes']],
      ['FORBIDDEN', ['alertChanged', 'alert', 'asset', 'cost']],
    ]);
    expect(shown[1]?.data).toMatchObject({ alertChanged: { alert: { id: 'r2', asset: { latest: { value: 1 }, name: null } } } });
    expect(shown[1]?.errors).toContainEqual(['UNAVAILABLE', ['alertChanged', 'alert', 'asset']]);
    expect(shown[2]?.data).toMatchObject({ alertChanged: { alert: { id: 'r3', asset: { name: 'asset a1' } } } });
    expect(JSON.stringify(heard.results)).not.toContain('internals');
    for (const error of heard.results.flatMap(({ errors }) => errors ?? []))
      expect(error.extensions?.['traceId']).toMatch(/^[0-9a-f]{32}$/);
  });

  test('who asks decides what an event shows', async () => {
    const { client, plant } = await start();
    const query = 'subscription { alertChanged { alert { asset { cost } } } }';
    const [seen, hidden] = [listen(client(accountant), query), listen(client(operator), query)];
    await until(() => plant.alerts.open === 2, 'two streams, for two authorities');
    plant.alerts.emit({ id: 'r1', value: 1, assetId: 'a1', siteId: 's1' });

    await until(() => seen.results.length === 1 && hidden.results.length === 1, 'both hear it');
    expect(seen.results[0]).toEqual({ data: { alertChanged: { alert: { asset: { cost: 100 } } } } });
    expect(hidden.results[0]).toMatchObject({
      data: { alertChanged: { alert: { asset: { cost: null } } } },
      errors: [{ path: ['alertChanged', 'alert', 'asset', 'cost'], extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('a live stream survives a new version of the supergraph', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const file = join(folder, 'supergraph.graphql');
    const { supergraphSdl } = (await import('../testing/plant.ts')).createPlant();
    await writeFile(file, supergraphSdl);
    const { client, plant, ask } = await start({ supergraphSdl: { file } });
    const heard = listen(client(operator), 'subscription { alertChanged { alert { id asset { name } } } }');
    await until(() => plant.alerts.open === 1, 'the stream is open');

    await writeFile(file, supergraphSdl.replace('type Part\n', '"""Something that is used up."""\ntype Part\n'));
    const described = async () =>
      JSON.stringify((await ask(operator, '{ __type(name: "Part") { description } }')).body).includes('used up');
    for (let tries = 0; !(await described()); tries += 1) if (tries > 300) throw new Error('the new version never came into service');
    plant.alerts.emit({ id: 'r1', value: 1, assetId: 'a1', siteId: 's1' });

    await until(() => heard.results.length === 1, 'the event arrives');
    expect(heard.results[0]).toEqual({ data: { alertChanged: { alert: { id: 'r1', asset: { name: 'asset a1' } } } } });
    expect(plant.alerts.opened).toBe(1);
    await rm(folder, { recursive: true });
  });

  test('a refusal of the subgraph ends that subscription alone', async () => {
    const { client, plant } = await start();
    const one = client(operator);
    const refused = listen(one, 'subscription { alertChanged(siteId: "foreign") { cursor } }');
    const served = listen(one, 'subscription { alertChanged(siteId: "s1") { cursor } }');
    await until(() => refused.end !== undefined && plant.alerts.open === 1, 'one is refused, one is open');
    plant.alerts.emit({ id: 'r1', value: 1, assetId: 'a1', siteId: 's1' });

    await until(() => served.results.length === 1, 'the other goes on');
    expect(refused.end).toMatchObject({ how: 'error', error: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  test('frames: the newest value of each tag reaches a client that joins late', async () => {
    const { client, plant } = await start();
    const query = 'subscription ($tags: [ID!]!) { telemetryFrames(tagIds: $tags) { tagIds values } }';
    const first = listen(client(operator), query, { tags: ['t1', 't2'] });
    await until(() => plant.frames.open === 1, 'the stream is open');
    plant.frames.emit({ tagIds: ['t1', 't2'], values: [1, 2] });
    plant.frames.emit({ tagIds: ['t2'], values: [22] });
    await until(() => first.results.length === 2, 'two frames arrive');

    const late = listen(client(operator), query, { tags: ['t1', 't2'] });
    await until(() => late.results.length === 1, 'the late one sees the present');
    expect(late.results[0]).toEqual({ data: { telemetryFrames: { tagIds: ['t1', 't2'], values: [1, 22] } } });
    expect(plant.frames.opened).toBe(1);
  });
});
