import { BAD, GOOD, protocolOf, qualityOf } from '../readings/quality.ts';
import { parseInstant } from './instant.ts';
import type { PointSink } from './sink.ts';
import { parseValue } from './value.ts';

/** What a message says about all its points. */
export interface Envelope {
  /** When the gateway sent it, epoch milliseconds; undefined when it does not say, NaN when what it says is no instant. */
  readonly sentAtMs: number | undefined;
}

export type ParsedMessage = ({ readonly kind: 'read' } & Envelope) | { readonly kind: 'unreadable'; readonly detail: string };

/**
 * Reads our own batch JSON (contract §5): `{"gateway","seq","sentAt","points":[{"asset","tag","t","v","q","p"}]}`.
 * Points go to the sink one by one in the order sent; a point that cannot be read becomes a fault of that point alone.
 * `gateway` and `seq` are for people: the credential says whose readings these are, and a jump of `seq` rejects nothing.
 *
 * @param envelope Called once, before the first point, with what holds for all of them.
 * @returns `unreadable` when there is no batch at all; then the sink was not called.
 */
export function parseBatchJson(bytes: Buffer, sink: PointSink, envelope: (envelope: Envelope) => void): ParsedMessage {
  const message = parseJson(bytes.toString('utf8'));
  if (!isRecord(message)) return { kind: 'unreadable', detail: message === undefined ? 'not JSON' : 'not a JSON object' };
  const points = message['points'];
  if (!Array.isArray(points)) return { kind: 'unreadable', detail: '`points` is not a list' };
  const sentAt = message['sentAt'];
  const read = { sentAtMs: sentAt === undefined || sentAt === null ? undefined : (parseInstant(sentAt) ?? Number.NaN) };
  envelope(read);
  for (const point of points) readPoint(point, sink);
  return { kind: 'read', ...read };
}

function readPoint(point: unknown, sink: PointSink): void {
  if (!isRecord(point)) return sink.fault('invalid_schema', 'a point is not an object', point);
  const { asset, tag, t, v, q, p } = point;
  if (typeof asset !== 'string' || asset === '') return sink.fault('invalid_schema', '`asset` is not a code', point);
  if (typeof tag !== 'string' || tag === '') return sink.fault('invalid_schema', '`tag` is not a name', point);
  const value = parseValue(v);
  if (value === undefined) return sink.fault('invalid_schema', '`v` is not a number', point);
  const quality = q === undefined || q === null ? GOOD : qualityOf(q);
  if (quality === undefined) return sink.fault('invalid_schema', '`q` is not GOOD, BAD or UNCERTAIN', point);
  const protocol = p === undefined || p === null ? undefined : protocolOf(p);
  if (protocol === undefined && p !== undefined && p !== null) return sink.fault('invalid_schema', '`p` is not a known protocol', point);
  let timeMs: number | undefined;
  if (t !== undefined && t !== null) {
    timeMs = parseInstant(t);
    if (timeMs === undefined) return sink.fault('bad_timestamp', '`t` is neither epoch milliseconds nor ISO 8601 with a zone', point);
  }
  sink.point(asset, tag, timeMs, value, value === null ? BAD : quality, protocol);
}

/** Text or a number that JSON does not have: strings are kept as they are, the numbers become text. */
const stringOrBareNumber = /"(?:[^"\\]|\\.)*"|[+-]?\b(?:NaN|Infinity|nan|inf|Inf)\b/g;

/**
 * JSON, and what common encoders send instead of it: a bare `NaN` or `Infinity` (Python's json.dumps) would make the whole text
 * unreadable, yet contract §5 lets it cost its own point only. Tried second, so that good messages pay nothing.
 */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(stringOrBareNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)));
    } catch {
      return undefined;
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
