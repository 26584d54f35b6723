import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readReadyFile } from '../installation/ready.ts';
import { Publisher } from '../mqtt/publisher.ts';
import { mappingNames, readMapping, type Mapping } from './mapping.ts';
import { recordedRows, type RecordedRow } from './recording.ts';

const usage = `npm run replay -- --file PATH --map MAPPING [--speed 600] [--end INSTANT] [--days N] [--asset CODE]

  --file   a recorded data set, CSV or Parquet
  --map    how its columns become tags: ${mappingNames().join(', ')}, or the path of a mapping
  --speed  how much faster than it was recorded; a large one: as fast as it is acknowledged (default 600)
  --end    shifts all time stamps so that the last row falls on this instant (ISO 8601); kept as they are without it
  --days   only the last N days of the recording
  --asset  the asset to publish for, instead of the mapping's`;

interface ReplayOptions {
  readonly file: string;
  readonly mapping: Mapping;
  readonly speed: number;
  readonly end: number | undefined;
  readonly days: number | undefined;
}

/** Points of one message: well below 256 KiB, and few enough that one refused message is no great loss. */
const pointsPerMessage = 500;

/** `npm run replay`: publishes a recording over MQTT as the site's own gateway and ends after the last PUBACK. */
async function main(): Promise<void> {
  const options = replayOptions(process.argv.slice(2));
  const { mapping } = options;
  const ready = readReadyFile();
  const gateway = ready.gateways.find((candidate) => candidate.tenant === mapping.tenant && candidate.site === mapping.site);
  if (!gateway) throw new Error(`The running installation has no gateway at ${mapping.tenant}/${mapping.site}; the demo fleet brings it.`);

  const bounds = await survey(options);
  const shiftMs = options.end === undefined ? 0 : options.end - bounds.lastMs;
  const publisher = await Publisher.connect({ url: ready.mqtt, username: gateway.username, password: gateway.password });
  const topic = `dcmms/v1/${mapping.tenant}/${mapping.site}/telemetry`;
  const progress = new Progress(bounds.rows);
  let sequence = 0;
  let points = 0;
  const started = performance.now();
  try {
    let batch: RecordedRow[] = [];
    const send = async () => {
      if (batch.length === 0) return;
      const payload = message(batch, mapping, gateway.gateway, sequence, shiftMs);
      sequence += 1;
      batch = [];
      await publisher.publish(topic, payload);
    };
    const rowsPerMessage = Math.max(1, Math.floor(pointsPerMessage / Object.keys(mapping.columns).length));
    for await (const row of recordedRows(options.file, mapping)) {
      if (row.timeMs < bounds.firstMs) continue;
      const due = started + (row.timeMs - bounds.firstMs) / options.speed;
      const waitMs = due - performance.now();
      // Below a few milliseconds pacing is finer than a timer; the row then travels with its neighbours.
      if (waitMs > 5) {
        await send();
        await sleep(waitMs);
      }
      batch.push(row);
      points += row.values.size;
      if (batch.length >= rowsPerMessage) await send();
      progress.advance();
    }
    await send();
    await publisher.drain();
  } finally {
    await publisher.close();
  }
  progress.end();
  const seconds = (performance.now() - started) / 1000;
  console.log(
    JSON.stringify({
      rows: progress.done,
      points,
      messages: publisher.acknowledged,
      first: new Date(bounds.firstMs + shiftMs).toISOString(),
      last: new Date(bounds.lastMs + shiftMs).toISOString(),
      seconds: Number(seconds.toFixed(1)),
      pointsPerSecond: Math.round(points / seconds),
    }),
  );
}

/** Reads the file once to know its span: the shift, the last N days and the time left all depend on its end. */
async function survey(options: ReplayOptions): Promise<{ rows: number; firstMs: number; lastMs: number }> {
  const times: number[] = [];
  const onlyTime = { ...options.mapping, columns: {} };
  for await (const row of recordedRows(options.file, onlyTime)) times.push(row.timeMs);
  if (times.length === 0) throw new Error(`${options.file} has no rows.`);
  const lastMs = times.reduce((latest, time) => Math.max(latest, time), -Infinity);
  const from = options.days === undefined ? -Infinity : lastMs - options.days * 86_400_000;
  // "The last N days" leaves out their very first instant, so that N days of 10-minute rows are N × 144.
  const chosen = times.filter((time) => time > from);
  return { rows: chosen.length, firstMs: chosen.reduce((earliest, time) => Math.min(earliest, time), Infinity), lastMs };
}

function message(rows: readonly RecordedRow[], mapping: Mapping, gateway: string, seq: number, shiftMs: number): string {
  const points = rows.flatMap(({ timeMs, values }) =>
    [...values].map(([suffix, value]) => ({
      asset: mapping.asset,
      tag: `${mapping.asset}.${suffix}`,
      t: timeMs + shiftMs,
      v: value,
      q: value === null ? 'BAD' : 'GOOD',
      p: mapping.protocol,
    })),
  );
  // The last row's own time: a second replay sends the very same rows, which the store then drops as copies.
  const sentAt = (rows.at(-1)?.timeMs ?? 0) + shiftMs;
  return JSON.stringify({ gateway, seq, sentAt, points });
}

class Progress {
  readonly #total: number;
  readonly #started = performance.now();
  #shown = 0;
  done = 0;

  constructor(total: number) {
    this.#total = total;
  }

  advance(): void {
    this.done += 1;
    const now = performance.now();
    if (!process.stderr.isTTY && now - this.#shown < 5_000) return;
    if (now - this.#shown < 250) return;
    this.#shown = now;
    const rate = this.done / ((now - this.#started) / 1000);
    const left = (this.#total - this.done) / rate;
    const text = `${this.done} of ${this.#total} rows, ${Math.round(rate)} rows/s, ${duration(left)} left`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

function replayOptions(args: string[]): ReplayOptions {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      file: { type: 'string' },
      map: { type: 'string' },
      speed: { type: 'string', default: '600' },
      end: { type: 'string' },
      days: { type: 'string' },
      asset: { type: 'string' },
    },
  });
  const faults: string[] = [];
  const speed = Number(values.speed);
  const days = values.days === undefined ? undefined : Number(values.days);
  const end = values.end === undefined ? undefined : Date.parse(values.end);
  if (values.file === undefined) faults.push('--file is missing.');
  if (values.map === undefined) faults.push('--map is missing.');
  if (!(speed > 0)) faults.push('--speed is a number above 0.');
  if (days !== undefined && !(days > 0)) faults.push('--days is a number above 0.');
  if (end !== undefined && Number.isNaN(end)) faults.push('--end is an instant such as 2026-11-25T00:00:00Z.');
  if (faults.length > 0 || values.file === undefined || values.map === undefined) throw new Error(`${faults.join('\n')}\n\n${usage}`);
  const mapping = readMapping(values.map);
  return { file: values.file, mapping: values.asset === undefined ? mapping : { ...mapping, asset: values.asset }, speed, end, days };
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
