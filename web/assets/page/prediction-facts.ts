/** What a model had to beat, as the registry keeps it: a name and its value. */
export interface Baseline {
  readonly name: string;
  /** A probability from 0 to 1, where it is one. */
  readonly value: number | null;
}

export function baselineOf(baseline: unknown): Baseline | null {
  if (!isRecord(baseline) || typeof baseline['name'] !== 'string') return null;
  const { value } = baseline;
  return { name: baseline['name'], value: typeof value === 'number' ? value : null };
}

const dayMs = 86_400_000;

/** How many days ahead it looks, one at least. Null where it has no end. */
export function daysAhead(predictedAt: string, horizonEnd: string | null): number | null {
  if (horizonEnd === null) return null;
  return Math.max(1, Math.round((Date.parse(horizonEnd) - Date.parse(predictedAt)) / dayMs));
}

/**
 * What a prediction rests on, in words, the weightiest first; what weighs nothing is background, which the baseline tells. A model
 * writes its means as it has them: four places say no more than one.
 */
export function reasonsOf(explanation: unknown): string[] {
  if (!Array.isArray(explanation)) return [];
  return explanation.flatMap((reason: unknown) =>
    isRecord(reason) && typeof reason['text'] === 'string' && reason['weight'] !== 0
      ? [reason['text'].replaceAll(/\d+\.\d{2,}/g, (number) => Number(number).toFixed(1))]
      : [],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
