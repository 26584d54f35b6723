'use client';

import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';
import type { AlarmRecord } from './history.ts';

/** What happens when nobody acts, and what to do, step by step: what the rule was made for. */
export function Response({ rule }: { readonly rule: AlarmRecord['rule'] }): ReactNode {
  const t = useWords('alarms');
  if (!rule) return <p className="text-ink-2">{t('detail.noRule')}</p>;
  return (
    <div className="grid gap-3">
      {rule.consequence && (
        <div>
          <h3 className="text-xs font-normal text-ink-2">{t('detail.consequence')}</h3>
          <p className="max-w-prose">{rule.consequence}</p>
        </div>
      )}
      {rule.response.length > 0 && (
        <div>
          <h3 className="text-xs font-normal text-ink-2">{t('detail.response')}</h3>
          <ol className="max-w-prose list-decimal ps-5">
            {rule.response.map((step) => (
              <li key={step} className="py-0.5 marker:text-ink-3">
                {step}
              </li>
            ))}
          </ol>
        </div>
      )}
      <div>
        <h3 className="text-xs font-normal text-ink-2">{t('detail.condition')}</h3>
        <p>
          {rule.summary} <span className="code text-ink-2">{rule.code}</span>
        </p>
      </div>
    </div>
  );
}
