import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { person } from '../testing/people.ts';
import { createPlant } from '../testing/plant.ts';
import { listen, startGateway, until, type Started } from '../testing/start.ts';

const nobody = person(1, ['read:alerts']);
let folder: string;
let file: string;
let started: Started | undefined;
const lines: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
  file = join(folder, 'supergraph.graphql');
});

afterEach(async () => {
  await started?.stop();
  started = undefined;
  await rm(folder, { recursive: true });
});

/** Replaces the file as editors do, by another one. */
async function replace(text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function start(): Promise<{ gateway: Started; sdl: string }> {
  const sdl = createPlant().supergraphSdl;
  await writeFile(file, sdl);
  started = await startGateway('in-process', {
    supergraphSdl: { file },
    log: pino({ level: 'error' }, { write: (line) => lines.push(line) }),
  });
  return { gateway: started, sdl };
}

const fields = async (gateway: Started) =>
  JSON.stringify((await gateway.ask(nobody, '{ __type(name: "Query") { fields { name } } }')).body.data);

test('a new supergraph comes into service while queries go on', async () => {
  const { gateway, sdl } = await start();
  await replace(
    sdl.replace(
      'whoAmI: String @join__field(graph: CORE)',
      'whoAmI: String @join__field(graph: CORE)\n  added: Int @join__field(graph: CORE)',
    ),
  );
  await until(async () => (await fields(gateway)).includes('"added"'), 'the new field is there');
  expect((await gateway.ask(nobody, '{ whoAmI }')).body).toEqual({ data: { whoAmI: nobody.email } });
});

test('one that does not load leaves the one before in service, and a good one after it is taken', async () => {
  const { gateway, sdl } = await start();
  for (const broken of ['type Query {', 'type Query { a: Int }', sdl.replace('type Reading', 'type Lost')]) {
    const said = lines.length;
    await replace(broken);
    await until(() => lines.slice(said).some((line) => line.includes('could not be loaded')), 'the log says so');
    expect((await gateway.ask(nobody, '{ whoAmI }')).body).toEqual({ data: { whoAmI: nobody.email } });
  }
  await replace(
    sdl.replace(
      'whoAmI: String @join__field(graph: CORE)',
      'whoAmI: String @join__field(graph: CORE)\n  added: Int @join__field(graph: CORE)',
    ),
  );
  await until(async () => (await fields(gateway)).includes('"added"'), 'the new field is there');
});

test('a stream that the new schema answers otherwise ends within half a minute or at the next version, and is told why', async () => {
  const { gateway, sdl } = await start();
  const heard = listen(gateway.client(nobody), 'subscription { alertChanged { alert { id asset { name } } } }');
  await until(() => gateway.plant.alerts.open === 1, 'the stream is open');
  const without = sdl.replace(/\n\s+name: String @join__field\(graph: CORE\)(?=\n\s+site: Site)/, '');
  expect(without).not.toBe(sdl);
  await replace(without);
  await until(async () => (await gateway.ask(nobody, '{ asset(id: "a1") { name } }')).status === 400, 'the new schema is in service');
  await replace(`${without}\n# another version`);
  await until(() => heard.end !== undefined, 'the stream has ended');
  expect(heard.end).toMatchObject({ how: 'error', error: [{ extensions: { code: 'UNAVAILABLE' } }] });
});
