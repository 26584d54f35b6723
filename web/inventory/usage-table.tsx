'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { LoadedPages } from '../graph/use-pages.ts';
import { links } from '../links.ts';
import { formatCount } from '../time/format.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import type { MovementRow } from './movements.tsx';
import { usageOf } from './usage.ts';

/** The assets that orders have used the part on. */
export function UsageTable({ pages, unit }: { readonly pages: LoadedPages<MovementRow>; readonly unit: string }): ReactNode {
  const t = useWords('inventory');
  const language = useLanguage();
  const usage = usageOf(pages.rows);
  if (pages.state === 'loading') return <Loading rows={3} />;
  // What the movements would tell is not known, which is not the same as nothing.
  if (pages.state === 'failed')
    return <Failed what={t('movementsWhat')} error={pages.error} since={pages.failedSince} retry={pages.refetch} />;
  if (pages.state === 'forbidden') return <Empty kind="forbidden" />;
  if (usage.length === 0) return <Empty kind="none" title={t('usageNone')} />;
  return (
    <>
      <table className="w-full border-collapse">
        <thead className="text-xs text-ink-2">
          <tr className="h-7 border-b border-line text-left [&>th]:px-2 [&>th]:font-normal [&>th:first-child]:pl-4 [&>th:last-child]:pr-4">
            <th scope="col">{t('usageAsset')}</th>
            <th scope="col" className="text-right">
              {t('usageQuantity')}
            </th>
            <th scope="col" className="text-right">
              {t('usageOrders')}
            </th>
            <th scope="col" className="text-right">
              {t('usageLast')}
            </th>
          </tr>
        </thead>
        <tbody>
          {usage.map(({ asset, quantity, orders, lastAt }) => (
            <tr key={asset.id} className="border-b border-line [&>td]:h-7 [&>td]:px-2 [&>td:first-child]:pl-4 [&>td:last-child]:pr-4">
              <td>
                <Link href={links.asset(asset.code)} className="text-ink">
                  <span className="code underline decoration-line underline-offset-2">{asset.code}</span>
                  <span className="text-ink-2"> {asset.name}</span>
                </Link>
              </td>
              <td className="tnum text-right whitespace-nowrap">
                {formatCount(quantity, language)} <span className="text-ink-2">{unit}</span>
              </td>
              <td className="tnum text-right">{formatCount(orders.length, language)}</td>
              <td className="text-right text-ink-2">
                <Time at={lastAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.more && (
        <p className="px-4 py-2 text-sm text-ink-2">
          {t('usageOf', { count: pages.rows.length, total: pages.total ?? pages.rows.length })}
        </p>
      )}
    </>
  );
}
