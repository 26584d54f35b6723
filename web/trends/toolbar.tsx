'use client';

import { Download, Ellipsis, Link2, ListPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { moved, zoomed, type Range } from '../time/range.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { useWords } from '../words/index.ts';
import { liveFrom } from './live-from.ts';
import { RangeControl } from './range-control.tsx';
import { resolutions, type useTrendView } from './use-trend-view.ts';

interface Asked {
  readonly from: string;
  readonly to: string;
}

/** The page's head: what time is shown, and how. One row on a phone: what does not fit is in its menu, in words. */
export function TrendsToolbar(props: {
  readonly view: ReturnType<typeof useTrendView>;
  /** Null on the server, which does not know when the page will be seen. */
  readonly range: Range | null;
  readonly zone: string;
  readonly zoneName: string;
  readonly onShow: (asked: Asked) => void;
  readonly onPick: () => void;
  readonly onShare: () => unknown;
  /** Left out while there is nothing to export. */
  readonly onExport?: (() => void) | undefined;
}): ReactNode {
  const { view, range, zone, zoneName, onShow, onPick, onShare, onExport } = props;
  const t = useWords('trends');
  const look = useLook(view);
  const onTheMove: readonly MenuItem[] = [
    ...(range
      ? [
          { label: t('range.earlier'), onSelect: () => onShow(moved(range, -0.5)) },
          { label: t('range.later'), onSelect: () => onShow(moved(range, 0.5)) },
          { label: t('range.zoomOut'), onSelect: () => onShow(zoomed(range, 2)) },
          ...(range.live ? [] : [{ label: t('range.backToNow'), onSelect: () => onShow({ from: liveFrom(range), to: 'now' }) }]),
        ]
      : []),
    'line',
    { label: t('share'), onSelect: () => void onShare() },
    { label: t('csv.exportLong'), ...(onExport ? { onSelect: onExport } : { disabledReason: t('csv.nothing') }) },
    'line',
    ...look,
  ];
  return (
    <header className="border-line flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 phone:flex-nowrap phone:gap-x-2">
      <h1 className="m-0 text-lg">{t('title')}</h1>
      <span className="broad:hidden">
        <Button icon={<ListPlus />} label={t('tags.add')} onClick={onPick}>
          {t('tags.label')}
        </Button>
      </span>
      <span className="ml-auto flex min-w-0 flex-wrap items-center gap-1 phone:flex-nowrap">
        {range ? (
          <RangeControl asked={{ from: view.from, to: view.to }} range={range} zone={zone} zoneName={zoneName} onShow={onShow} />
        ) : null}
        <span className="contents phone:hidden">
          <Menu
            align="end"
            trigger={<Button>{view.resolution === 'auto' ? t('resolution.autoLong') : t(`resolution.${view.resolution}`)}</Button>}
            items={look}
          />
          <IconButton icon={<Link2 />} label={t('share')} onClick={onShare} />
          <Button icon={<Download />} label={t('csv.exportLong')} disabled={onExport === undefined} onClick={() => onExport?.()}>
            {t('csv.export')}
          </Button>
        </span>
        <span className="wide:hidden">
          <Menu align="end" trigger={<IconButton icon={<Ellipsis />} label={t('more')} />} items={onTheMove} />
        </span>
      </span>
    </header>
  );
}

/** How the readings are drawn, as entries of a menu. */
function useLook(view: ReturnType<typeof useTrendView>): readonly MenuItem[] {
  const t = useWords('trends');
  return [
    { heading: t('resolution.label') },
    ...(['auto', ...resolutions] as const).map((each) => ({
      label: t(`resolution.${each}`),
      checked: view.resolution === each,
      onSelect: () => void view.set({ resolution: each }),
    })),
    'line',
    { heading: t('layout') },
    { label: t('together'), checked: view.apart === false, onSelect: () => void view.set({ apart: false }) },
    { label: t('apart'), checked: view.apart === true, onSelect: () => void view.set({ apart: true }) },
    'line',
    { label: t('eventsShown'), checked: view.events, onSelect: () => void view.set({ events: !view.events }) },
    { label: t('limitsShown'), checked: view.limits, onSelect: () => void view.set({ limits: !view.limits }) },
  ];
}
