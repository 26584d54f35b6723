'use client';

import type { ReactNode } from 'react';
import { useClient } from 'urql';
import { useEvery } from '../../graph/use-every.ts';
import { formatNumber } from '../../time/format.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import type { PageAsset } from './asset-page.tsx';
import { assetPower } from './documents.ts';
import { expectationOf } from './main-tags.ts';

/** As often as the overview reads the power of sites. */
const everyMs = 30_000;

/** What the asset gives now, how old that is, and what it should give; hatched where it is a generator of which nothing current is known. */
export function PowerNow({ asset }: { readonly asset: PageAsset }): ReactNode {
  const t = useWords('assets');
  const language = useLanguage();
  const client = useClient();
  const { code, power } = asset;
  // The answer goes into the row that the page has.
  useEvery(everyMs, () => void client.query(assetPower, { code }, { requestPolicy: 'network-only' }).toPromise());
  const kw = (value: number) => `${formatNumber(value, { language })} kW`;
  if (!power) {
    return (
      <span className="hatched text-ink-2 px-1">
        – kW <span aria-label={t('facts.powerUnknown')}>?</span>
      </span>
    );
  }
  return (
    <>
      {/* What is measured and what is read of it each have their own time. */}
      <Quantity
        value={power.actualKw}
        unit="kW"
        at={power.at}
        intervalS={everyMs / 1_000 + (powerTag(asset)?.expectedIntervalS ?? 0)}
        age
      />{' '}
      <span className="text-ink-2 block text-xs">
        {power.lostKw > 0
          ? t('facts.ofExpected', { lost: kw(power.lostKw), expected: kw(power.expectedKw) })
          : t('facts.asExpected', { expected: kw(power.expectedKw) })}
      </span>
    </>
  );
}

/** The graph tells the power of what has both: its own, and what is expected of it. */
export function isGenerator(asset: PageAsset): boolean {
  const tag = powerTag(asset);
  return tag !== undefined && expectationOf(tag, asset.tags ?? []) !== undefined;
}

function powerTag({ tags }: PageAsset) {
  return tags?.find(({ metric }) => metric === 'active_power_kw');
}
