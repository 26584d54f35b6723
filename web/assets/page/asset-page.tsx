'use client';

import { ChartLine, ClipboardPlus } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useMemo, type ReactNode } from 'react';
import type { AssetPageQuery } from '../../gql/graphql.ts';
import { useFromTheStart } from '../../alarms/use-from-the-start.ts';
import { useSoon } from '../../alarms/use-soon.ts';
import { useLiveEvents } from '../../graph/live-feeds.tsx';
import { useData } from '../../graph/use-data.ts';
import { links } from '../../links.ts';
import { useViewer } from '../../shell/viewer.tsx';
import { usePageTitle } from '../../shell/title.tsx';
import { formatNumber } from '../../time/format.ts';
import { usePageZone } from '../../time/zone.tsx';
import { Detail, Facts, type Fact } from '../../ui/detail.tsx';
import { usePhone } from '../../ui/media.ts';
import { StatusPill } from '../../ui/marks.tsx';
import { NotRefreshed } from '../../ui/states.tsx';
import { useEnumLabel, useLanguage, useWords } from '../../words/index.ts';
import { AssetAlarms } from './asset-alarms.tsx';
import { AssetOrders } from './asset-orders.tsx';
import { AssetParts } from './asset-parts.tsx';
import { AssetPredictions } from './asset-predictions.tsx';
import { assetAlarms, assetPage } from './documents.ts';
import { LastDay } from './last-day.tsx';
import { LiveTags } from './live-tags.tsx';
import { mainTags, measured } from './main-tags.ts';
import { isGenerator, PowerNow } from './power-now.tsx';

export type PageAsset = NonNullable<AssetPageQuery['asset']>;

const chartsMax = 4;

/** An asset: how it is now, how the last day went, what is wrong, what is being done about it, what is expected of it. */
export function AssetPage({ code }: { readonly code: string }): ReactNode {
  const t = useWords('assets');
  usePageTitle(code);
  const { can } = useViewer();
  const { data, state, ...read } = useData(assetPage, { code });
  const asset = data?.asset?.code === code ? data.asset : undefined;
  usePageZone(asset?.site?.timezone);
  const alarms = useAlarms(asset);
  const open = asset && alarms.data ? alarms.data.alerts.nodes : none;
  const drawn = useMemo(() => {
    const alarmed = new Set(open.flatMap(({ tag, status }) => (tag && status !== 'SUPPRESSED' ? [tag.id] : [])));
    return mainTags(asset?.tags ?? [], alarmed, chartsMax);
  }, [asset?.tags, open]);
  const facts = useFacts(asset);
  const plate = usePlate(asset);
  const phone = usePhone();
  return (
    <Detail
      what={t('what')}
      code={code}
      title={asset?.name ?? code}
      back={{ href: links.assets(), label: t('tree.back') }}
      loading={state === 'loading' || (state === 'ready' && data?.asset != null && asset === undefined)}
      missing={state === 'ready' && data?.asset === null}
      forbidden={state === 'forbidden'}
      read={read}
      {...(state === 'failed' && { failed: { error: read.error, since: read.failedSince, retry: read.refetch } })}
      status={asset ? <StatusPill kind="asset" status={asset.status} /> : null}
      facts={facts}
      actions={[
        ...(drawn.length > 0
          ? [
              {
                name: 'trends',
                label: t('actions.trends'),
                keys: 't',
                icon: <ChartLine />,
                href: links.trends({ tags: drawn.map(({ id }) => id), from: 'now-24h', to: 'now' }),
              },
            ]
          : []),
        ...(can('create:work-orders')
          ? [
              {
                name: 'createWorkOrder',
                label: t('actions.newOrder'),
                keys: 'w',
                icon: <ClipboardPlus />,
                href: links.newWorkOrder({ asset: code }),
              },
            ]
          : []),
      ]}
      sections={asset ? sectionsOf(asset) : none}
    />
  );

  function sectionsOf(of: PageAsset) {
    const tags = of.tags ?? [];
    const alarmsLink = (
      <Link href={links.alarms({ asset: of.code })} className="text-ink-2 hover:text-ink text-sm">
        {t('alarms.all')}
      </Link>
    );
    const alarmSection = {
      id: 'alarms',
      title: t('alarms.title'),
      count: alarms.data?.alerts.totalCount,
      // On a phone what stands beside comes last, and what is wrong comes first.
      aside: !phone,
      action: alarms.state === 'forbidden' ? undefined : alarmsLink,
      content: (
        <>
          <AssetAlarms alarms={open} state={alarms.state} error={alarms.error} failedSince={alarms.failedSince} refetch={alarms.refetch} />
          {alarms.data && <NotRefreshed what={t('alarms.title')} {...alarms} />}
        </>
      ),
    };
    return [
      ...(phone ? [alarmSection] : []),
      {
        id: 'values',
        title: t('values.title'),
        count: of.tags === null ? undefined : measured(tags).length,
        content: <LiveTags asset={of} />,
      },
      ...(drawn.length > 0
        ? [
            {
              id: 'last-day',
              title: t('last24h.title'),
              content: <LastDay tags={tags} drawn={drawn} alarms={open} zone={of.site?.timezone ?? null} />,
            },
          ]
        : []),
      ...((of.children?.totalCount ?? 0) > 0
        ? [{ id: 'parts', title: t('parts.title'), count: of.children?.totalCount, content: <AssetParts asset={of} /> }]
        : []),
      ...(phone ? [] : [alarmSection]),
      {
        id: 'orders',
        title: t('orders.title'),
        aside: true,
        action: (
          <Link href={links.workOrders({ asset: of.id, ended: '1' })} className="text-ink-2 hover:text-ink text-sm">
            {t('orders.all')}
          </Link>
        ),
        content: <AssetOrders assetId={of.id} />,
      },
      { id: 'predictions', title: t('predictions.title'), aside: true, content: <AssetPredictions assetId={of.id} /> },
      ...(plate.length > 0
        ? [{ id: 'plate', title: t('plate'), aside: true, content: <Facts facts={plate} className="border-b-0 pt-0" /> }]
        : []),
    ];
  }
}

const none: readonly never[] = [];

/** What is wrong with the asset now, kept up to date. */
function useAlarms(asset: PageAsset | undefined) {
  const { can } = useViewer();
  const allowed = can('read:alerts');
  const pause = asset === undefined || !allowed;
  const { refetch, state, ...read } = useData(assetAlarms, { assetId: asset?.id ?? '' }, { pause });
  const again = useCallback(() => {
    if (!pause) refetch();
  }, [pause, refetch]);
  useFromTheStart(again);
  const soon = useSoon(again);
  useLiveEvents('alert', ({ alert }) => {
    if (asset && alert.asset?.id === asset.id) soon();
  });
  return { ...read, refetch, state: allowed ? state : ('forbidden' as const) };
}

function useFacts(asset: PageAsset | undefined): Fact[] {
  const t = useWords('assets');
  const label = useEnumLabel();
  const language = useLanguage();
  if (!asset) return [];
  const { power, parent, site } = asset;
  const kw = (value: number) => `${formatNumber(value, { language })} kW`;
  return [
    ...(power || isGenerator(asset) ? [{ label: t('facts.power'), value: <PowerNow asset={asset} /> }] : []),
    { label: t('facts.type'), value: label('AssetType', asset.type) },
    ...(site ? [{ label: t('facts.site'), value: `${site.code} · ${site.name}` }] : []),
    ...(parent ? [{ label: t('facts.parent'), value: `${parent.code} · ${parent.name}`, href: links.asset(parent.code) }] : []),
    ...(asset.ratedPowerKw === null ? [] : [{ label: t('facts.ratedPower'), value: kw(asset.ratedPowerKw) }]),
  ];
}

/** What stands on its plate and in its file: asked for seldom. */
function usePlate(asset: PageAsset | undefined): Fact[] {
  const t = useWords('assets');
  const label = useEnumLabel();
  if (!asset) return [];
  const make = [asset.manufacturer, asset.model].filter((each) => each != null).join(' ');
  return [
    ...(asset.criticality ? [{ label: t('facts.criticality'), value: label('Criticality', asset.criticality) }] : []),
    ...(make === '' ? [] : [{ label: t('facts.model'), value: make }]),
    ...(asset.serialNumber ? [{ label: t('facts.serial'), value: <span className="code">{asset.serialNumber}</span> }] : []),
    ...(asset.commissionedOn ? [{ label: t('facts.commissioned'), value: <span className="tnum">{asset.commissionedOn}</span> }] : []),
    ...(asset.labels.length > 0 ? [{ label: t('facts.labels'), value: asset.labels.join(', ') }] : []),
  ];
}
