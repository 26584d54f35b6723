import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { demoAssets } from '@dcmms/db/seed/assets.ts';
import { demoSites, type DemoSite } from '@dcmms/db/seed/sites.ts';
import { demoTags } from '@dcmms/db/seed/tags.ts';
import { installationHome, readReadyFile } from '../installation/ready.ts';
import { FaultFile } from './fault-file.ts';
import { faultKinds, parseFault, type Fault } from './fault.ts';
import { SimulatedGateway } from './gateway.ts';
import { Progress } from './progress.ts';
import { Schedule } from './schedule.ts';
import { createWorld, defaultSeed } from './world.ts';

const usage = `npm run plant -- [--sites N] [--rate R] [--seconds S] [--format dcmms] [--seed TEXT] [--fault ${faultKinds[0]}[:INV-07]] [--fault-seconds 300]

  --sites    the first N of the demo's sites: ${demoSites.map((site) => site.code).join(', ')} (default all)
  --rate     readings per second of all sites together (default: each tag at its expected interval)
  --seconds  how long (default until Ctrl-C)
  --seed     another sun and wind; the plant of npm start has ${defaultSeed}
  --fault    what breaks, now and for --fault-seconds: ${faultKinds.join(', ')}`;

interface PlantOptions {
  readonly sites: readonly DemoSite[];
  readonly rate: number | undefined;
  readonly seconds: number;
  readonly seed: string;
  readonly fault: Pick<Fault, 'kind' | 'asset'> | undefined;
  readonly faultSeconds: number;
}

/** What may still come in after Ctrl-C. */
const drainMs = 3_000;

/** `npm run plant`: the demo sites' gateways, publishing to the running installation; ends after the last PUBACK. */
async function main(): Promise<void> {
  const options = plantOptions(process.argv.slice(2));
  const home = installationHome();
  const { mqtt: url, gateways: credentials } = readReadyFile(home);
  const file = new FaultFile(home);
  file.refresh();
  const fromMs = Date.now();
  if (options.fault) {
    // A second from now, when the plant of `npm start` knows of it too: what both send is the same then.
    const fault = { ...options.fault, fromMs: fromMs + 1_000, untilMs: fromMs + 1_000 + options.faultSeconds * 1_000 };
    file.add(fault);
    console.error(`${fault.asset} overheats from now until ${new Date(fault.untilMs).toISOString()} and cools down then.`);
  }
  const refreshing = setInterval(() => file.refresh(), 1_000);

  const world = createWorld(options.seed, () => file.faults);
  const codes = options.sites.map((site) => site.code);
  const tags = demoTags.filter((tag) => codes.includes(tag.asset.site)).length;
  const intervalMs = options.rate === undefined ? undefined : (tags / options.rate) * 1_000;
  const gateways = options.sites.map(({ tenant, code }) => {
    const credential = credentials.find((candidate) => candidate.tenant === tenant && candidate.site === code);
    if (!credential) throw new Error(`The running installation has no gateway at ${tenant}/${code}; the demo fleet brings it.`);
    return new SimulatedGateway({
      url,
      credential,
      schedule: new Schedule(code, world, intervalMs),
      fromMs,
      // At a given rate the readings are counted: none before it began.
      opens: options.rate === undefined,
      stepMs: intervalMs === undefined || intervalMs > 5_000 ? 1_000 : 200,
      failed: (error, retryInMs) => console.error(`${code}: ${error.message}; trying again in ${retryInMs / 1_000} s`),
    });
  });
  const counts = () => {
    const each = gateways.map((gateway) => gateway.counts);
    return { sent: sum(each.map(({ sent }) => sent)), acknowledged: sum(each.map(({ acknowledged }) => acknowledged)) };
  };
  const finish = (untilMs: number) => gateways.forEach((gateway) => gateway.finish(untilMs));
  finish(fromMs + options.seconds * 1_000);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // Whoever started us may pass on what the terminal has sent already: the second one changes nothing.
    process.on(name, () => {
      finish(Date.now());
      void sleep(drainMs).then(() => gateways.forEach((gateway) => gateway.end()));
    });
  }
  const progress = new Progress(counts);
  await Promise.all(gateways.map((gateway) => gateway.run()));
  clearInterval(refreshing);
  progress.end();
  const seconds = (Date.now() - fromMs) / 1_000;
  const { sent, acknowledged } = counts();
  console.log(
    JSON.stringify({
      sites: codes,
      seed: options.seed,
      sent,
      acknowledged,
      seconds,
      readingsPerSecond: Math.round(acknowledged / seconds),
    }),
  );
  if (acknowledged < sent) process.exitCode = 1;
}

function plantOptions(args: string[]): PlantOptions {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      sites: { type: 'string', default: String(demoSites.length) },
      rate: { type: 'string' },
      seconds: { type: 'string' },
      format: { type: 'string', default: 'dcmms' },
      seed: { type: 'string', default: defaultSeed },
      fault: { type: 'string' },
      'fault-seconds': { type: 'string', default: '300' },
    },
  });
  const faults: string[] = [];
  const count = Number(values.sites);
  const rate = values.rate === undefined ? undefined : Number(values.rate);
  const seconds = values.seconds === undefined ? Infinity : Number(values.seconds);
  const faultSeconds = Number(values['fault-seconds']);
  const fault = values.fault === undefined ? undefined : parseFault(values.fault);
  if (values.format !== 'dcmms') faults.push(`--format ${values.format} comes later; today the plant speaks dcmms, our own batch JSON.`);
  if (!Number.isInteger(count) || count < 1 || count > demoSites.length) faults.push(`--sites is a number from 1 to ${demoSites.length}.`);
  if (rate !== undefined && !(rate > 0 && rate <= 100_000)) faults.push('--rate is a number above 0, up to 100000.');
  if (!(seconds > 0)) faults.push('--seconds is a number above 0.');
  if (!(faultSeconds > 0 && faultSeconds <= 86_400)) faults.push('--fault-seconds is a number above 0, up to 86400.');
  const sites = demoSites.slice(0, count);
  const place = demoAssets.find((asset) => asset.code === fault?.asset)?.site;
  if (place !== undefined && !sites.some((site) => site.code === place))
    faults.push(`--fault ${values.fault}: ${fault?.asset} stands in ${place}, which --sites ${count} leaves out.`);
  if (faults.length > 0) throw new Error(`${faults.join('\n')}\n\n${usage}`);
  return { sites, rate, seconds, seed: values.seed, fault, faultSeconds };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();
