'use client';

import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { sessionEnded } from '../graph/session.ts';
import { PageHead } from '../shell/title.tsx';
import { useLeave } from '../shell/use-leave.tsx';
import { Button } from '../ui/button.tsx';
import { List, type Column } from '../ui/list.tsx';
import { usePhone } from '../ui/media.ts';
import { Age, Time, useAge } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/index.ts';
import { deviceOf } from './device.ts';
import { endSession, readSessions, SessionFault, type OwnSession } from './own-sessions.ts';

/** The browsers in which this person is signed in; each can be ended, and all but this one at once. */
export function SessionsScreen(): ReactNode {
  const t = useWords('sessions');
  const nameOf = useDeviceName();
  const { sessions, error, refetch } = useSessions();
  const show = useToast();
  const { leave, question } = useLeave();
  const others = sessions?.filter(({ current }) => !current) ?? [];

  const end = async (ending: readonly OwnSession[], title: string) => {
    const results = await Promise.allSettled(ending.map(({ id }) => endSession(id)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed === undefined) show({ title });
    else show({ kind: 'failed', title: t('endFailed'), detail: t('endFailedHelp') });
    refetch();
  };
  const endOne = (session: OwnSession) => (session.current ? leave(false) : end([session], t('ended', { device: nameOf(session) })));
  const endOthers = () => end(others, t('endedOthers', { count: others.length }));

  const columns: readonly Column<OwnSession>[] = [
    {
      id: 'device',
      label: t('device'),
      width: 'minmax(200px, 2fr)',
      phone: 'title',
      cell: (session) => (
        <>
          <span className="font-medium">{nameOf(session)}</span>
          {session.current && <span className="ml-2 rounded-sm border border-line px-1 text-xs text-ink-2">{t('current')}</span>}
        </>
      ),
    },
    {
      id: 'lastActive',
      label: t('lastActive'),
      width: '104px',
      phone: 'sub',
      cell: ({ lastActiveAt }) => <LastActive at={lastActiveAt} />,
    },
    { id: 'since', label: t('since'), width: '128px', cell: ({ createdAt }) => <Time at={createdAt} /> },
    { id: 'ends', label: t('ends'), width: '128px', cell: ({ absoluteExpiresAt }) => <Time at={absoluteExpiresAt} /> },
    {
      id: 'address',
      label: t('address'),
      width: 'minmax(120px, 1fr)',
      phone: 'sub',
      cell: ({ ipAddress }) => <span className="code text-ink-2">{ipAddress ?? t('addressUnknown')}</span>,
    },
    {
      id: 'end',
      label: t('end'),
      labelHidden: true,
      width: '104px',
      align: 'end',
      phone: 'end',
      cell: (session) => (
        <Button
          size="small"
          label={session.current ? t('signOut') : t('endOf', { device: nameOf(session) })}
          onClick={() => endOne(session)}
        >
          {session.current ? t('signOut') : t('end')}
        </Button>
      ),
    },
  ];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title={t('title')}>
        <Button
          variant="danger"
          disabled={sessions === undefined}
          onClick={endOthers}
          reason={sessions !== undefined && others.length === 0 ? t('endOthersNone') : undefined}
        >
          {t('endOthers')}
        </Button>
      </PageHead>
      <p className="max-w-[80ch] px-3 py-2 text-ink-2">{t('intro')}</p>
      <List
        name="sessions"
        label={t('loadFailed')}
        columns={columns}
        rows={sessions ?? []}
        state={sessions !== undefined ? 'ready' : error === undefined ? 'loading' : 'failed'}
        error={error}
        total={sessions?.length}
        refetch={refetch}
        rowKey={({ id }) => id}
        emptyNone={{ title: t('none'), detail: t('noneHelp') }}
        className="flex-1"
      />
      {question}
    </div>
  );
}

function LastActive({ at }: { readonly at: string }): ReactNode {
  const t = useWords('sessions');
  const age = useAge();
  // A card has no heads over its columns.
  return usePhone() ? <span className="tnum">{t('activeAgo', { age: age(at) })}</span> : <Age at={at} />;
}

function useDeviceName(): (session: OwnSession) => string {
  const t = useWords('sessions');
  return ({ userAgent }) => {
    const { browser, system } = deviceOf(userAgent);
    if (browser !== null && system !== null) return t('deviceOn', { browser, system });
    return browser ?? system ?? t('deviceUnknown');
  };
}

function useSessions(): { readonly sessions: readonly OwnSession[] | undefined; readonly error: unknown; readonly refetch: () => void } {
  const [read, setRead] = useState<{ readonly sessions?: readonly OwnSession[]; readonly error?: unknown }>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    readSessions(asking.signal).then(
      (sessions) => setRead({ sessions }),
      (error: unknown) => {
        if (asking.signal.aborted) return;
        if (error instanceof SessionFault && error.ended) sessionEnded();
        setRead((before) => ({ ...before, error }));
      },
    );
    return () => asking.abort();
  }, [round]);
  return { sessions: read.sessions, error: read.error, refetch: useCallback(() => setRound((count) => count + 1), []) };
}
