'use client';

import { useState, type ReactNode } from 'react';
import { useSession } from '../graph/session.ts';
import { personKey } from '../graph/person.ts';
import { useConnection } from '../graph/use-connection.ts';
import { links } from '../links.ts';
import { PageHead, usePageTitle } from '../shell/title.tsx';
import { formatTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { useReadable } from '../time/use-readable.ts';
import { useZone } from '../time/zone.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Panel } from '../ui/panel.tsx';
import { Empty } from '../ui/states.tsx';
import { Age } from '../ui/time.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { Conflicts } from './conflicts.tsx';
import { lastSent } from './last-sent.ts';
import { useOutbox, type Entry } from './use-outbox.ts';

/** What this person has done and the graph has not taken yet: what waits, and what needs a decision. Nobody else's is shown. */
export function OutboxScreen(): ReactNode {
  const t = useWords('outbox');
  usePageTitle(t('title'));
  const { pending, failed, retry, discard } = useOutbox();
  const [leaving, setLeaving] = useState<Entry>();
  const waitingFor = useWaitingFor();
  return (
    <div className="min-h-full">
      <PageHead title={t('title')} />
      {failed.length > 0 && (
        <Panel title={t('decide')} note={failed.length}>
          <ul>
            {failed.map((entry) => (
              <Line key={entry.id} entry={entry}>
                <Button className={touch} onClick={() => retry(entry.id)}>
                  {entry.state === 'conflict' ? t('sendAnyway') : t('retry')}
                </Button>
                <Button className={touch} variant="quiet" onClick={() => setLeaving(entry)}>
                  {t('discard')}
                </Button>
              </Line>
            ))}
          </ul>
        </Panel>
      )}
      {pending.length > 0 && (
        <Panel title={t('waiting')} note={pending.length}>
          {waitingFor !== undefined && <p className="px-3 pb-1 text-ink-2">{waitingFor}</p>}
          <ul>
            {pending.map((entry) => (
              <Line key={entry.id} entry={entry}>
                <span className="text-ink-2">{entry.state === 'sending' ? t('sending') : t('waits')}</span>
              </Line>
            ))}
          </ul>
        </Panel>
      )}
      {failed.length === 0 && pending.length === 0 && <AllSent />}
      <Dialog
        title={leaving?.title ?? t('discard')}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        size="small"
        actions={
          <>
            <Button onClick={() => setLeaving(undefined)}>{t('keep')}</Button>
            <Button
              variant="danger"
              onClick={async () => {
                if (leaving) await discard(leaving.id);
                setLeaving(undefined);
              }}
            >
              {t('discard')}
            </Button>
          </>
        }
      >
        {t('discardAsk')}
      </Dialog>
    </div>
  );
}

/** Nothing waits. When the last of it went says that it did go. */
function AllSent(): ReactNode {
  const t = useWords('outbox');
  const language = useLanguage();
  const { zone, label } = useZone();
  const { person } = useSession();
  const now = useNow(60_000);
  const at = person === undefined || now === null ? null : lastSent(personKey(person));
  const time = at === null || now === null ? '' : `${formatTime(at, { zone, language, style: 'day', now: new Date(now) })} ${label}`;
  return <Empty kind="none" title={t('allSent')} {...(time !== '' && { detail: t('lastAt', { time }) })} />;
}

/** Gloves and sun: what a technician decides on a phone is as large as the rest of their screens. */
const touch = 'phone:min-h-11 phone:px-4';

/** Why nothing is being sent, when that is so. */
function useWaitingFor(): string | undefined {
  const t = useWords('outbox');
  const connection = useConnection();
  const session = useSession();
  if (session.state === 'ended') return t('signIn');
  return connection.state === 'lost' || session.state === 'unreachable' ? t('offline') : undefined;
}

function Line({ entry, children }: { readonly entry: Entry; readonly children: ReactNode }): ReactNode {
  const t = useWords('outbox');
  const read = useReadable();
  const { title, orderNumber, createdAt, state, problems, conflicts, traceId } = entry;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-t border-line px-3 py-1.5" data-state={state}>
      <div className="min-w-0 flex-1 basis-64">
        <div className="font-medium">{title}</div>
        <div className="text-sm text-ink-2">
          {t('writtenAt')} <Age at={createdAt} />
          {orderNumber !== undefined && (
            <>
              {' · '}
              <a href={links.workOrder(orderNumber)} className="code text-focus" aria-label={t('open', { number: orderNumber })}>
                {orderNumber}
              </a>
            </>
          )}
        </div>
        {state === 'failed' && (
          <p className="mt-1">
            {t('refused')}: {problems.map(({ message }) => read(message)).join(' ')}
          </p>
        )}
        {traceId !== undefined && <p className="text-sm text-ink-2 select-all">{t('reference', { traceId })}</p>}
        {state === 'conflict' && <Conflicts conflicts={conflicts} />}
      </div>
      <div className="flex items-center gap-2">{children}</div>
    </li>
  );
}
