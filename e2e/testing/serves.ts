import type { Installation } from '@dcmms/dev/installation/installation.ts';
import { eventually } from './eventually.ts';
import { EdgeGateway } from './gateway.ts';
import { Person } from './person.ts';

/**
 * Resolves when the installation does its whole work: every process calls itself ready, a reading is acknowledged, and the graph
 * shows it from the store to somebody who just signed in.
 *
 * @returns How long that took, in milliseconds.
 */
export async function serves(installation: Installation, timeoutMs = 30_000): Promise<number> {
  const started = performance.now();
  const left = () => Math.max(1_000, timeoutMs - (performance.now() - started));
  await eventually(
    () => notReady(installation),
    (parts) => parts.length === 0,
    left(),
  );
  const sent = await eventually(
    () => sendReading(installation),
    () => true,
    left(),
  );
  await eventually(
    () => latest(installation),
    (timestamp) => timestamp !== undefined && Date.parse(timestamp) >= sent,
    left(),
  );
  return Math.round(performance.now() - started);
}

/** The parts that do not call themselves ready, with what they say. */
async function notReady(installation: Installation): Promise<string[]> {
  const answers = await Promise.all(
    Object.entries(installation.ready.health).map(async ([part, health]) => {
      const response = await fetch(new URL('/ready', health), { signal: AbortSignal.timeout(5_000) });
      return response.ok ? [] : [`${part}: ${await response.text()}`];
    }),
  );
  return answers.flat();
}

const tag = { asset: 'INV-12', tag: 'INV-12.EnergyToday' };

async function sendReading(installation: Installation): Promise<number> {
  const t = Date.now();
  const gateway = await EdgeGateway.connect(installation.ready, 'CESTAS');
  try {
    await gateway.send([{ ...tag, t, v: 1_000 }]);
  } finally {
    await gateway.close();
  }
  return t;
}

async function latest(installation: Installation): Promise<string | undefined> {
  const operator = await Person.signIn(installation.ready, 'operator@helios.test');
  const { asset } = await operator.data<{ asset: { tags: { name: string; latest: { timestamp: string } | null }[] } }>(
    `{ asset(code: "${tag.asset}") { tags { name latest { timestamp } } } }`,
  );
  return asset.tags.find(({ name }) => name === tag.tag)?.latest?.timestamp;
}
