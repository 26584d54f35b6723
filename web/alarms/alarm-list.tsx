'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState, type FocusEvent, type ReactNode } from 'react';
import { links } from '../links.ts';
import { useKeys } from '../shell/keys.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useNow } from '../time/now.ts';
import { useZone } from '../time/zone.tsx';
import { Button } from '../ui/button.tsx';
import { useListState } from '../ui/list-state.ts';
import { List, type BulkAction, type RowKey } from '../ui/list.tsx';
import { usePhone } from '../ui/media.ts';
import { Tabs, useTab } from '../ui/tabs.tsx';
import { useWords } from '../words/index.ts';
import { useAcknowledging } from './acknowledging.ts';
import { isOpen, isOver, isUnacknowledged, type Alarm } from './alarm.ts';
import { alarmIn, alarmsIn, useAlarmColumns, type AlarmEntry } from './alarm-columns.tsx';
import { cardPx, useAlarmCard } from './alarm-card.tsx';
import { AlarmDialogs, type Intent } from './alarm-dialogs.tsx';
import { ArrivalsBar, useShowAtRest } from './arrivals-bar.tsx';
import { useAlarmTotals } from './counts.ts';
import { isView, orderOf, raisedOf, severitiesOf, views, type AlarmFilters, type AlarmView } from './filters.ts';
import { isFlood, raisedLately } from './flood.ts';
import { useAlarmFilters } from './use-alarm-filters.ts';
import { useAlarmRows } from './use-alarm-rows.ts';
import { useAtRest } from './use-at-rest.ts';
import { useEntries } from './use-entries.ts';
import { useKnownIds } from './use-known-ids.ts';
import { useUnshelving } from './unshelving.ts';

const usualSort = { field: 'raised', direction: 'DESC' } as const;

/** How long the focus rests on a row before its detail follows it. */
const followMs = 150;

/** The alarms: what needs attention first. `open` is the alarm whose detail is beside the list. */
export function AlarmList({ open }: { readonly open: string | null }): ReactNode {
  const t = useWords('alarms');
  const { can: may } = useViewer();
  const phone = usePhone();
  const now = useNow(10_000);
  const { zone } = useZone();
  const totals = useAlarmTotals();
  const tabs = useMemo(() => views.map((view) => ({ id: view, label: t(`view.${view}`), ...countOf(view, totals) })), [t, totals]);
  const [tab] = useTab('view', tabs);
  const view = isView(tab) ? tab : 'active';

  const filterDefs = useAlarmFilters();
  const list = useListState({ filters: filterDefs, sort: usualSort });
  const known = useKnownIds(list.values('asset'), list.values('site'));
  const filters = useFilters(list, zone);
  const alarms = useAlarmRows({ view, filters, ids: known, order: orderOf(view, list.sort) });

  const frame = useRef<HTMLDivElement>(null);
  const atRest = useAtRest(frame);
  useShowAtRest(alarms.arrived, atRest, alarms.show);
  useTidyAtRest(view, alarms.rows, atRest, alarms.refetch);

  const flooded = useFlooded(view === 'active' && isFlood([...alarms.rows, ...alarms.arrived], now ?? Date.now()), atRest);
  const { entries, openGroups, toggleGroup, grouped, setGrouped } = useEntries(alarms.rows, flooded);

  const acknowledging = useAcknowledging();
  const [intent, setIntent] = useState<Intent | null>(null);
  const takeOn = useCallback(
    (chosen: readonly Alarm[]): void => {
      if (chosen.length === 1) void acknowledging.acknowledge(chosen);
      else setIntent({ verb: 'acknowledge', alarms: chosen });
    },
    [acknowledging],
  );
  const mayAcknowledge = may('acknowledge:alerts');
  const shown = {
    view,
    narrow: open !== null && !phone,
    isBusy: acknowledging.isBusy,
    onTakeOn: mayAcknowledge ? takeOn : null,
    openGroups,
    onToggleGroup: toggleGroup,
  };
  const columns = useAlarmColumns(shown);
  const card = useAlarmCard(shown);

  const router = useRouter();
  const query = useSearchParams().toString();
  const keys = useRowKeys(view, may, takeOn, setIntent);
  const bulkActions: readonly BulkAction<AlarmEntry>[] =
    mayAcknowledge && view === 'active'
      ? [
          {
            label: t('acknowledge'),
            keys: 'e',
            reason: (rows) => (rows.flatMap(alarmsIn).some(isUnacknowledged) ? undefined : t('nothingToAcknowledge')),
            run: (rows) => setIntent({ verb: 'acknowledge', alarms: rows.flatMap(alarmsIn) }),
          },
        ]
      : [];
  useKeys(alarms.arrived.length > 0 ? [{ keys: 'n', label: t('showArrived'), group: t('title'), run: alarms.show }] : []);

  // The detail follows the row that J and K go to, as long as one is open: what a key acts on is what is shown.
  const following = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(following.current), []);
  const follow = (event: FocusEvent): void => {
    const id = event.target.closest('[data-key]')?.getAttribute('data-key');
    clearTimeout(following.current);
    if (open === null || phone || !id || id === open || !event.target.matches('a[data-row]')) return;
    const alarm = entries.find((entry) => entryKey(entry) === id);
    if (!alarm) return;
    following.current = setTimeout(
      () => router.replace(`${links.alarm(alarmIn(alarm).id)}${query && `?${query}`}`, { scroll: false }),
      followMs,
    );
  };

  return (
    <div ref={frame} className="flex h-full min-h-0 min-w-0 flex-col" onFocus={follow}>
      <div className="relative shrink-0">
        <Tabs name="view" label={t('views')} tabs={tabs} />
        {/* It has its place already: when it appears, no row moves. */}
        <div className="absolute inset-y-0 end-0 flex max-w-[65%] min-w-0 items-center gap-3 px-3 phone:hidden">
          <ArrivalsBar arrived={alarms.arrived} onShow={alarms.show} />
        </div>
      </div>
      <div className="relative min-h-0 flex-1">
        <List<AlarmEntry>
          {...alarms}
          name={`alarms-${view}`}
          label={t('title')}
          // What can be sorted by is the same on a card, which does not draw it.
          columns={phone ? [...card, ...columns.filter(({ sort }) => sort !== undefined)] : columns}
          phoneRowPx={cardPx}
          rows={entries}
          read={alarms.rows.length}
          total={grouped ? entries.length : alarms.total}
          rowKey={entryKey}
          rowHref={(entry) => links.alarm(alarmIn(entry).id)}
          rowDim={(entry) => view !== 'history' && alarmsIn(entry).every((alarm) => isOver(alarm) || hasLeft(view, alarm))}
          selected={open === null ? null : keyOfAlarm(entries, open)}
          bulkActions={bulkActions}
          keys={keys}
          filters={filterDefs}
          sort={usualSort}
          emptyNone={{ title: t(`none.${view}`), ...(view === 'active' && { detail: t('none.activeHelp') }) }}
          notice={
            flooded && (
              <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-raised px-3 py-1">
                <span className="font-semibold">
                  {t('flood', { n: raisedLately([...alarms.rows, ...alarms.arrived], now ?? Date.now()) })}
                </span>
                {grouped && <span className="text-ink-2">{t('floodGrouped')}</span>}
                <Button size="small" variant="quiet" onClick={() => setGrouped(!grouped)}>
                  {t(grouped ? 'ungroup' : 'group')}
                </Button>
              </div>
            )
          }
        />
        {alarms.arrived.length > 0 && (
          <div className="absolute inset-x-2 bottom-9 hidden items-center justify-between gap-2 rounded border bg-raised px-3 py-2 shadow-overlay phone:flex">
            <ArrivalsBar arrived={alarms.arrived} onShow={alarms.show} />
          </div>
        )}
      </div>
      <AlarmDialogs intent={intent} acknowledging={acknowledging} onClose={() => setIntent(null)} />
    </div>
  );
}

/** How long a row stays where it was after it was taken on or has ended. */
const tidyMs = 30_000;

/** Reads the list anew, once it is at rest, when rows stand where they no longer belong: below them may be what nobody has seen yet. */
function useTidyAtRest(view: AlarmView, rows: readonly Alarm[], atRest: boolean, refetch: () => void): void {
  const untidy = rows.some(
    (alarm, place) =>
      hasLeft(view, alarm) || (view === 'active' && isUnacknowledged(alarm) && place > 0 && !isUnacknowledged(rows[place - 1] ?? alarm)),
  );
  useEffect(() => {
    if (!atRest || !untidy) return undefined;
    const timer = setTimeout(refetch, tidyMs);
    return () => clearTimeout(timer);
  }, [atRest, untidy, refetch]);
}

/** An alarm that the view shows still and would not show if it were read anew. */
function hasLeft(view: AlarmView, alarm: Alarm): boolean {
  if (view === 'active') return !(isOpen(alarm) || isUnacknowledged(alarm));
  return view === 'shelved' && alarm.status !== 'SUPPRESSED';
}

/** Whether a flood is on. It begins and ends only while the list is at rest: regrouping moves every row. */
function useFlooded(is: boolean, atRest: boolean): boolean {
  const [flooded, setFlooded] = useState(is);
  useEffect(() => {
    if (atRest) setFlooded(is);
  }, [is, atRest]);
  return flooded;
}

function entryKey(entry: AlarmEntry): string {
  return entry.kind === 'group' ? entry.group.key : entry.alarm.id;
}

/** The line that stands for an alarm: its own, else its group's. */
function keyOfAlarm(entries: readonly AlarmEntry[], id: string): string {
  const own = entries.find((entry) => entry.kind !== 'group' && entry.alarm.id === id);
  const entry = own ?? entries.find((each) => alarmsIn(each).some((alarm) => alarm.id === id));
  return entry ? entryKey(entry) : id;
}

function countOf(view: string, totals: ReturnType<typeof useAlarmTotals>): { readonly count?: number } {
  if (!totals || view === 'history') return {};
  return { count: view === 'shelved' ? totals.suppressed : totals.unacknowledged + totals.acknowledged };
}

function useFilters(list: ReturnType<typeof useListState>, zone: string): AlarmFilters {
  const raised = list.span('raised');
  const key = JSON.stringify([list.values('severity'), list.values('site'), list.values('asset'), list.text('q'), raised, zone]);
  return useMemo(
    () => ({
      severities: severitiesOf(list.values('severity')),
      sites: list.values('site'),
      assets: list.values('asset'),
      text: list.text('q'),
      raised: raisedOf(raised, new Date(), zone),
    }),
    // What the filters say counts: `now` of a span's beginning is the moment in which it was chosen; one that ends now has no end.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
}

function useRowKeys(
  view: AlarmView,
  may: (permission: string) => boolean,
  takeOn: (alarms: readonly Alarm[]) => void,
  setIntent: (intent: Intent) => void,
): readonly RowKey<AlarmEntry>[] {
  const t = useWords('alarms');
  const unshelve = useUnshelving();
  const one = (verb: 'suppress' | 'resolve' | 'order') => (entry: AlarmEntry) => setIntent({ verb, alarm: alarmIn(entry) });
  return [
    ...(may('acknowledge:alerts')
      ? [
          { key: 'e', label: t('acknowledge'), run: (entry: AlarmEntry) => takeOn(alarmsIn(entry)) },
          {
            key: 'shift+e',
            label: t('acknowledgeWithNote'),
            run: (entry: AlarmEntry) => setIntent({ verb: 'acknowledge', alarms: alarmsIn(entry) }),
          },
        ]
      : []),
    ...(may('suppress:alerts')
      ? [
          {
            key: 's',
            label: t(view === 'shelved' ? 'unshelve' : 'shelve'),
            run: (entry: AlarmEntry) => (alarmIn(entry).status === 'SUPPRESSED' ? void unshelve(alarmIn(entry)) : one('suppress')(entry)),
          },
        ]
      : []),
    ...(may('resolve:alerts') ? [{ key: 'r', label: t('resolve'), run: one('resolve') }] : []),
    ...(may('create:work-orders') ? [{ key: 'w', label: t('createOrder'), run: one('order') }] : []),
  ];
}
