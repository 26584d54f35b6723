'use client';

import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { PageHead } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { FirstView } from '../ui/first-view.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { AlarmsPanel } from './alarms-panel.tsx';
import { BlockedPanel, OverduePanel, WaitingPanel } from './orders-panel.tsx';
import { PowerPanel } from './power-panel.tsx';
import { PredictionsPanel } from './predictions-panel.tsx';
import { SitesPanel } from './sites-panel.tsx';
import { useSites } from './sites-data.ts';
import { SilenceLine } from './silence-line.tsx';

/** What needs me now at the left, the worst on top; what it costs and where it is at the right. */
export function OverviewScreen(): ReactNode {
  const t = useWords('overview');
  const { can, state } = useViewer();
  return (
    <div className="h-full overflow-y-auto">
      <PageHead title={t('title')} />
      <FirstView>
        <SilenceLine />
        <div className="broad:grid broad:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
          <FirstView className="min-w-0">
            {state === 'loading' && <Loading rows={6} />}
            {can('read:alerts') && <AlarmsPanel />}
            {can('read:work-orders') && <OverduePanel />}
            {can('read:work-orders') && <BlockedPanel />}
            {can('read:work-orders') && <WaitingPanel />}
            {can('read:predictions') && <PredictionsPanel />}
          </FirstView>
          <FirstView className="flex min-w-0 flex-col broad:border-s" rows={12}>
            {can('read:sites') && <Sites />}
          </FirstView>
        </div>
      </FirstView>
    </div>
  );
}

function Sites(): ReactNode {
  const t = useWords('overview');
  const { can } = useViewer();
  const [chosen, setChosen] = useQueryState('site', parseAsString);
  const { sites, state, error, failedSince, refetch } = useSites();
  if (!sites) {
    if (state === 'failed') return <Failed what={t('sites')} error={error} retry={refetch} {...(failedSince && { since: failedSince })} />;
    if (state === 'forbidden') return <Empty kind="forbidden" />;
    return <Loading rows={12} />;
  }
  if (sites.length === 0) return <Empty kind="none" title={t('sitesNone')} />;
  const choose = (code: string | null): void => void setChosen(code === chosen ? null : code);
  return (
    <>
      {can('read:telemetry') && <PowerPanel sites={sites} chosen={chosen} onChoose={choose} />}
      <NotRefreshed what={t('sites')} error={error} failedSince={failedSince} refetch={refetch} />
      <SitesPanel sites={sites} chosen={chosen} onChoose={choose} />
    </>
  );
}
