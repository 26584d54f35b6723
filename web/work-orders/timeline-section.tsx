'use client';

import { ArrowRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useAllPages } from '../graph/use-all-pages.ts';
import { useReadable } from '../time/use-readable.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { useEnumLabel, useWords } from '../words/index.ts';
import type { OrderFull } from './order-full.ts';
import { timelineQuery } from './order-queries.ts';
import { useKept, useTellKept } from './use-kept.ts';

type TimelineEntry = OrderFull['timeline']['nodes'][number];

/** What happened to the order, newest first, and what people said of it. */
export function TimelineSection({ order, mayComment }: { readonly order: OrderFull; readonly mayComment: boolean }): ReactNode {
  const t = useWords('workOrders');
  const { nodes, totalCount } = order.timeline;
  const zone = order.site?.timezone ?? null;
  return (
    <div className="pb-2">
      {mayComment && <CommentForm key={`comment:${order.id}`} order={order} />}
      {nodes.length === 0 && <p className="m-0 px-4 text-ink-3">{t('timeline.none')}</p>}
      {totalCount > nodes.length ? (
        <LongTimeline key={`story:${order.id}`} orderId={order.id} zone={zone} />
      ) : (
        <Entries entries={nodes.toReversed()} zone={zone} />
      )}
    </div>
  );
}

/** How many entries are shown at a time. */
const shownAtOnce = 100;

/** Of a long story the end is what one looks up. The graph tells it from its beginning, so that it is read to its end. */
function LongTimeline({ orderId, zone }: { readonly orderId: string; readonly zone: string | null }): ReactNode {
  const t = useWords('workOrders');
  const { rows, more, error, failedSince, refetch } = useAllPages(timelineQuery, { id: orderId }, ({ workOrder }) => workOrder?.timeline, {
    most: Number.POSITIVE_INFINITY,
    offline: true,
  });
  const [shown, setShown] = useState(shownAtOnce);
  const isWhole = rows.length > 0 && !more;
  if (error && !isWhole) return <Failed what={t('sections.timeline')} error={error} since={failedSince} retry={refetch} />;
  // Before it was read to its end nobody knows which the newest are.
  if (!isWhole) return <Loading rows={3} />;
  const earlier = rows.length - shown;
  return (
    <>
      <Entries entries={rows.toReversed().slice(0, shown)} zone={zone} />
      {earlier > 0 && (
        <div className="px-3 py-1">
          <Button size="small" variant="quiet" onClick={() => setShown(shown + shownAtOnce)}>
            {t('timeline.earlier', { count: earlier })}
          </Button>
        </div>
      )}
    </>
  );
}

function Entries({ entries, zone }: { readonly entries: readonly TimelineEntry[]; readonly zone: string | null }): ReactNode {
  return (
    <ol className="m-0 list-none p-0">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} zone={zone} />
      ))}
    </ol>
  );
}

function Entry({ entry, zone }: { readonly entry: TimelineEntry; readonly zone: string | null }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const { fromStatus, toStatus } = entry;
  return (
    <li className="border-t border-line px-4 py-1.5 first:border-t-0">
      <div className="flex gap-2 text-xs text-ink-2">
        <span className="min-w-0 truncate">{entry.actor?.displayName ?? t('timeline.system')}</span>
        <span className="ml-auto">
          <Time at={entry.occurredAt} zone={zone} />
        </span>
      </div>
      {entry.kind === 'COMMENT' ? (
        <div className="break-words whitespace-pre-line">{entry.body}</div>
      ) : (
        <div>
          {fromStatus != null && toStatus != null && (
            <>
              {label('WorkOrderStatus', fromStatus)} <ArrowRight aria-hidden className="inline size-3.5 text-ink-2" />
              <span className="sr-only">{t('timeline.movedTo')}</span>{' '}
            </>
          )}
          {toStatus != null && label('WorkOrderStatus', toStatus)}
          {entry.reason != null && <div className="text-sm break-words whitespace-pre-line text-ink-2">{entry.reason}</div>}
        </div>
      )}
    </li>
  );
}

function CommentForm({ order }: { readonly order: OrderFull }): ReactNode {
  const t = useWords('workOrders');
  const tell = useTellKept();
  const send = useKept();
  const read = useReadable(order.site?.timezone);
  const draft = useDraft(`comment:${order.id}`);
  const text = draft.text ?? '';
  const [problem, setProblem] = useState<string>();
  const submit = async (): Promise<void> => {
    // The next one may be typed while this one is on its way.
    draft.drop();
    const kept = await send({
      kind: 'addComment',
      title: t('timeline.comment'),
      workOrderId: order.id,
      variables: { input: { workOrderId: order.id, body: text } },
    });
    if (!kept.ok) {
      draft.restore(text);
      return setProblem(kept.problems.map(({ message }) => read(message))[0]);
    }
    setProblem(undefined);
    return tell(kept, kept.answered ? t('timeline.sent') : t('timeline.comment'));
  };
  return (
    <div className="flex flex-col gap-1.5 px-4 pb-3">
      <TextArea label={t('timeline.commentField')} value={text} onChange={draft.write} rows={2} maxLength={10_000} problem={problem} />
      {text.trim() !== '' && (
        <div className="flex justify-end">
          <Button onClick={submit}>{t('timeline.send')}</Button>
        </div>
      )}
    </div>
  );
}
