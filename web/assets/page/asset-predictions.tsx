'use client';

import type { ReactNode } from 'react';
import type { AssetPredictionsQuery } from '../../gql/graphql.ts';
import { useData } from '../../graph/use-data.ts';
import { formatShare } from '../../time/format.ts';
import { useNow } from '../../time/now.ts';
import { Empty, Failed, Loading, NotRefreshed } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../../words/index.ts';
import { assetPredictions } from './documents.ts';
import { baselineOf, daysAhead, reasonsOf } from './prediction-facts.ts';

/** What models say of the asset, how sure they are, and what they had to beat. */
export function AssetPredictions({ assetId }: { readonly assetId: string }): ReactNode {
  const t = useWords('assets');
  const { data, state, error, failedSince, refetch } = useData(assetPredictions, { assetId });
  if (state === 'forbidden') return <Empty kind="forbidden" title={t('predictions.forbidden')} />;
  if (state === 'loading') return <Loading rows={2} />;
  if (state === 'failed' || !data) return <Failed what={t('predictions.title')} error={error} since={failedSince} retry={refetch} />;
  const latest = latestByModel(data.predictions.nodes);
  return (
    <>
      {latest.length === 0 ? <p className="text-ink-2 m-0 px-4 pb-3">{t('predictions.none')}</p> : <Rows latest={latest} />}
      <NotRefreshed what={t('predictions.title')} error={error} failedSince={failedSince} refetch={refetch} />
    </>
  );
}

function Rows({ latest }: { readonly latest: readonly Latest[] }): ReactNode {
  const t = useWords('assets');
  const label = useEnumLabel();
  const language = useLanguage();
  const now = useNow(60_000);
  return (
    <ul className="m-0 list-none p-0">
      {latest.map(({ prediction, earlier }) => {
        const { model, horizonEnd } = prediction;
        const over = horizonEnd !== null && now !== null && Date.parse(horizonEnd) < now;
        return (
          <li key={prediction.id} className="border-line border-t px-4 py-1.5">
            <div className="flex justify-between gap-2">
              <span
                className="font-medium"
                data-tip={model ? t('predictions.model', { name: model.name, version: model.version }) : undefined}
              >
                {label('PredictionType', prediction.type)}
              </span>
              <span className="text-ink-2 text-xs">{label('ReviewStatus', prediction.reviewStatus)}</span>
            </div>
            <Statement prediction={prediction} />
            <ul className="text-ink-2 m-0 list-none p-0 text-xs">
              {reasonsOf(prediction.explanation)
                .slice(0, 2)
                .map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
            </ul>
            <div className="text-ink-3 text-xs">
              {t('predictions.made')} <Time at={prediction.predictedAt} />
              {horizonEnd === null ? null : (
                <>
                  {', '}
                  {t(over ? 'predictions.horizonOver' : 'predictions.until')} <Time at={horizonEnd} />
                </>
              )}
            </div>
            {earlier.length === 0 ? null : (
              <div className="text-ink-3 tnum text-xs">
                {t('predictions.earlier')}{' '}
                {earlier.map(({ id, predictedAt, confidenceScore: before }, place) => (
                  <span key={id}>
                    {place > 0 ? ', ' : ''}
                    <Time at={predictedAt} /> {before === null ? '–' : formatShare(before, language)}
                  </span>
                ))}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** How likely it is, and against what: what an operator acts on. The level of a risk would be a word of the alarms. */
function Statement({ prediction }: { readonly prediction: Prediction }): ReactNode {
  const t = useWords('assets');
  const label = useEnumLabel();
  const language = useLanguage();
  const { type, model, riskLevel, confidenceScore, predictedAt, horizonEnd } = prediction;
  const baseline = baselineOf(model?.baseline);
  const share = (of: number | null) => (of === null ? '–' : formatShare(of, language));
  const days = type === 'FAILURE_RISK' ? daysAhead(predictedAt, horizonEnd) : null;
  if (days !== null && confidenceScore !== null) {
    return (
      <div className="tnum">
        {t('predictions.risk', { share: share(confidenceScore), n: days })}
        {baseline?.value == null ? null : (
          <span className="text-ink-2"> {t('predictions.riskUsual', { share: share(baseline.value) })}</span>
        )}
      </div>
    );
  }
  const confidence = share(confidenceScore);
  return (
    <>
      <div className="tnum">
        {riskLevel
          ? t('predictions.confidence', { risk: label('RiskLevel', riskLevel), confidence })
          : t('predictions.confidenceOnly', { confidence })}
      </div>
      {baseline ? (
        <div className="text-ink-2 tnum text-xs">{t('predictions.baseline', { name: baseline.name, value: share(baseline.value) })}</div>
      ) : null}
    </>
  );
}

type Prediction = AssetPredictionsQuery['predictions']['nodes'][number];

interface Latest {
  readonly prediction: Prediction;
  readonly earlier: Prediction[];
}

/** A model speaks every day: its last word, and the ones before in short. */
function latestByModel(predictions: readonly Prediction[]): Latest[] {
  const groups = new Map<string, Latest>();
  for (const prediction of predictions) {
    const key = `${prediction.type} ${prediction.model?.name ?? ''}`;
    const group = groups.get(key);
    if (group) group.earlier.push(prediction);
    else groups.set(key, { prediction, earlier: [] });
  }
  return [...groups.values()];
}
