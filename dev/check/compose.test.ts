import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { questDbVersion } from '@dcmms/db/questdb/artifact.ts';
import { subgraphNames } from '@dcmms/schema/read.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const compose = z
  .object({
    services: z.record(
      z.string(),
      z.looseObject({
        image: z.string().optional(),
        build: z.union([z.string(), z.object({ context: z.string(), dockerfile: z.string() })]).optional(),
        command: z.array(z.string()).optional(),
        profiles: z.array(z.string()).optional(),
        environment: z.record(z.string(), z.coerce.string()).optional(),
        ports: z.array(z.string()).optional(),
        volumes: z.array(z.string()).optional(),
      }),
    ),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read('docker-compose.yml'), { merge: true }));

/** Where each part reads its settings; what all of them take goes through `serve.ts` and `run-subgraph.ts`. */
const settingsOf: Readonly<Record<string, readonly string[]>> = {
  migrate: ['dev/launcher/serve.ts'],
  bridge: ['dev/launcher/serve.ts', 'subgraphs/telemetry/bridge/main.ts', 'subgraphs/telemetry/bridge/settings.ts'],
  gateway: ['dev/launcher/serve.ts', 'gateway/main.ts', 'gateway/in-process.ts'],
  idp: ['dev/launcher/serve.ts', 'dev/idp/main.ts'],
  web: ['web/main.ts', 'web/proxy.ts'],
  ...Object.fromEntries(
    subgraphNames.map((name) => [name, ['dev/launcher/serve.ts', `subgraphs/${name}/main.ts`, 'runtime/run-subgraph.ts']]),
  ),
};

/** Variables that a part passes by because they are common to all of ours. */
const common = ['SUBGRAPH_HOST', 'SUBGRAPH_PORT', 'IDP_PORT', 'LIVE_MQTT_URL'];

describe('docker-compose.yml', () => {
  const ours = Object.entries(compose.services).filter(([, service]) => service.image === 'dcmms');

  test('runs every process that the launcher knows, each by a part of serve.ts', () => {
    const parts = [...read('dev/launcher/serve.ts').matchAll(/^ {2}([a-z]+): '\.\.\/.*main\.ts',$/gm)].map((match) => match[1]);
    expect(new Set(ours.map(([name]) => name))).toEqual(new Set([...parts, 'migrate']));
    for (const [name, service] of ours) expect(service.command).toEqual([name]);
  });

  test.each([...ours, ...Object.entries(compose.services).filter(([name]) => name === 'web')])(
    '%s is given only variables that it reads',
    (name, service) => {
      const files = (settingsOf[name] ?? []).flatMap((file) => {
        try {
          return [read(file)];
        } catch {
          return [];
        }
      });
      const unread = Object.keys(service.environment ?? {}).filter(
        (variable) => !common.includes(variable) && !files.some((text) => text.includes(variable)),
      );
      expect(unread).toEqual([]);
    },
  );

  test('tells the console where the gateway listens, and nothing else', () => {
    const web = compose.services['web']?.environment ?? {};
    expect(web['GATEWAY_URL']).toBe(`http://gateway:${compose.services['gateway']?.environment?.['GATEWAY_PORT']}`);
    expect(Object.keys(web).toSorted()).toEqual(['GATEWAY_URL', 'WEB_HOST', 'WEB_PORT']);
    // The console's origin is the published port: the gateway and the provider must know that one.
    for (const part of ['gateway', 'idp']) expect(compose.services[part]?.environment?.['WEB_PORT']).toBe('${WEB_PORT:-3000}');
  });

  test('sends transactions through the pooler and LISTEN past it', () => {
    const core = compose.services['core']?.environment ?? {};
    const port = compose.services['pgbouncer']?.environment?.['LISTEN_PORT'];
    expect(new URL(core['DATABASE_URL'] ?? '').host).toBe(`pgbouncer:${port}`);
    expect(new URL(core['DATABASE_DIRECT_URL'] ?? '').host).toBe('postgres:5432');
    expect(compose.services['pgbouncer']?.environment?.['POOL_MODE']).toBe('transaction');
  });

  test('has a broker, object storage and a store for counters at hand, started only when asked for', () => {
    for (const name of ['mqtt', 's3', 'redis']) expect(compose.services[name]?.profiles).toHaveLength(1);
  });

  test('names Dockerfiles that there are', () => {
    for (const service of Object.values(compose.services)) {
      if (service.build === undefined) continue;
      const dockerfile = typeof service.build === 'string' ? 'Dockerfile' : service.build.dockerfile;
      expect(read(dockerfile)).toMatch(/^FROM node:24/m);
    }
  });

  test('asks the subgraphs where they listen', () => {
    const gateway = compose.services['gateway']?.environment ?? {};
    for (const name of subgraphNames) {
      const port = compose.services[name]?.environment?.['SUBGRAPH_PORT'];
      expect(gateway[`SUBGRAPH_${name.toUpperCase()}_URL`]).toBe(`http://${name}:${port}/graphql`);
    }
  });

  test('opens the ports of the contract, on loopback', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    for (const expected of ['MQTT_PORT:-1883', 'GATEWAY_PORT:-4000', 'IDP_PORT:-4100', 'WEB_PORT:-3000'])
      expect(ports.some((port) => port.includes(expected))).toBe(true);
  });

  test('runs the stores in the versions that the code was measured with', () => {
    expect(compose.services['questdb']?.image).toBe(`questdb/questdb:${questDbVersion}`);
    expect(compose.services['postgres']?.image).toBe('timescale/timescaledb-ha:pg18');
  });

  test('keeps what must not be lost in named volumes', () => {
    for (const volume of ['postgres', 'questdb', 'journal']) {
      expect(Object.keys(compose.volumes)).toContain(volume);
      expect(Object.values(compose.services).some((service) => service.volumes?.some((mount) => mount.startsWith(`${volume}:`)))).toBe(
        true,
      );
    }
  });
});

test.each(['Dockerfile', 'web/Dockerfile'])('%s copies every workspace', (file) => {
  const dockerfile = read(file);
  const { workspaces } = z.object({ workspaces: z.array(z.string()) }).parse(JSON.parse(read('package.json')));
  for (const workspace of workspaces) expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`);
});

test('the Dockerfiles start what the compose file names', () => {
  expect(read('Dockerfile')).toContain('ENTRYPOINT ["node", "dev/launcher/serve.ts"]');
  expect(read('web/Dockerfile')).toContain('ENTRYPOINT ["node", "main.ts"]');
});
