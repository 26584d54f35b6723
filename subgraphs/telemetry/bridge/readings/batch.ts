import type { Protocol, Quality, QualityReason } from './quality.ts';
import { uuidBytes, uuidText } from './uuid.ts';

/**
 * A batch of one site's readings as the journal keeps it, self-contained: names, qualities and lateness are resolved, so that
 * whoever reads it needs nothing else, on this machine or another (design §5). Binary, because every consumer reads every row:
 *
 * ```
 * 0   u8  layout (1)            17  16 B site       49  f64 arrived, epoch ms
 * 1   16 B tenant               33  16 B gateway    57  f64 sent, epoch ms
 * 65  u32 series, u32 rows
 * 73  series: u16 length of the key, key = mapping (16 B), asset (16 B), tag (UTF-8)
 *     rows:   u32 series, u8 quality, u8 protocol, u8 reason, u8 has a value, f64 time (epoch ms), f64 value
 * ```
 */
const layout = 1;
const headBytes = 73;
const rowBytes = 24;

/** One measured quantity of one asset, as far as a batch must name it. */
export interface SeriesKey {
  /** The mapping's id, which is the Tag's id in the graph. */
  readonly mappingId: string;
  readonly assetId: string;
  readonly tag: string;
}

/** The bytes by which a series stands in a batch; made once per mapping and copied for every batch. */
export function encodeSeriesKey(key: SeriesKey): Buffer {
  return Buffer.concat([uuidBytes(key.mappingId), uuidBytes(key.assetId), Buffer.from(key.tag, 'utf8')]);
}

export interface BatchHead {
  readonly tenantId: string;
  readonly siteId: string;
  readonly gatewayId: string;
  readonly arrivedMs: number;
  /** The time the gateway stamped, or the time of arrival when it stamps none. */
  readonly sentMs: number;
}

/** Collects the readings of one message. Columns instead of objects: a batch of 500 is a handful of arrays. */
export class BatchBuilder<Series extends { readonly key: Buffer }> {
  readonly series: Series[] = [];
  readonly seriesOf: number[] = [];
  readonly times: number[] = [];
  /** NaN where there is no value. */
  readonly values: number[] = [];
  readonly qualities: Quality[] = [];
  readonly #protocols: Protocol[] = [];
  readonly #reasons: QualityReason[] = [];
  readonly #index = new Map<Series, number>();
  #keyBytes = 0;

  get rows(): number {
    return this.times.length;
  }

  add(series: Series, timeMs: number, value: number | null, quality: Quality, protocol: Protocol, reason: QualityReason): void {
    let index = this.#index.get(series);
    if (index === undefined) {
      index = this.series.push(series) - 1;
      this.#index.set(series, index);
      this.#keyBytes += 2 + series.key.length;
    }
    this.seriesOf.push(index);
    this.times.push(timeMs);
    this.values.push(value ?? Number.NaN);
    this.qualities.push(quality);
    this.#protocols.push(protocol);
    this.#reasons.push(reason);
  }

  encode(head: BatchHead): Buffer {
    const bytes = Buffer.allocUnsafe(headBytes + this.#keyBytes + this.rows * rowBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    view.setUint8(0, layout);
    uuidBytes(head.tenantId).copy(bytes, 1);
    uuidBytes(head.siteId).copy(bytes, 17);
    uuidBytes(head.gatewayId).copy(bytes, 33);
    view.setFloat64(49, head.arrivedMs, true);
    view.setFloat64(57, head.sentMs, true);
    view.setUint32(65, this.series.length, true);
    view.setUint32(69, this.rows, true);
    let offset = headBytes;
    for (const { key } of this.series) {
      view.setUint16(offset, key.length, true);
      key.copy(bytes, offset + 2);
      offset += 2 + key.length;
    }
    for (let row = 0; row < this.rows; row += 1) {
      const value = this.values[row] ?? Number.NaN;
      view.setUint32(offset, this.seriesOf[row] ?? 0, true);
      view.setUint8(offset + 4, this.qualities[row] ?? 0);
      view.setUint8(offset + 5, this.#protocols[row] ?? 0);
      view.setUint8(offset + 6, this.#reasons[row] ?? 0);
      view.setUint8(offset + 7, Number.isNaN(value) ? 0 : 1);
      view.setFloat64(offset + 8, this.times[row] ?? 0, true);
      view.setFloat64(offset + 16, value, true);
      offset += rowBytes;
    }
    return bytes;
  }
}

/** Reads a batch where it lies, without making an object per row. */
export class BatchView {
  readonly tenantId: string;
  readonly siteId: string;
  readonly gatewayId: string;
  readonly arrivedMs: number;
  readonly sentMs: number;
  readonly seriesCount: number;
  readonly rows: number;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #keyAt: Uint32Array;
  readonly #rowsAt: number;

  /** @throws RangeError when the bytes are no batch: the journal's checksum holds, so that would be a fault of ours. */
  constructor(bytes: Buffer) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint8(0) !== layout) throw new RangeError(`a batch of an unknown layout: ${view.getUint8(0)}`);
    this.#bytes = bytes;
    this.#view = view;
    this.tenantId = uuidText(bytes, 1);
    this.siteId = uuidText(bytes, 17);
    this.gatewayId = uuidText(bytes, 33);
    this.arrivedMs = view.getFloat64(49, true);
    this.sentMs = view.getFloat64(57, true);
    this.seriesCount = view.getUint32(65, true);
    this.rows = view.getUint32(69, true);
    this.#keyAt = new Uint32Array(this.seriesCount);
    let offset = headBytes;
    for (let index = 0; index < this.seriesCount; index += 1) {
      this.#keyAt[index] = offset;
      offset += 2 + view.getUint16(offset, true);
    }
    this.#rowsAt = offset;
    if (offset + this.rows * rowBytes !== bytes.length) throw new RangeError('a batch whose length does not fit its rows');
  }

  /** The key's bytes as text of one character a byte: what caches of series are keyed by. */
  seriesKeyText(index: number): string {
    const at = this.#keyAt[index] ?? 0;
    return this.#bytes.toString('latin1', at + 2, at + 2 + this.#view.getUint16(at, true));
  }

  seriesKey(index: number): SeriesKey {
    const at = this.#keyAt[index] ?? 0;
    const end = at + 2 + this.#view.getUint16(at, true);
    return {
      mappingId: uuidText(this.#bytes, at + 2),
      assetId: uuidText(this.#bytes, at + 18),
      tag: this.#bytes.toString('utf8', at + 34, end),
    };
  }

  series(row: number): number {
    return this.#view.getUint32(this.#rowsAt + row * rowBytes, true);
  }

  // The builder alone writes these three bytes, from values of these types, under the journal's checksum.
  quality(row: number): Quality {
    return this.#view.getUint8(this.#rowsAt + row * rowBytes + 4) as Quality;
  }

  protocol(row: number): Protocol {
    return this.#view.getUint8(this.#rowsAt + row * rowBytes + 5) as Protocol;
  }

  reason(row: number): QualityReason {
    return this.#view.getUint8(this.#rowsAt + row * rowBytes + 6) as QualityReason;
  }

  timeMs(row: number): number {
    return this.#view.getFloat64(this.#rowsAt + row * rowBytes + 8, true);
  }

  /** null when the reading has no value. */
  value(row: number): number | null {
    const at = this.#rowsAt + row * rowBytes;
    return this.#view.getUint8(at + 7) === 0 ? null : this.#view.getFloat64(at + 16, true);
  }
}
