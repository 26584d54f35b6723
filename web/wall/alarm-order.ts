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

/** The worst open alarm of each asset, by the asset's id. */
export function worstByAsset<A extends OrderedAlarm & { readonly asset?: { readonly id: string } | null | undefined }>(
  alarms: readonly A[],
): ReadonlyMap<string, A> {
  const worst = new Map<string, A>();
  for (const alarm of byUrgency(alarms)) {
    if (alarm.asset && !worst.has(alarm.asset.id)) worst.set(alarm.asset.id, alarm);
  }
  return worst;
}
