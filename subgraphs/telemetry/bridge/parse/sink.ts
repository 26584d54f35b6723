import type { Protocol, Quality } from '../readings/quality.ts';

/** Why something that was sent cannot be stored (contract §5). */
export type DeadLetterReason =
  'invalid_schema' | 'unknown_tag' | 'unknown_site' | 'bad_timestamp' | 'too_large' | 'forbidden' | 'processing_error';

/**
 * What every format's reader hands its points to, one call a point and no object between: the reader knows the format, the sink
 * knows the mappings. A fault is about one point and never stops the others.
 */
export interface PointSink {
  /**
   * @param asset The asset's code.
   * @param timeMs The point's own time, epoch milliseconds; undefined when it names none.
   * @param value null is "no value".
   */
  point(
    asset: string,
    tag: string,
    timeMs: number | undefined,
    value: number | null,
    quality: Quality,
    protocol: Protocol | undefined,
  ): void;
  /** @param sample What was sent, for the dead letter. */
  fault(reason: DeadLetterReason, detail: string, sample: unknown): void;
}
