'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { IconButton } from '../ui/button.tsx';
import { Keys } from '../ui/keys.tsx';
import { useWords } from '../words/index.ts';
import { AlarmCounts } from './alarm-counts.tsx';
import { Clock } from './clock.tsx';
import { ConnectionState, NoDataMark } from './connection-state.tsx';
import { OutboxState } from './outbox-state.tsx';
import { SoundState } from './sound-state.tsx';
import { UserMenu } from './user-menu.tsx';
import { useViewer } from './viewer.tsx';

export interface HeaderProps {
  readonly openPalette: () => void;
  readonly openKeys: () => void;
}

/** Whose console it is, the way to anything, what is unacknowledged, whether values arrive, what time it is, who is here. */
export function Header({ openPalette, openKeys }: HeaderProps): ReactNode {
  const t = useWords('shell');
  const { viewer } = useViewer();
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line bg-surface pr-2 pl-3 touch:h-12 phone:pl-2">
      <Link
        href={links.overview()}
        className="w-[172px] shrink-0 truncate font-semibold text-ink no-underline phone:mr-1 phone:w-auto phone:min-w-0 phone:flex-1"
      >
        {viewer?.tenant.name ?? 'dCMMS'}
      </Link>
      <button
        type="button"
        onClick={openPalette}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        className="flex h-[var(--control)] w-[288px] min-w-[120px] shrink items-center gap-2 rounded border border-line bg-raised px-2 text-ink-2 hover:bg-hover phone:hidden"
      >
        <Search aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t('search')}</span>
        <span className="ml-auto hidden min-[960px]:inline">
          <Keys keys="mod+k" />
        </span>
      </button>
      {/* As wide as there is room: what comes into it later moves nothing. */}
      <div className="flex flex-1 items-center justify-end gap-1 phone:flex-none">
        <SoundState />
        <OutboxState />
        <div className="min-[1180px]:hidden">
          <NoDataMark />
        </div>
        <div className="phone:hidden">
          <AlarmCounts />
        </div>
        <div className="wide:hidden">
          <AlarmCounts compact />
        </div>
        <div className="phone:hidden">
          <ConnectionState />
        </div>
        <div className="phone:hidden">
          <Clock />
        </div>
        <IconButton label={t('search')} icon={<Search />} onClick={openPalette} className="wide:hidden" />
        <UserMenu openKeys={openKeys} />
      </div>
    </header>
  );
}
