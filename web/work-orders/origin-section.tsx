'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { sideOf } from '../alarms/alarm.ts';
import { links } from '../links.ts';
import { formatLimit, formatShare } from '../time/format.ts';
import { SeverityMark } from '../ui/marks.tsx';
import { Quantity } from '../ui/quantity.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';
import type { OrderOnPage } from './order-queries.ts';

/** The alarm or the prediction that the order came from. */
export function OriginSection({ order }: { readonly order: OrderOnPage }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const language = useLanguage();
  const { alert, prediction } = order;
  const zone = order.site?.timezone ?? null;
  return (
    <div className="px-4 pb-3">
      {alert != null && (
        <p className="m-0 flex flex-wrap items-center gap-x-2 gap-y-1">
          <SeverityMark severity={alert.severity} acknowledged={alert.acknowledgedAt != null} cleared={alert.status === 'RESOLVED'} word />
          <Link href={links.alarm(alert.id)}>{alert.title}</Link>
          {alert.value != null && (
            <span className="tnum">
              <span className="text-ink-2">{t('origin.atRaise')}</span> <Quantity value={alert.value} unit={alert.unit} />
              {alert.threshold != null && (
                <span className="text-ink-2">
                  {' '}
                  {sideOf(alert)} {formatLimit(alert.threshold, language)}
                </span>
              )}
            </span>
          )}
          <span className="text-ink-2">
            <Time at={alert.triggeredAt} zone={zone} /> · {label('AlertStatus', alert.status)}
          </span>
        </p>
      )}
      {prediction != null && (
        <p className="m-0 flex flex-wrap items-center gap-x-2 gap-y-1">
          {order.asset ? (
            <Link href={links.asset(order.asset.code)}>{label('PredictionType', prediction.type)}</Link>
          ) : (
            <span>{label('PredictionType', prediction.type)}</span>
          )}
          {prediction.riskLevel != null && <span>{t('origin.risk', { level: label('RiskLevel', prediction.riskLevel) })}</span>}
          {prediction.confidenceScore != null && (
            <span className="tnum">{t('origin.confidence', { share: formatShare(prediction.confidenceScore, language) })}</span>
          )}
          <span className="text-ink-2">
            {prediction.model && t('origin.prediction', { model: `${prediction.model.name} ${prediction.model.version}` })} ·{' '}
            <Time at={prediction.predictedAt} zone={zone} />
          </span>
        </p>
      )}
    </div>
  );
}
