import { csvOf, type CsvWords } from './csv.ts';
import type { Span } from './chart/series.ts';
import type { ReadSeries } from './readings/read-series.ts';

/** Hands what is shown to the browser as a file; returns the number of its rows. */
export function downloadCsv(series: readonly ReadSeries[], span: Span, zone: string, words: CsvWords): number {
  const text = csvOf(series, span, zone, words);
  // Spreadsheets take text without the mark for their own old encoding, and `°C` for something else.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  const name = (at: number) => new Date(at).toISOString().slice(0, 16).replaceAll(':', '');
  link.href = url;
  link.download = `trends_${name(span.from)}Z_${name(span.to)}Z.csv`;
  link.click();
  URL.revokeObjectURL(url);
  return text.split('\r\n').length - 2;
}
