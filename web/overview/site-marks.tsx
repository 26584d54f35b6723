'use client';

import type { ReactNode } from 'react';
import { SeverityMark } from '../ui/marks.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { Cluster } from './cluster.ts';
import { byNeed, type SiteState } from './site-state.ts';

type PlacedMark = SiteState & { readonly id: string; readonly x: number; readonly y: number };

/** The sites' marks over the map: the shape and colour of the worst open alarm, how many there are, and the code. */
export function SiteMarks({ clusters, chosen, onChoose, onOpen }: SiteMarksProps): ReactNode {
  return (
    <ul className="pointer-events-none absolute inset-0">
      {clusters.map(({ x, y, members }) => (
        <li key={members[0].id} className="absolute" style={{ transform: `translate(${x}px, ${y}px)` }}>
          <Mark members={members} chosen={chosen} onChoose={onChoose} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

export interface SiteMarksProps {
  readonly clusters: readonly Cluster<PlacedMark>[];
  readonly chosen: string | null;
  readonly onChoose: (code: string) => void;
  /** Several sites under one mark: shows them apart. */
  readonly onOpen: (ids: readonly string[]) => void;
}

function Mark({
  members,
  chosen,
  onChoose,
  onOpen,
}: Omit<SiteMarksProps, 'clusters'> & { readonly members: readonly [PlacedMark, ...PlacedMark[]] }): ReactNode {
  const t = useWords('overview');
  const label = useEnumLabel();
  const [lead] = [...members].sort(byNeed);
  const shown = lead ?? members[0];
  const { site } = shown;
  const worst = shown.worst ? label('AlertSeverity', shown.worst.severity) : t('normal');
  const several = members.length > 1;
  const n = members.reduce((sum, { openAlarms }) => sum + openAlarms, 0);
  const unacknowledged = members.reduce((sum, member) => sum + member.unacknowledged, 0);
  const known = members.some(({ alarmsKnown }) => alarmsKnown);
  const name = several
    ? known
      ? t('clusterMark', { n: members.length, worst })
      : t('clusterShort', { n: members.length })
    : !known
      ? site.name
      : t('siteMark', { name: site.name, n: shown.openAlarms, worst, unacknowledged });
  const isChosen = members.some((member) => member.site.code === chosen);
  return (
    <button
      type="button"
      aria-label={name}
      data-tip={name}
      aria-pressed={isChosen}
      onClick={() => (several ? onOpen(members.map((member) => member.id)) : onChoose(site.code))}
      className="pointer-events-auto absolute flex h-6 -translate-x-1/2 -translate-y-1/2 items-center gap-1 rounded border border-edge bg-raised px-1.5 text-xs whitespace-nowrap hover:bg-hover aria-pressed:border-focus aria-pressed:outline-2 aria-pressed:outline-focus touch:h-9"
    >
      {shown.worst ? (
        <SeverityMark severity={shown.worst.severity} acknowledged={shown.worst.acknowledged} />
      ) : (
        <span aria-hidden className="size-2 rounded-full border border-edge bg-ink-3" />
      )}
      <span className="code text-xs">{several ? t('clusterShort', { n: members.length }) : site.code}</span>
      {n > 0 && <span className="tnum text-ink-2">{t('openShort', { n })}</span>}
    </button>
  );
}
