'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { useEvery } from '../graph/use-every.ts';
import { links } from '../links.ts';
import { formatShare } from '../time/format.ts';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import { AttentionPanel } from './attention-panel.tsx';
import { overviewPredictions } from './documents.ts';

/** Models run at night, and no event tells of it. */
const everyMs = 10 * 60_000;

/** What models say that a person has to judge before it becomes work, the surest first, with the model that said it. */
export function PredictionsPanel(): ReactNode {
  const t = useWords('overview');
  const label = useEnumLabel();
  const language = useLanguage();
  const { data, ...read } = useData(overviewPredictions, {});
  useEvery(everyMs, read.refetch);
  if (read.state === 'forbidden') return null;
  return (
    <AttentionPanel
      title={t('predictions')}
      none={t('predictionsNone')}
      read={read}
      rows={data?.predictions.nodes}
      count={data?.predictions.totalCount}
      loadingRows={2}
    >
      {(prediction) => (
        <li key={prediction.id} className="border-t">
          <Link
            href={prediction.asset ? `${links.asset(prediction.asset.code)}#predictions` : links.assets()}
            className="grid min-h-(--row) grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2.5 px-3 py-1 text-ink hover:bg-hover"
          >
            <span className="min-w-0">
              <span className="flex min-w-0 items-baseline gap-2">
                <span className="code shrink-0 text-ink-2">{prediction.asset?.code}</span>
                <span className="truncate">{label('PredictionType', prediction.type)}</span>
              </span>
              <span className="block truncate text-sm text-ink-2">
                {prediction.model &&
                  `${prediction.model.name} ${prediction.model.version} · ${label('ModelStatus', prediction.model.status)}`}
                {prediction.horizonEnd && (
                  <>
                    {' · '}
                    {t('until')} <Time at={prediction.horizonEnd} style="date" />
                  </>
                )}
              </span>
            </span>
            <span className="tnum text-sm text-ink-2">
              {prediction.confidenceScore !== null && t('confidence', { percent: formatShare(prediction.confidenceScore, language) })}
            </span>
          </Link>
        </li>
      )}
    </AttentionPanel>
  );
}
