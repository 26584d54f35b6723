'use client';

import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { liveRing } from '../live/use-live-value.ts';
import { useKeys } from '../shell/keys.ts';
import { useViewer } from '../shell/viewer.tsx';
import { usePageTitle } from '../shell/title.tsx';
import { moved, parseRange, defaultRange, zoomed } from '../time/range.ts';
import { usePageZone, useZone } from '../time/zone.tsx';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { hasReading } from './chart/no-readings.ts';
import { seriesMax, type Span } from './chart/series.ts';
import { downloadCsv } from './download.ts';
import { liveFrom } from './live-from.ts';
import { withLive } from './with-live.ts';
import { useReadings } from './readings/use-readings.ts';
import { useTags, type TrendTag } from './readings/use-tags.ts';
import { TagPicker } from './tag-picker.tsx';
import { TrendsToolbar } from './toolbar.tsx';
import { TrendCharts } from './trend-charts.tsx';
import { useEvents, limitsOf } from './use-events.ts';
import { useTrendView } from './use-trend-view.ts';

/** How often a chart that ends now is read anew: live readings fill the time between. */
const rereadMs = 60_000;

/** Several tags over one time, with what happened meanwhile. */
export function TrendsScreen(): ReactNode {
  const t = useWords('trends');
  usePageTitle(t('title'));
  const language = useLanguage();
  const toast = useToast();
  const { viewer, can } = useViewer();
  const view = useTrendView();
  const facts = useTags(view.tags);
  const { known } = facts;
  const tags = useMemo(() => view.tags.flatMap((id) => known.get(id) ?? []), [view.tags, known]);
  const site = tags[0]?.asset?.site;
  usePageZone(site?.timezone);
  const { zone, label: zoneName, mode } = useZone(site?.timezone);
  const clockToTell = view.tags.length > 0 && view.tz !== mode ? mode : null;
  const { set } = view;
  useEffect(() => {
    if (clockToTell !== null) void set({ tz: clockToTell }, { history: 'replace' });
  }, [clockToTell, set]);
  const [asOf, setAsOf] = useAsOf();
  const range = useMemo(() => {
    if (asOf === null) return null;
    return parseRange(view.from, view.to, asOf, zone) ?? parseRange(defaultRange.from, defaultRange.to, asOf, zone);
  }, [view.from, view.to, asOf, zone]);
  const span = useMemo<Span | null>(() => range && { from: range.from.getTime(), to: range.to.getTime() }, [range]);
  const readings = useReadings(tags.map(factsOf), span, view.resolution);
  const assetIds = useMemo(() => [...new Set(tags.flatMap(({ asset }) => (asset ? [asset.id] : [])))], [tags]);
  const events = useEvents(assetIds, span);
  const limits = useMemo(() => (view.limits ? limitsOf(tags, t, language) : []), [view.limits, tags, t, language]);
  const [picking, setPicking] = useState(false);
  const search = useRef<HTMLInputElement>(null);

  const live = range?.live ?? false;
  useEffect(() => {
    if (!live) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setAsOf(new Date());
    }, rereadMs);
    return () => clearInterval(timer);
  }, [live, setAsOf]);

  const show = (asked: { readonly from: string; readonly to: string }) => {
    setAsOf(new Date());
    void view.show(asked);
  };
  const zoom = (next: Span) => {
    void view.show({ from: new Date(next.from).toISOString(), to: new Date(next.to).toISOString() });
  };
  useKeys([
    { keys: 'z', label: t('keys.zoomOut'), group: t('keys.group'), run: () => range && show(zoomed(range, 2)) },
    { keys: 'arrowleft', label: t('keys.earlier'), group: t('keys.group'), run: () => range && show(moved(range, -0.5)) },
    { keys: 'arrowright', label: t('keys.later'), group: t('keys.group'), run: () => range && show(moved(range, 0.5)) },
    { keys: 'n', label: t('keys.live'), group: t('keys.group'), run: () => range && show({ from: liveFrom(range), to: 'now' }) },
    { keys: '/', label: t('keys.search'), group: t('keys.group'), run: () => (search.current ? search.current.focus() : setPicking(true)) },
  ]);

  const picker = (
    <TagPicker
      chosen={view.tags}
      onAdd={(id) => void view.add(id)}
      onRemove={(id) => void view.remove(id)}
      assetIds={assetIds}
      searchRef={search}
    />
  );
  const exportCsv = () => {
    if (!span) return;
    const shown = live
      ? withLive(readings.series, span, (tagId) => liveRing(tagId).window(), Date.now())
      : { series: readings.series, span };
    const rows = downloadCsv(shown.series, shown.span, zone, {
      time: t('csv.time'),
      quality: t('csv.quality'),
      min: t('csv.min'),
      max: t('csv.max'),
      resolution: ({ resolution }) => t(`csv.${resolution}`),
    });
    toast({ title: t('csv.done', { n: rows }), kind: 'done' });
  };
  const shareLink = async () => {
    const url = new URL(location.href);
    // Relative times mean something else tomorrow.
    if (range) {
      url.searchParams.set('from', range.from.toISOString());
      url.searchParams.set('to', range.to.toISOString());
    }
    await navigator.clipboard.writeText(url.href);
    toast({ title: t('copied'), kind: 'done' });
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TrendsToolbar
        view={view}
        range={range}
        zone={zone}
        zoneName={zoneName}
        onShow={show}
        onPick={() => setPicking(true)}
        onShare={shareLink}
        onExport={hasReading(readings.series) ? exportCsv : undefined}
      />
      <div className="flex min-h-0 flex-1">
        <aside className="border-line broad:block hidden w-[280px] shrink-0 border-r" aria-label={t('tags.label')}>
          {picker}
        </aside>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {viewer !== null && !can('read:telemetry') ? (
            <Empty kind="forbidden" />
          ) : view.tags.length === 0 ? (
            <Empty
              kind="none"
              title={t('empty')}
              detail={t('emptyDetail', { max: seriesMax })}
              action={
                <Button className="broad:hidden" onClick={() => setPicking(true)}>
                  {t('tags.add')}
                </Button>
              }
            />
          ) : (
            <>
              {view.events && events.cut && <p className="text-ink-2 m-0 px-3 pt-1.5 text-xs">{t('eventsCut')}</p>}
              <div className="min-h-0 flex-1">
                <TrendCharts
                  ids={view.tags}
                  facts={facts}
                  readings={readings}
                  span={span}
                  zone={zone}
                  live={live}
                  apart={view.apart}
                  limits={limits}
                  bands={view.events ? events.bands : none}
                  marks={view.events ? events.marks : none}
                  onZoom={zoom}
                  onRemove={(id) => void view.remove(id)}
                />
              </div>
            </>
          )}
        </div>
      </div>
      <Sheet
        open={picking}
        title={t('tags.add')}
        onClose={() => setPicking(false)}
        actions={<Button onClick={() => setPicking(false)}>{t('tags.close')}</Button>}
      >
        {picker}
      </Sheet>
    </div>
  );
}

const none: readonly never[] = [];

function factsOf({ id, name, unit, expectedIntervalS }: TrendTag) {
  return { id, name, unit: unit ?? null, expectedIntervalS: expectedIntervalS ?? null };
}

/** When relative times are counted from; null on the server, which does not know when the page will be seen. */
function useAsOf(): [Date | null, (at: Date) => void] {
  const [at, setAt] = useState<Date>(() => new Date());
  const alive = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  return [alive ? at : null, setAt];
}
