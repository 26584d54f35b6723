import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machine } from './figures.ts';
import { cpuSeconds, family, residentBytes } from './processes.ts';
import { withInstallation } from './with-installation.ts';

/** What an installation with the demo fleet costs while nobody asks and nothing is measured: memory and CPU of every part. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    strict: true,
    options: {
      settle: { type: 'string', default: '30' },
      seconds: { type: 'string', default: '30' },
      services: { type: 'boolean', default: false },
    },
  });
  const [settleS, seconds] = [Number(values.settle), Number(values.seconds)];
  if (!(settleS >= 0 && seconds > 0)) throw new Error('--settle and --seconds are numbers of seconds.');

  const figures = await withInstallation(['--no-plant', ...(values.services ? ['--services'] : [])], async (installation) => {
    await installation.start();
    await sleep(settleS * 1_000);
    const { pids } = installation.ready;
    // The parts are the launcher's children: of its own there is only itself.
    const processes = () => Object.entries(pids).map(([part, pid]) => [part, part === 'launcher' ? [pid] : family(pid)] as const);
    const before = new Map(processes().flatMap(([, members]) => members.map((member) => [member, cpuSeconds(member)] as const)));
    const startedMs = performance.now();
    await sleep(seconds * 1_000);
    const elapsedS = (performance.now() - startedMs) / 1_000;
    const parts = processes().map(([part, members]) => ({
      part,
      megabytes: sum(members.map(residentBytes)) / 1e6,
      corePercent: (sum(members.map((member) => cpuSeconds(member) - (before.get(member) ?? 0))) / elapsedS) * 100,
    }));
    assertAllAlive(pids, installation.ready.pids);
    const total = { megabytes: sum(parts.map((part) => part.megabytes)), corePercent: sum(parts.map((part) => part.corePercent)) };
    return { parts: Object.fromEntries(parts.map((part) => [part.part, rounded(part)])), total: rounded(total) };
  });
  console.log(JSON.stringify({ bench: 'idle', settleS, seconds, services: values.services, ...figures, machine: machine() }));
}

function rounded({ megabytes, corePercent }: { megabytes: number; corePercent: number }) {
  return { megabytes: Math.round(megabytes), corePercent: Number(corePercent.toFixed(2)) };
}

/** A part that was started again meanwhile would make the figures those of a start. */
function assertAllAlive(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): void {
  for (const [part, pid] of Object.entries(before)) {
    if (after[part] !== pid) throw new Error(`${part} did not live through the measurement; see its log.`);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

await main();
