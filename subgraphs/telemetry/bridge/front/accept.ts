import type { Letter, LetterBook } from '../dead-letters/letter.ts';
import { findSeries, type Series, type SiteMapping } from '../mappings/mapping.ts';
import { judge } from '../mappings/plausibility.ts';
import { parseBatchJson } from '../parse/batch-json.ts';
import type { DeadLetterReason, PointSink } from '../parse/sink.ts';
import { unpack } from '../parse/unpack.ts';
import { BatchBuilder } from '../readings/batch.ts';
import type { Protocol, Quality } from '../readings/quality.ts';

/** Whose message it is; the credential says so, not the message. */
export interface GatewayIdentity {
  readonly gatewayId: string;
  readonly username: string;
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly siteId: string;
  readonly siteCode: string;
}

/** How far ahead of our clock a reading may be (contract §5). */
export const futureMsMax = 5 * 60_000;
/** How old a reading may be: the store's 90 days less a margin, below which its views may refresh (contract §5). */
export const ageMsMax = 85 * 86_400_000;

/** Unknown names of one message that are told apart, and how long one may be: no code or tag is longer, and a gateway may make them up. */
const unknownMax = 100;
const nameLengthMax = 256;

/** What a message holds. */
export interface Examined {
  /** The batch for the journal; undefined when nothing of the message can be stored. */
  readonly batch: Buffer | undefined;
  /** The same before encoding, for whoever watches live. */
  readonly readings: BatchBuilder<Series> | undefined;
  readonly faults: ReadonlyMap<DeadLetterReason, Fault>;
  /** Names that are not mapped, the first of them: asset and tag, or the site's id when nothing of it is known. */
  readonly unknown: ReadonlySet<string>;
  /** Arrival less the time the gateway stamped, or else its newest reading's, milliseconds; undefined without a reading. */
  readonly lagMs: number | undefined;
}

/** What was wrong with a message or with some of its points, for one reason. */
export interface Fault {
  /** About the first of them, in words. */
  readonly detail: string;
  readonly count: number;
  /** The first of them as it was sent. */
  readonly sample: () => Buffer;
}

export function telemetryTopic(gateway: Pick<GatewayIdentity, 'tenantCode' | 'siteCode'>): string {
  return `dcmms/v1/${gateway.tenantCode}/${gateway.siteCode}/telemetry`;
}

/**
 * Takes a message of a gateway apart: what can be stored becomes one batch of its site, resolved and judged; what can't be read or
 * placed is named with its reason. Pure but for what the rate limits remember, and those judge a message that comes again as
 * before: so it may be examined twice.
 *
 * @param site undefined when the gateway's site is not known (any more).
 */
export function examine(
  gateway: GatewayIdentity,
  topic: string,
  payload: Buffer,
  arrivedMs: number,
  site: SiteMapping | undefined,
): Examined {
  const faults = new Faults(payload);
  const unusable = { batch: undefined, readings: undefined, faults: faults.byReason, unknown: faults.unknown, lagMs: undefined };
  if (topic !== telemetryTopic(gateway)) {
    faults.message('forbidden', `a gateway may publish to ${telemetryTopic(gateway)} alone`);
    return unusable;
  }
  const unpacked = unpack(payload);
  if (unpacked.kind === 'fault') {
    faults.message(unpacked.reason, unpacked.detail);
    return unusable;
  }
  if (!site) {
    faults.unknown.add(gateway.siteId);
    faults.message('unknown_site', 'the site of this gateway is not known');
    return unusable;
  }
  const intake = new Intake(site, arrivedMs, faults);
  const message = parseBatchJson(unpacked.bytes, intake, ({ sentAtMs }) => (intake.sentAtMs = sentAtMs));
  if (message.kind === 'unreadable') faults.message('invalid_schema', message.detail);
  if (intake.readings.rows === 0) return unusable;
  const { tenantId, siteId, gatewayId } = gateway;
  const { stampMs } = intake;
  const batch = intake.readings.encode({ tenantId, siteId, gatewayId, arrivedMs, sentMs: stampMs ?? arrivedMs });
  return { ...unusable, batch, readings: intake.readings, lagMs: arrivedMs - (stampMs ?? intake.newestMs) };
}

/** Counts a message's faults into the letters to write. */
export function toLetters(gateway: GatewayIdentity, topic: string, { faults }: Examined, book: LetterBook, arrivedMs: number): Letter[] {
  const { tenantId, siteId, gatewayId } = gateway;
  return [...faults].map(([reason, { detail, count, sample }]) =>
    book.add({ tenantId, siteId, gatewayId }, topic, reason, detail, count, sample, arrivedMs),
  );
}

/** Places and judges points. */
class Intake implements PointSink {
  readonly readings = new BatchBuilder<Series>();
  sentAtMs: number | undefined;
  newestMs = Number.NEGATIVE_INFINITY;
  readonly #site: SiteMapping;
  readonly #arrivedMs: number;
  readonly #faults: Faults;

  constructor(site: SiteMapping, arrivedMs: number, faults: Faults) {
    this.#site = site;
    this.#arrivedMs = arrivedMs;
    this.#faults = faults;
  }

  /** What the gateway stamped, for `ingested_at`; undefined when it stamped nothing that can be meant. */
  get stampMs(): number | undefined {
    return this.sentAtMs !== undefined && this.#isAcceptable(this.sentAtMs) ? this.sentAtMs : undefined;
  }

  point(
    asset: string,
    tag: string,
    timeMs: number | undefined,
    value: number | null,
    quality: Quality,
    protocol: Protocol | undefined,
  ): void {
    const series = findSeries(this.#site, asset, tag);
    if (!series) {
      this.#faults.name(`${asset}/${tag}`);
      return this.fault('unknown_tag', `${asset} has no tag ${tag} here`, { asset, tag, t: timeMs, v: value });
    }
    const atMs = timeMs ?? this.sentAtMs ?? this.#arrivedMs;
    if (!this.#isAcceptable(atMs)) return this.fault('bad_timestamp', this.#whyNot(atMs), { asset, tag, t: timeMs, v: value });
    const verdict = judge(series, atMs, value, quality);
    this.readings.add(series, atMs, value, verdict.quality, protocol ?? series.defaultProtocol, verdict.reason);
    if (atMs > this.newestMs) this.newestMs = atMs;
  }

  fault(reason: DeadLetterReason, detail: string, sample: unknown): void {
    this.#faults.point(reason, detail, sample);
  }

  /** False for NaN as well. */
  #isAcceptable(atMs: number): boolean {
    return atMs <= this.#arrivedMs + futureMsMax && atMs >= this.#arrivedMs - ageMsMax;
  }

  #whyNot(atMs: number): string {
    if (Number.isNaN(atMs)) return '`sentAt` is no instant and the point has no time of its own';
    return atMs > this.#arrivedMs ? 'more than 5 minutes ahead' : 'older than 85 days';
  }
}

/** Sums up by reason what is wrong with one message: the first of each is the sample. */
class Faults {
  readonly byReason = new Map<DeadLetterReason, { readonly detail: string; count: number; readonly sample: () => Buffer }>();
  readonly unknown = new Set<string>();
  readonly #payload: Buffer;

  constructor(payload: Buffer) {
    this.#payload = payload;
  }

  name(unknown: string): void {
    if (this.unknown.size < unknownMax && unknown.length <= nameLengthMax) this.unknown.add(unknown);
  }

  message(reason: DeadLetterReason, detail: string): void {
    this.#add(reason, detail, () => this.#payload);
  }

  point(reason: DeadLetterReason, detail: string, sample: unknown): void {
    this.#add(reason, detail, () => textOf(sample) ?? this.#payload);
  }

  #add(reason: DeadLetterReason, detail: string, sample: () => Buffer): void {
    const known = this.byReason.get(reason);
    if (known) known.count += 1;
    else this.byReason.set(reason, { detail, count: 1, sample });
  }
}

/** The point as JSON; undefined for lists in lists that JSON.parse reads and JSON.stringify cannot write, whose stack ends first. */
function textOf(sample: unknown): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(sample) ?? '');
  } catch {
    return undefined;
  }
}
