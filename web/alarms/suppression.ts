/** Ends that people choose without a calendar; the graph allows 7 days at most. */
export const suppressionPresets = [
  { id: '15min', ms: 15 * 60_000 },
  { id: '1h', ms: 3_600_000 },
  { id: '4h', ms: 4 * 3_600_000 },
  { id: '8h', ms: 8 * 3_600_000 },
  { id: '1d', ms: 86_400_000 },
  { id: '3d', ms: 3 * 86_400_000 },
  { id: '7d', ms: 7 * 86_400_000 },
] as const;

export type SuppressionPreset = (typeof suppressionPresets)[number]['id'];

/** The end of a preset, on the full minute below it: a clock that is some seconds ahead of the server's must not ask for too much. */
export function presetEnd(preset: SuppressionPreset, nowMs: number): Date {
  const ms = suppressionPresets.find(({ id }) => id === preset)?.ms ?? 0;
  return new Date(Math.floor((nowMs + ms) / 60_000) * 60_000);
}
