import { graphql } from '../gql/gql.ts';
import { useData } from '../graph/use-data.ts';
import { useViewer } from '../shell/viewer.tsx';

/** How many alarms are not over, by severity; read anew by itself when one changes. */
export const alarmCounts = graphql(`
  query AlarmCounts($siteId: ID) {
    alertCounts(siteId: $siteId) {
      severity
      active
      acknowledged
      suppressed
    }
  }
`);

/** The sums over all severities; undefined until known. */
export function useAlarmTotals(): { readonly active: number; readonly acknowledged: number; readonly suppressed: number } | undefined {
  const { can } = useViewer();
  const { data } = useData(alarmCounts, {}, { pause: !can('read:alerts') });
  if (!data) return undefined;
  const sum = (field: 'active' | 'acknowledged' | 'suppressed') => data.alertCounts.reduce((total, count) => total + count[field], 0);
  return { active: sum('active'), acknowledged: sum('acknowledged'), suppressed: sum('suppressed') };
}
