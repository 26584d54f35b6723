/** Qualities and protocols as small numbers: they are compared and stored for every reading, 72,000 times a second. */
export const GOOD = 0;
export const BAD = 1;
export const UNCERTAIN = 2;

export type Quality = typeof GOOD | typeof BAD | typeof UNCERTAIN;

/** The stored names, by number (domain reference, 2: telemetry.quality). */
export const qualityNames = ['GOOD', 'BAD', 'UNCERTAIN'] as const;

/** Where a reading came from, by number; contract §5 closes the list. */
export const protocolNames = ['modbus', 'opcua', 'iec61850', 'dnp3', 'mqtt'] as const;

export type Protocol = 0 | 1 | 2 | 3 | 4;

export const MQTT: Protocol = 4;

/** Why the bridge lowered a reading's quality, by number; kept in the row's metadata. */
export const reasonNames = ['', 'out_of_range', 'rate_of_change'] as const;

export type QualityReason = 0 | 1 | 2;

export const AS_SENT: QualityReason = 0;
export const OUT_OF_RANGE: QualityReason = 1;
export const RATE_OF_CHANGE: QualityReason = 2;

export function qualityOf(name: unknown): Quality | undefined {
  switch (name) {
    case 'GOOD':
      return GOOD;
    case 'BAD':
      return BAD;
    case 'UNCERTAIN':
      return UNCERTAIN;
    default:
      return undefined;
  }
}

export function protocolOf(name: unknown): Protocol | undefined {
  switch (name) {
    case 'modbus':
      return 0;
    case 'opcua':
      return 1;
    case 'iec61850':
      return 2;
    case 'dnp3':
      return 3;
    case 'mqtt':
      return 4;
    default:
      return undefined;
  }
}
