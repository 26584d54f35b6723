'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { InventoryMovementsQuery } from '../gql/graphql.ts';
import type { LoadedPages } from '../graph/use-pages.ts';
import { links } from '../links.ts';
import { formatCount, formatNumber } from '../time/format.ts';
import { Button } from '../ui/button.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useEnumLabel, useLanguage, useWords } from '../words/index.ts';

export type MovementRow = NonNullable<InventoryMovementsQuery['inventoryItem']>['transactions']['nodes'][number];

export interface MovementsProps {
  readonly pages: LoadedPages<MovementRow>;
  readonly onHand: number;
  readonly unit: string;
  /** IANA zone of the part's site. */
  readonly timezone: string | undefined;
}

/** The ledger of a part, newest first, and whether it sums to what is on hand. */
export function Movements({ pages, onHand, unit, timezone }: MovementsProps): ReactNode {
  const t = useWords('inventory');
  const { rows, state, error, failedSince, more, loadMore, refetch } = pages;
  if (state === 'loading') return <Loading rows={6} />;
  if (state === 'failed') return <Failed what={t('movementsWhat')} error={error} since={failedSince} retry={refetch} />;
  if (state === 'forbidden') return <Empty kind="forbidden" />;
  const older = <NotRefreshed what={t('movementsWhat')} error={error} failedSince={failedSince} refetch={refetch} />;
  if (rows.length === 0) {
    return (
      <>
        <Empty kind="none" title={t('movementsNone')} />
        {older}
      </>
    );
  }
  return (
    <>
      <table className="w-full border-collapse">
        <thead className="text-xs text-ink-2">
          <tr className="h-7 border-b border-line text-left [&>th]:px-2 [&>th]:font-normal [&>th:first-child]:pl-4 [&>th:last-child]:pr-4">
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('kind')}</th>
            <th scope="col" className="text-right">
              {t('change')}
            </th>
            <th scope="col" className="text-right phone:!pr-4">
              {t('balance')}
            </th>
            <th scope="col" className="phone:hidden">
              {t('orderOrReason')}
            </th>
            <th scope="col" className="phone:hidden">
              {t('who')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Movement key={row.id} row={row} unit={unit} timezone={timezone} />
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap items-center gap-3 px-4 py-2 text-sm text-ink-2">
        <Sum pages={pages} onHand={onHand} unit={unit} />
        {more && (
          <Button size="small" onClick={loadMore}>
            {t('movementsMore')}
          </Button>
        )}
      </div>
      {older}
    </>
  );
}

function Movement(props: { readonly row: MovementRow; readonly unit: string; readonly timezone: string | undefined }): ReactNode {
  const { row, unit, timezone } = props;
  const t = useWords('inventory');
  const label = useEnumLabel();
  const language = useLanguage();
  const why = <Why row={row} />;
  const who = row.performedBy?.displayName ?? t('system');
  return (
    <tr className="border-b border-line align-top [&>td]:h-7 [&>td]:px-2 [&>td]:py-[5px] [&>td:first-child]:pl-4 [&>td:last-child]:pr-4">
      <td className="w-px text-ink-2">
        <Time at={row.occurredAt} {...(timezone !== undefined && { zone: timezone })} />
      </td>
      <td>
        <span className="wide:whitespace-nowrap">{label('InventoryTransactionKind', row.kind)}</span>
        <span className="block text-sm wide:hidden">
          {why}
          <span className="block text-ink-2">{who}</span>
        </span>
      </td>
      <td className="tnum w-px text-right font-medium whitespace-nowrap">
        {formatNumber(row.quantity, { language, digits: 0, sign: 'always' })} <span className="font-normal text-ink-2">{unit}</span>
      </td>
      <td className="tnum w-px text-right whitespace-nowrap text-ink-2 phone:!pr-4">
        {formatCount(row.balanceAfter, language)} {unit}
      </td>
      <td className="max-w-[280px] break-words phone:hidden">{why}</td>
      <td className="w-px whitespace-nowrap text-ink-2 phone:hidden">{who}</td>
    </tr>
  );
}

/** The order that it was for, else the reason that somebody gave. */
function Why({ row }: { readonly row: MovementRow }): ReactNode {
  const { workOrder, reason } = row;
  return (
    <>
      {workOrder && (
        <Link href={links.workOrder(workOrder.number)} className="text-ink" data-tip={workOrder.title}>
          <span className="code underline decoration-line underline-offset-2">{workOrder.number}</span>
        </Link>
      )}
      {workOrder?.asset && (
        <>
          {' '}
          <Link
            href={links.asset(workOrder.asset.code)}
            className="code whitespace-nowrap text-ink-2 underline decoration-line underline-offset-2"
            data-tip={workOrder.asset.name}
          >
            {workOrder.asset.code}
          </Link>
        </>
      )}
      {workOrder && reason != null && ' · '}
      {reason != null && <span className="text-ink-2">{reason}</span>}
    </>
  );
}

/** The ledger is the truth: it is told that it sums to the stock, and that it does not. */
function Sum({ pages, onHand, unit }: Omit<MovementsProps, 'timezone'>): ReactNode {
  const t = useWords('inventory');
  const { rows, total, more, stale } = pages;
  const [newest] = rows;
  if (newest === undefined) return null;
  const balance = newest.balanceAfter;
  if (more) return <span>{t('movementsPart', { count: rows.length, total: total ?? rows.length, balance, unit })}</span>;
  const sum = rows.reduce((all, { quantity }) => all + quantity, 0);
  // While one of the two is being read again they may differ for a moment.
  if (sum !== onHand && !stale) return <strong className="text-ink">{t('movementsWrong', { sum, onHand })}</strong>;
  return <span>{t('movementsSum', { count: rows.length, sum, unit })}</span>;
}
