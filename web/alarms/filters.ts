import type { AlertOrder, AlertSeverity, AlertWhere } from '../gql/graphql.ts';
import { parseRange } from '../time/range.ts';
import { severities, type Alarm } from './alarm.ts';

/** The views of the alarms: what needs attention, what was shelved, what is over. */
export const views = ['active', 'shelved', 'history'] as const;
export type AlarmView = (typeof views)[number];

export function isView(text: string): text is AlarmView {
  return views.some((view) => view === text);
}

/** What the filter bar says, as people name things: codes, not ids. Empty lists and null do not filter. */
export interface AlarmFilters {
  readonly severities: readonly AlertSeverity[];
  readonly sites: readonly string[];
  readonly assets: readonly string[];
  /** Part of the title. */
  readonly text: string;
  readonly raised: {
    readonly from: Date;
    /** Null when it is open: a span up to now goes on, or it would hide every alarm that is raised after it was chosen. */
    readonly to: Date | null;
  } | null;
}

/** Ids of the codes that the filters name: the graph filters by id. */
export interface KnownIds {
  readonly sites: ReadonlyMap<string, string>;
  readonly assets: ReadonlyMap<string, string>;
}

export function severitiesOf(values: readonly string[]): readonly AlertSeverity[] {
  return severities.filter((severity) => values.includes(severity));
}

/** A span of the URL in Grafana's grammar, against a clock; null when it says nothing. */
export function raisedOf(span: { readonly from: string; readonly to: string } | null, now: Date, zone: string): AlarmFilters['raised'] {
  const range = span && parseRange(span.from, span.to, now, zone);
  return range && { from: range.from, to: range.live ? null : range.to };
}

/** What a view asks of the graph. The active one is of what nobody has acknowledged, even if it is over, followed by what somebody has taken on. */
export const standings = {
  active: { needsAcknowledgement: { eq: true } },
  taken: { status: { in: ['ACKNOWLEDGED'] } },
  shelved: { status: { in: ['SUPPRESSED'] } },
  history: { status: { in: ['RESOLVED'] } },
} as const satisfies Record<AlarmView | 'taken', AlertWhere>;

/** Alarms of a standing that the filters let through. A code that nobody knows lets nothing through. */
export function whereOf(standing: keyof typeof standings, filters: AlarmFilters, ids: KnownIds): AlertWhere {
  const { severities: chosen, sites, assets, text, raised } = filters;
  return {
    ...standings[standing],
    ...(chosen.length > 0 && { severity: { in: [...chosen] } }),
    ...(sites.length > 0 && { siteId: { in: idsOf(sites, ids.sites) } }),
    ...(assets.length > 0 && { assetId: { in: idsOf(assets, ids.assets) } }),
    ...(text !== '' && { title: { contains: text } }),
    ...(raised && { triggeredAt: { gte: raised.from.toISOString(), ...(raised.to && { lt: raised.to.toISOString() }) } }),
  };
}

/** Whether the filters let an alarm through that an event brought: the same as `whereOf` asks of the graph. */
export function letsThrough({ severities: chosen, sites, assets, text, raised }: AlarmFilters, alarm: Alarm): boolean {
  const at = Date.parse(alarm.triggeredAt);
  return (
    (chosen.length === 0 || chosen.includes(alarm.severity)) &&
    (sites.length === 0 || sites.includes(alarm.site?.code ?? '')) &&
    (assets.length === 0 || assets.includes(alarm.asset?.code ?? '')) &&
    (text === '' || alarm.title.toLowerCase().includes(text.toLowerCase())) &&
    (raised === null || (at >= raised.from.getTime() && (raised.to === null || at < raised.to.getTime())))
  );
}

/**
 * How the graph sorts what the list's head names `raised` or `severity`. What is open goes by its last raise, which is what has to be
 * looked at; what is over by its first, and never by severity, which the graph can only do quickly for the few that are open.
 */
export function orderOf(view: AlarmView, sort: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null): AlertOrder {
  const direction = sort?.direction ?? 'DESC';
  if (view === 'history') return { field: 'TRIGGERED_AT', direction };
  return { field: sort?.field === 'severity' ? 'SEVERITY' : 'LAST_OCCURRENCE_AT', direction };
}

function idsOf(codes: readonly string[], known: ReadonlyMap<string, string>): string[] {
  return codes.flatMap((code) => known.get(code) ?? []);
}
