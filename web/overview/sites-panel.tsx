'use client';

import { lazy, Suspense, useState, type ReactNode } from 'react';
import { SeverityMark } from '../ui/marks.tsx';
import { Panel } from '../ui/panel.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { AlarmsOf } from './alarms-of.tsx';
import { byNeed, type SiteState } from './site-state.ts';
import { SitePanel } from './site-panel.tsx';

const WorldMap = lazy(() => import('./world-map.tsx').then((module) => ({ default: module.WorldMap })));

/** The sites on the map, or as a list where the browser cannot draw one; the chosen one's panel beside it. */
export function SitesPanel({ sites, chosen, onChoose }: SitesPanelProps): ReactNode {
  const t = useWords('overview');
  const [withoutMap, setWithoutMap] = useState(false);
  const state = sites.find(({ site }) => site.code === chosen);
  const nowhere = sites.filter(({ site }) => site.latitude === null || site.longitude === null);
  return (
    <Panel
      title={t('sites')}
      note={withoutMap || !sites.some(({ alarmsKnown }) => alarmsKnown) ? undefined : t('mapHelp')}
      bodyClassName="flex flex-col"
    >
      <div className="flex h-[400px] border-t phone:h-auto phone:flex-col">
        <div className="min-w-0 flex-1 phone:h-[300px] phone:flex-none">
          {withoutMap ? (
            <SiteList sites={sites} chosen={chosen} onChoose={onChoose} />
          ) : (
            <Suspense fallback={<div className="h-full bg-canvas" />}>
              <WorldMap sites={sites} chosen={chosen} onChoose={onChoose} onUnavailable={() => setWithoutMap(true)} />
            </Suspense>
          )}
        </div>
        {state && (
          <div className="w-[320px] shrink-0 border-s phone:w-full phone:border-s-0 phone:border-t">
            <SitePanel key={state.site.id} state={state} onClose={() => onChoose(null)} />
          </div>
        )}
      </div>
      {!withoutMap && nowhere.length > 0 && (
        <div className="border-t">
          <h3 className="px-3 pt-2 text-xs font-normal text-ink-2">{t('noPlace')}</h3>
          <SiteList sites={nowhere} chosen={chosen} onChoose={onChoose} />
        </div>
      )}
    </Panel>
  );
}

export interface SitesPanelProps {
  readonly sites: readonly SiteState[];
  readonly chosen: string | null;
  readonly onChoose: (code: string | null) => void;
}

function SiteList({ sites, chosen, onChoose }: SitesPanelProps): ReactNode {
  const label = useEnumLabel();
  return (
    <ul className="h-full overflow-y-auto">
      {sites.toSorted(byNeed).map((state) => {
        const { site, worst } = state;
        return (
          <li key={site.id} className="border-b">
            <button
              type="button"
              aria-pressed={site.code === chosen}
              className="flex min-h-(--row) w-full items-center gap-2 px-3 text-start hover:bg-hover aria-pressed:bg-selected"
              onClick={() => onChoose(site.code)}
            >
              {worst ? <SeverityMark severity={worst.severity} acknowledged={worst.acknowledged} /> : <span className="inline-block w-3" />}
              <span className="code w-20">{site.code}</span>
              <span className="min-w-0 flex-1 truncate">{site.name}</span>
              {worst && <span className="text-sm text-ink-2">{label('AlertSeverity', worst.severity)}</span>}
              <AlarmsOf state={state} className="text-sm" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
