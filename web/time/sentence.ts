import { formatTime, zoneLabel } from './format.ts';

const instants = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g;

/** A sentence of the graph with its instants (ISO 8601, UTC) as people at the site read them: tomorrow 13:30 CET. */
export function readable(sentence: string, zone: string, language: string, now: Date): string {
  return sentence.replaceAll(
    instants,
    (text) => `${formatTime(text, { zone, language, now, style: 'day' })} ${zoneLabel(zone, new Date(text))}`,
  );
}
