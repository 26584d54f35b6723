'use client';

import type { ReactNode } from 'react';
import { Time } from '../ui/time.tsx';
import { useWords } from '../words/index.ts';
import { historyOf, isAutomatic, type AlarmRecord, type Happening } from './history.ts';

/** What happened to the alarm, oldest first, with who did it and what they wrote. */
export default function Happenings({ alarm }: { readonly alarm: AlarmRecord }): ReactNode {
  const zone = alarm.site?.timezone ?? null;
  return (
    <ol className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      {historyOf(alarm).map((happening) => (
        <li key={`${happening.kind} ${happening.at}`} className="col-span-2 grid grid-cols-subgrid border-t py-1.5 first:border-t-0">
          {/* The instant at which it was shelved is not kept: its end is told instead, and must not pass for it. */}
          <span className="tnum text-ink-2">{happening.kind === 'suppressed' ? '–' : <Time at={happening.at} zone={zone} />}</span>
          <span className="min-w-0">
            <What happening={happening} alarm={alarm} />
            <By happening={happening} />
            {happening.text && <span className="mt-0.5 block text-ink-2">{happening.text}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Who did it; nobody where a person did and the row does not say who. */
function By({ happening: { kind, by } }: { readonly happening: Happening }): ReactNode {
  const t = useWords('alarms');
  const name = by ?? (isAutomatic(kind) ? t('bySystem') : null);
  return name !== null && <span className="text-ink-2"> · {name}</span>;
}

function What({ happening, alarm }: { readonly happening: Happening; readonly alarm: AlarmRecord }): ReactNode {
  const t = useWords('alarms');
  if (happening.kind === 'raisedAgain') return t('happening.raisedAgain', { n: alarm.occurrenceCount });
  if (happening.kind === 'suppressed') {
    return t.rich('happening.suppressedRich', { until: () => <Time at={happening.at} zone={alarm.site?.timezone ?? null} /> });
  }
  return t(`happening.${happening.kind}`);
}
