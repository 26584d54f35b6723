'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { formatNumber, formatShare } from '../time/format.ts';
import { useSilence } from '../shell/silence.tsx';
import { SeverityMark } from '../ui/marks.tsx';
import { Panel } from '../ui/panel.tsx';
import { Age } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { AlarmsOf } from './alarms-of.tsx';
import type { SiteState } from './site-state.ts';

const kwPerMw = 1000;

/** A generator's loss below this would read as nothing with a minus. */
const lostKwMin = 5;

/** Below a thousandth of its capacity a site loses nothing that anybody would go for: in a calm all it is expected to give is as little. */
const lostShareMin = 0.001;

/** What each site gives against what it should give in this weather, the greatest loss first, with the generators that lose most. */
export function PowerPanel({ sites, chosen, onChoose }: PowerPanelProps): ReactNode {
  const t = useWords('overview');
  const sorted = sites.toSorted((one, other) => (other.site.power?.lostKw ?? -1) - (one.site.power?.lostKw ?? -1));
  return (
    <Panel title={t('losing')}>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-start">
          <thead className="text-xs text-ink-2">
            <tr className="border-t *:px-3 *:py-1 *:font-normal phone:*:px-1.5 phone:*:first:ps-3 phone:*:nth-4:pe-3">
              <th className="text-start">{t('site')}</th>
              <th className="text-end">{t('actual')}</th>
              <th className="text-end">{t('expectedColumn')}</th>
              <th className="text-end">{t('lost')}</th>
              <th className="text-start phone:hidden">{t('where')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((state) => (
              <PowerRow key={state.site.id} state={state} chosen={chosen === state.site.code} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export interface PowerPanelProps {
  readonly sites: readonly SiteState[];
  readonly chosen: string | null;
  readonly onChoose: (code: string) => void;
}

function PowerRow({
  state,
  chosen,
  onChoose,
}: {
  readonly state: SiteState;
  readonly chosen: boolean;
  readonly onChoose: (code: string) => void;
}): ReactNode {
  const t = useWords('overview');
  const language = useLanguage();
  const { site, worst } = state;
  const { power } = site;
  const { sites } = useSilence();
  const isLosing = power !== null && power.lostKw >= Math.max(lostKwMin, (site.capacityMw ?? 0) * kwPerMw * lostShareMin);
  const mw = (kw: number): ReactNode => (
    <>
      {formatNumber(kw / kwPerMw, { language, digits: 2 })} <span className="text-ink-2">MW</span>
    </>
  );
  return (
    <tr
      className={`border-t align-top *:px-3 *:py-1.5 phone:*:px-1.5 phone:*:first:ps-3 phone:*:nth-4:pe-3 ${chosen ? 'bg-selected' : 'hover:bg-hover'}`}
    >
      <th scope="row" className="text-start font-normal">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <button
            type="button"
            className="flex items-center gap-2 text-start hover:underline"
            aria-pressed={chosen}
            onClick={() => onChoose(site.code)}
          >
            {worst ? <SeverityMark severity={worst.severity} acknowledged={worst.acknowledged} /> : <span className="inline-block w-3" />}
            <span className="code">{site.code}</span>
          </button>
          <AlarmsOf state={state} className="text-sm phone:basis-full phone:ps-5" />
        </div>
        <span className="block ps-5 text-sm text-ink-2 phone:hidden">{site.name}</span>
      </th>
      {power ? (
        <>
          <td className="tnum text-end whitespace-nowrap">
            {mw(power.actualKw)}
            <span className="block text-sm text-ink-2">
              <Age at={power.at} />
            </span>
          </td>
          <td className="tnum text-end whitespace-nowrap">
            {mw(power.expectedKw)}
            <span className="block text-sm text-ink-2 phone:text-xs">{t('counted', { n: power.counted, total: power.total })}</span>
          </td>
          <td className="tnum text-end whitespace-nowrap">
            {isLosing ? (
              <>
                <span className="font-semibold">−{mw(power.lostKw)}</span>
                {power.expectedKw > 0 && (
                  <span className="block text-sm text-ink-2">{formatShare(power.lostKw / power.expectedKw, language)}</span>
                )}
              </>
            ) : (
              <span className="text-ink-2">{t('nothingLost')}</span>
            )}
          </td>
          <td className="phone:hidden">
            <ul className="flex flex-col text-sm">
              {power.losses
                .filter(({ lostKw }) => lostKw >= lostKwMin)
                .slice(0, 3)
                .map((loss) => (
                  <li key={loss.asset.id} className="flex items-baseline justify-between gap-3 whitespace-nowrap">
                    <Link href={links.asset(loss.asset.code)} className="code hover:underline">
                      {loss.asset.code}
                    </Link>
                    <span className="tnum text-ink-2">−{formatNumber(loss.lostKw, { language, digits: 0 })} kW</span>
                  </li>
                ))}
            </ul>
          </td>
        </>
      ) : (
        <>
          <td className="text-end whitespace-nowrap">
            <span className="hatched px-1 text-ink-2">
              – MW <span aria-label={t('unknown')}>?</span>
            </span>
          </td>
          <td className="text-end text-ink-2">{sites.includes(site.code) ? '–' : t('noExpected')}</td>
          <td className="text-end text-ink-2">–</td>
          <td className="phone:hidden" />
        </>
      )}
    </tr>
  );
}
