import { graphql } from '../gql/gql.ts';
import { useData } from '../graph/use-data.ts';
import { useViewer } from '../shell/viewer.tsx';

/** How many alarms are not over, or were before anybody had acknowledged them, by severity; read anew by itself when one changes. */
export const alarmCounts = graphql(`
  query AlarmCounts($siteId: ID) {
    alertCounts(siteId: $siteId) {
      severity
      active
      acknowledged
      suppressed
      cleared
    }
  }
`);

type Kind = 'active' | 'acknowledged' | 'suppressed' | 'cleared';

/** The sums over all severities; undefined until known. */
export function useAlarmTotals(): Readonly<Record<Kind | 'unacknowledged', number>> | undefined {
  const { can } = useViewer();
  const { data } = useData(alarmCounts, {}, { pause: !can('read:alerts') });
  if (!data) return undefined;
  const sum = (field: Kind) => data.alertCounts.reduce((total, count) => total + count[field], 0);
  const [active, acknowledged, suppressed, cleared] = [sum('active'), sum('acknowledged'), sum('suppressed'), sum('cleared')];
  return { active, acknowledged, suppressed, cleared, unacknowledged: active + cleared };
}
