'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { LoadedData } from '../graph/use-data.ts';
import { Panel } from '../ui/panel.tsx';
import { Empty, Failed, Loading, NotRefreshed } from '../ui/states.tsx';

/** Some rows that want somebody's attention, with the way to all of them. */
export function AttentionPanel<Row>({
  title,
  none,
  read,
  rows,
  count,
  way,
  more,
  loadingRows = 3,
  children,
}: AttentionPanelProps<Row>): ReactNode {
  const { state, error, failedSince, refetch } = read;
  return (
    <Panel
      title={title}
      note={count !== undefined && count > 0 ? <span className="tnum">{count}</span> : undefined}
      action={way && <Way {...way} />}
    >
      {state === 'forbidden' ? (
        <Empty kind="forbidden" />
      ) : !rows && state === 'failed' ? (
        <Failed what={title} error={error} retry={refetch} {...(failedSince && { since: failedSince })} />
      ) : !rows ? (
        <Loading rows={loadingRows} />
      ) : rows.length === 0 ? (
        <Empty kind="none" title={none} />
      ) : (
        <ul>
          {rows.map(children)}
          {more && (
            <li className="border-t px-3 py-1.5">
              <Way {...more} />
            </li>
          )}
        </ul>
      )}
      {rows && <NotRefreshed what={title} {...read} />}
    </Panel>
  );
}

export interface AttentionPanelProps<Row> {
  readonly title: string;
  /** Said when there is nothing. */
  readonly none: string;
  readonly read: Pick<LoadedData<unknown>, 'state' | 'error' | 'failedSince' | 'refetch'>;
  /** Undefined until they are read. */
  readonly rows: readonly Row[] | undefined;
  /** How many there are in all. */
  readonly count?: number | undefined;
  readonly way?: WayProps;
  /** Below the rows, when there are others. */
  readonly more?: WayProps | false;
  readonly loadingRows?: number;
  /** A row as `<li>`. */
  readonly children: (row: Row) => ReactNode;
}

interface WayProps {
  readonly href: string;
  readonly label: string;
}

function Way({ href, label }: WayProps): ReactNode {
  return (
    <Link href={href} className="text-sm text-ink-2 hover:text-ink hover:underline">
      {label}
    </Link>
  );
}
