import mqtt from 'mqtt';
import { spread } from './figures.ts';

/** One gateway's share of the load. */
export interface PublisherSite {
  readonly topic: string;
  readonly username: string;
  readonly password: string;
  readonly gateway: string;
  readonly series: readonly { readonly asset: string; readonly tag: string }[];
}

export interface PublisherTask {
  readonly url: string;
  readonly sites: readonly PublisherSite[];
  readonly pointsPerMessage: number;
  /** Every series gets one reading per round. */
  readonly roundMs: number;
  readonly rounds: number;
  /** Time of the readings of the first round, epoch milliseconds. */
  readonly startMs: number;
}

export interface PublisherResult {
  readonly offered: number;
  readonly acknowledged: number;
  readonly sum: number;
  readonly pubackMs: ReturnType<typeof spread>;
  /** How far behind its clock the publisher was at the end: above a second the machine, not the system, was the limit. */
  readonly behindMs: number;
}

/**
 * A process of its own, so that its CPU is not counted as the system's: sends every message at its due time over one connection
 * per gateway, QoS 1, whatever the acknowledgements do (open loop), and waits for the last PUBACK.
 */
process.once('message', (task) => {
  run(task as PublisherTask).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

// Nobody waits for it any more.
process.once('disconnect', () => process.exit(1));

async function run(task: PublisherTask): Promise<PublisherResult> {
  const clients = await Promise.all(
    task.sites.map((site) =>
      mqtt.connectAsync(task.url, { username: site.username, password: site.password, protocolVersion: 4, reconnectPeriod: 200 }),
    ),
  );
  // One message is a slice of a site's series in one round; the text up to the values never changes.
  const slices = task.sites.flatMap((site, index) => {
    const parts: { client: mqtt.MqttClient; topic: string; gateway: string; heads: string[] }[] = [];
    const client = clients[index];
    if (!client) return parts;
    for (let from = 0; from < site.series.length; from += task.pointsPerMessage) {
      const heads = site.series
        .slice(from, from + task.pointsPerMessage)
        .map(({ asset, tag }) => `{"asset":"${asset}","tag":"${tag}","t":`);
      parts.push({ client, topic: site.topic, gateway: site.gateway, heads });
    }
    return parts;
  });
  const latencies: number[] = [];
  let offered = 0;
  let acknowledged = 0;
  let sum = 0;
  let open = 0;
  let finished: (() => void) | undefined;
  const begun = performance.now();
  const stepMs = task.roundMs / slices.length;
  let behindMs = 0;
  for (let round = 0; round < task.rounds; round += 1) {
    for (const [index, slice] of slices.entries()) {
      const due = begun + round * task.roundMs + index * stepMs;
      const wait = due - performance.now();
      if (wait > 2) await new Promise((resolve) => setTimeout(resolve, wait));
      // Due messages go out in one turn; without a turn of the loop in between no PUBACK would ever be read.
      else if (index % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
      behindMs = Math.max(0, performance.now() - due);
      const timeMs = task.startMs + round * task.roundMs + (index % 977);
      const value = ((round * 7 + index) % 1000) / 8;
      const count = slice.heads.length;
      const payload = `{"gateway":"${slice.gateway}","seq":${round},"sentAt":${timeMs},"points":[${slice.heads.map((head) => `${head}${timeMs},"v":${value}}`).join(',')}]}`;
      offered += count;
      open += 1;
      const sent = performance.now();
      slice.client.publish(slice.topic, payload, { qos: 1 }, (error) => {
        open -= 1;
        if (!error) {
          acknowledged += count;
          sum += value * count;
          latencies.push(performance.now() - sent);
        }
        if (open === 0) finished?.();
      });
    }
  }
  if (open > 0) await new Promise<void>((resolve) => (finished = resolve));
  await Promise.all(clients.map((client) => client.endAsync(true)));
  return { offered, acknowledged, sum, pubackMs: spread(latencies), behindMs: Math.round(behindMs) };
}
