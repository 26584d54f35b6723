import { localeOf } from '../time/format.ts';

/** A limit as somebody wrote it: 85, not 85.0. */
export function formatLimit(limit: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 3 }).format(limit).replace('-', '−');
}
