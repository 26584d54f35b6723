'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useAcknowledging } from '../alarms/acknowledging.ts';
import { AlarmLine } from '../alarms/alarm-line.tsx';
import { useAlarmTotals } from '../alarms/counts.ts';
import { isUnacknowledged } from '../alarms/alarm.ts';
import { links } from '../links.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { useLiveAlarms } from './live-alarms.ts';

/** As many as are read at a glance. */
const shownMax = 8;

/** What nobody has taken on yet, the worst first. */
export function AlarmsPanel(): ReactNode {
  const t = useWords('overview');
  const { can } = useViewer();
  const totals = useAlarmTotals();
  const acknowledging = useAcknowledging();
  const { alarms, state, error, failedSince, refetch } = useLiveAlarms();
  const shown = alarms?.slice(0, shownMax) ?? [];
  const rest = (totals?.unacknowledged ?? 0) - shown.filter(isUnacknowledged).length;
  return (
    <Panel
      title={t('unacknowledged')}
      note={totals && totals.unacknowledged > 0 ? <span className="tnum">{totals.unacknowledged}</span> : undefined}
      action={<AllLink href={links.alarms()}>{t('allAlarms')}</AllLink>}
    >
      {state === 'forbidden' ? (
        <Empty kind="forbidden" />
      ) : !alarms && state === 'failed' ? (
        <Failed what={t('unacknowledged')} error={error} retry={refetch} {...(failedSince && { since: failedSince })} />
      ) : !alarms ? (
        <Loading rows={4} />
      ) : shown.length === 0 ? (
        <Empty kind="none" title={t('unacknowledgedNone')} />
      ) : (
        <ul>
          {shown.map((alarm) => (
            <li key={alarm.id} className="border-t">
              <AlarmLine
                alarm={alarm}
                busy={acknowledging.isBusy(alarm.id)}
                mayAcknowledge={can('acknowledge:alerts')}
                onAcknowledge={(chosen) => void acknowledging.acknowledge([chosen])}
              />
            </li>
          ))}
          {rest > 0 && (
            <li className="border-t px-3 py-1.5">
              <AllLink href={links.alarms()}>{t('moreAlarms', { n: rest })}</AllLink>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

/** The way to the whole list. */
export function AllLink({ href, children }: { readonly href: string; readonly children: ReactNode }): ReactNode {
  return (
    <Link href={href} className="text-sm text-ink-2 hover:text-ink hover:underline">
      {children}
    </Link>
  );
}
