'use client';

import type { ReactNode } from 'react';
import { useAcknowledging } from '../alarms/acknowledging.ts';
import { AlarmLine } from '../alarms/alarm-line.tsx';
import { useAlarmTotals } from '../alarms/counts.ts';
import { isUnacknowledged } from '../alarms/alarm.ts';
import { links } from '../links.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useWords } from '../words/index.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { useLiveAlarms } from './live-alarms.ts';

/** As many as are read at a glance. */
const shownMax = 8;

/** What nobody has taken on yet, the worst first. */
export function AlarmsPanel(): ReactNode {
  const t = useWords('overview');
  const { can } = useViewer();
  const totals = useAlarmTotals();
  const acknowledging = useAcknowledging();
  const { alarms, ...read } = useLiveAlarms();
  const shown = alarms?.slice(0, shownMax);
  const rest = (totals?.unacknowledged ?? 0) - (shown ?? []).filter(isUnacknowledged).length;
  return (
    <AttentionPanel
      title={t('unacknowledged')}
      none={t('unacknowledgedNone')}
      read={read}
      rows={shown}
      count={totals?.unacknowledged}
      way={{ href: links.alarms(), label: t('allAlarms') }}
      more={rest > 0 && { href: links.alarms(), label: t('nMore', { n: rest }) }}
      loadingRows={4}
    >
      {(alarm) => (
        <li key={alarm.id} className="border-t">
          <AlarmLine
            alarm={alarm}
            busy={acknowledging.isBusy(alarm.id)}
            mayAcknowledge={can('acknowledge:alerts')}
            onAcknowledge={(chosen) => void acknowledging.acknowledge([chosen])}
          />
        </li>
      )}
    </AttentionPanel>
  );
}
