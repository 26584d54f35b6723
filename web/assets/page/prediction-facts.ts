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

/** What a prediction rests on, in words, the weightiest first. */
export function reasonsOf(explanation: unknown): string[] {
  if (!Array.isArray(explanation)) return [];
  return explanation.flatMap((reason: unknown) => (isRecord(reason) && typeof reason['text'] === 'string' ? [reason['text']] : []));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
