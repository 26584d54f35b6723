/** What an alarm on the wall is ordered by. */
export interface OrderedAlarm {
  readonly severity: string;
  readonly status: string;
  /** ISO 8601. */
  readonly triggeredAt: string;
}

const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

/** The order in which a person at the wall should read: what nobody has taken on, the worst first, then the newest. */
export function byUrgency<A extends OrderedAlarm>(alarms: readonly A[]): A[] {
  return alarms.toSorted(
    (one, other) =>
      Number(isTaken(one)) - Number(isTaken(other)) ||
      severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
      other.triggeredAt.localeCompare(one.triggeredAt),
  );
}

function isTaken({ status }: OrderedAlarm): boolean {
  return status !== 'ACTIVE';
}

interface Located {
  readonly asset?: { readonly id: string; readonly parent?: { readonly id: string } | null | undefined } | null | undefined;
}

/** The worst open alarm of each asset and of what hangs below it, by the asset's id: a combiner's alarm is its inverter's too. */
export function worstByAsset<A extends OrderedAlarm & Located>(alarms: readonly A[]): ReadonlyMap<string, A> {
  const worst = new Map<string, A>();
  for (const alarm of byUrgency(alarms)) {
    for (const id of [alarm.asset?.id, alarm.asset?.parent?.id]) if (id !== undefined && !worst.has(id)) worst.set(id, alarm);
  }
  return worst;
}
