const instants = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g;

/** A sentence of the graph with its instants (ISO 8601, UTC) as people at the site read them: 25 Nov 14:30 CET. */
export function readable(sentence: string, zone: string, locale: string): string {
  return sentence.replaceAll(instants, (text) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: zone,
      timeZoneName: 'short',
    }).format(new Date(text)),
  );
}
