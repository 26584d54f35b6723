import { byPriority, causeOf, isUnacknowledged, raisedMs, type Alarm } from './alarm.ts';

/** More alarms than an operator can handle: over 10 raised within 10 minutes (ISA-18.2; reference, rule 14). */
export const floodAbove = 10;
export const floodMs = 600_000;

/** Fewer assets than this with one cause are no common cause. */
const commonAssetsMin = 3;

/** Alarms that belong together: one cause on many assets of a site, or one asset with many causes. */
export interface AlarmGroup {
  readonly key: string;
  readonly by: 'cause' | 'asset';
  /** Worst first; at least two. */
  readonly alarms: readonly [Alarm, Alarm, ...Alarm[]];
}

export type FloodEntry = { readonly kind: 'group'; readonly group: AlarmGroup } | { readonly kind: 'alarm'; readonly alarm: Alarm };

/** How many unacknowledged alarms were raised within the ten minutes before an instant. */
export function raisedLately(alarms: readonly Alarm[], nowMs: number): number {
  return alarms.filter((alarm) => isUnacknowledged(alarm) && nowMs - raisedMs(alarm) <= floodMs).length;
}

export function isFlood(alarms: readonly Alarm[], nowMs: number): boolean {
  return raisedLately(alarms, nowMs) > floodAbove;
}

/**
 * Alarms grouped so that a flood reads as its few causes: a rule that fires on three or more assets of a site is one line, what
 * remains of an asset with several alarms another; a single alarm stays as it is. Lines are ordered by their worst alarm, then by the
 * newest.
 */
export function groupFlood(alarms: readonly Alarm[]): FloodEntry[] {
  const common = [...gather(alarms, causeKey)].filter(([, members]) => assetsIn(members) >= commonAssetsMin);
  const grouped = new Set(common.flatMap(([, members]) => members));
  const rest = alarms.filter((alarm) => !grouped.has(alarm));
  const entries: FloodEntry[] = [
    ...common.map(([key, members]) => entryOf(key, 'cause', members)),
    ...[...gather(rest, assetKey)].map(([key, members]) => entryOf(key, 'asset', members)),
  ];
  return entries.sort((one, other) => byPriority(leadOf(one), leadOf(other)));
}

/** The alarm that stands for an entry: its worst. */
export function leadOf(entry: FloodEntry): Alarm {
  return entry.kind === 'group' ? entry.group.alarms[0] : entry.alarm;
}

function entryOf(key: string, by: AlarmGroup['by'], members: readonly Alarm[]): FloodEntry {
  const [first, second, ...more] = [...members].sort(byPriority);
  if (first === undefined) throw new Error('a group without an alarm');
  return second === undefined ? { kind: 'alarm', alarm: first } : { kind: 'group', group: { key, by, alarms: [first, second, ...more] } };
}

function causeKey(alarm: Alarm): string {
  return `cause:${alarm.site?.id ?? ''}:${causeOf(alarm)}`;
}

function assetKey(alarm: Alarm): string {
  return `asset:${alarm.asset?.id ?? alarm.id}`;
}

function assetsIn(alarms: readonly Alarm[]): number {
  return new Set(alarms.map((alarm) => alarm.asset?.id ?? alarm.id)).size;
}

function gather(alarms: readonly Alarm[], keyOf: (alarm: Alarm) => string): Map<string, Alarm[]> {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const key = keyOf(alarm);
    const members = groups.get(key);
    if (members) members.push(alarm);
    else groups.set(key, [alarm]);
  }
  return groups;
}
