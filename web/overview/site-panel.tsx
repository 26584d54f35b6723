'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { AlarmLine } from '../alarms/alarm-line.tsx';
import { useAcknowledging } from '../alarms/acknowledging.ts';
import { useSoon } from '../alarms/use-soon.ts';
import { useData } from '../graph/use-data.ts';
import { useLiveEvents } from '../graph/live-feeds.tsx';
import { useEvery } from '../graph/use-every.ts';
import { links } from '../links.ts';
import { useViewer } from '../shell/viewer.tsx';
import { formatNumber } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Facts, type Fact } from '../ui/detail.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { overviewSiteAlarms, overviewSiteOrders } from './documents.ts';
import type { SiteState } from './site-state.ts';

/** A site from the map: what is wrong there, what is being done, and the ways in to what this person may see. */
export function SitePanel({ state, onClose }: { readonly state: SiteState; readonly onClose: () => void }): ReactNode {
  const t = useWords('overview');
  const label = useEnumLabel();
  const language = useLanguage();
  const now = useNow(60_000);
  const { can } = useViewer();
  const { site } = state;
  const orders = useOpenOrders(site.id);
  const unit = (value: number | null, name: string) => (value === null ? null : `${formatNumber(value, { language })} ${name}`);
  return (
    <section aria-label={site.name} className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex items-center gap-2 border-b px-3 py-1.5">
        <span className="code">{site.code}</span>
        <h3 className="min-w-0 flex-1 truncate">{site.name}</h3>
        <IconButton size="small" label={t('closePanel')} icon={<X />} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="border-b">
          {can('read:alerts') ? <SiteAlarms siteId={site.id} /> : <Empty kind="forbidden" title={t('alarmsForbidden')} />}
        </div>
        <Facts
          facts={[
            { label: t('localTime'), value: now === null ? null : <Time at={now} zone={site.timezone} style="clock" withZone /> },
            { label: t('type'), value: site.type && label('SiteType', site.type) },
            { label: t('capacity'), value: unit(site.capacityMw, 'MW') },
            { label: t('storage'), value: unit(site.storageCapacityMwh, 'MWh') },
            ...orders.facts,
            { label: t('place'), value: site.location },
          ]}
        />
        {orders.below}
      </div>
      <footer className="flex flex-wrap gap-1.5 border-t px-3 py-2">
        {can('read:alerts') && (
          <Button size="small" href={links.alarms({ site: site.code })}>
            {t('goAlarms')}
          </Button>
        )}
        <Button size="small" href={links.assets({ site: site.code })}>
          {t('goAssets')}
        </Button>
        {can('read:work-orders') && (
          <Button size="small" href={links.workOrders({ site: site.id })}>
            {t('goOrders')}
          </Button>
        )}
        <Button size="small" href={links.wall(site.code)}>
          {t('goWall')}
        </Button>
      </footer>
    </section>
  );
}

/** Open alarms of the site, the worst first. */
function SiteAlarms({ siteId }: { readonly siteId: string }): ReactNode {
  const t = useWords('overview');
  const { can } = useViewer();
  const acknowledging = useAcknowledging();
  const { data, state, error, failedSince, refetch } = useData(overviewSiteAlarms, {
    where: { siteId: { eq: siteId }, status: { in: ['ACTIVE', 'ACKNOWLEDGED'] } },
  });
  const refetchSoon = useSoon(refetch);
  useLiveEvents('alert', ({ alert }) => {
    if (alert.site?.id === siteId) refetchSoon();
  });
  if (state === 'forbidden') return <Empty kind="forbidden" title={t('alarmsForbidden')} />;
  if (!data && state === 'failed') {
    return <Failed what={t('alarmsOfSite')} error={error} since={failedSince} retry={refetch} />;
  }
  if (!data) return <Loading rows={2} />;
  return (
    <>
      {data.alerts.nodes.length === 0 ? (
        <p className="px-3 py-2 text-ink-2">{t('normal')}</p>
      ) : (
        <ul>
          {data.alerts.nodes.map((alarm) => (
            <li key={alarm.id} className="border-b last:border-b-0">
              <AlarmLine
                alarm={alarm}
                busy={acknowledging.isBusy(alarm.id)}
                mayAcknowledge={can('acknowledge:alerts')}
                onAcknowledge={(chosen) => void acknowledging.acknowledge([chosen])}
              />
            </li>
          ))}
        </ul>
      )}
      <NotRefreshed what={t('alarmsOfSite')} error={error} failedSince={failedSince} refetch={refetch} />
    </>
  );
}

/** How much work is open, and below the facts what reading it met; no fact for whoever may not read orders. */
function useOpenOrders(siteId: string): { readonly facts: readonly Fact[]; readonly below: ReactNode } {
  const t = useWords('overview');
  const allowed = useViewer().can('read:work-orders');
  const { data, state, error, failedSince, refetch } = useData(
    overviewSiteOrders,
    { where: { siteId: { eq: siteId }, status: { in: ['SUBMITTED', 'APPROVED', 'SCHEDULED', 'ASSIGNED', 'IN_PROGRESS', 'ON_HOLD'] } } },
    { pause: !allowed },
  );
  // An order becomes overdue by the clock alone.
  useEvery(60_000, () => {
    if (allowed) refetch();
  });
  const label = t('openOrders');
  if (!allowed || state === 'forbidden') return { facts: [], below: null };
  if (!data && state === 'failed') {
    return { facts: [], below: <Failed what={label} error={error} since={failedSince} retry={refetch} /> };
  }
  if (!data) return { facts: [{ label, value: null }], below: null };
  const n = data.workOrderCounts.reduce((sum, { count }) => sum + count, 0);
  const overdue = data.workOrderCounts.reduce((sum, each) => sum + each.overdue, 0);
  const value = overdue > 0 ? t('ordersOverdue', { n, overdue }) : String(n);
  return {
    facts: [{ label, value, href: links.workOrders({ site: siteId }) }],
    below: <NotRefreshed what={label} error={error} failedSince={failedSince} refetch={refetch} />,
  };
}
