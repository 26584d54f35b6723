'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Menu as MenuIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { cx } from '../ui/class-names.ts';
import { Button } from '../ui/button.tsx';
import { spellKeys } from '../ui/keys.tsx';
import { Menu } from '../ui/menu.tsx';
import { useLanguage, useWords } from '../words/index.ts';
import { useClockItems } from './clock.tsx';
import { useConnectionLine } from './connection-state.tsx';
import { destinationsFor, isAt, phoneDestinations } from './destinations.ts';
import { useViewer } from './viewer.tsx';

/** The way to every screen that the viewer has a use for, on a wide screen. */
export function SideNavigation(): ReactNode {
  const t = useWords('shell');
  const language = useLanguage();
  const path = usePathname();
  const { can } = useViewer();
  return (
    <nav aria-label={t('navigation')} className="w-[184px] shrink-0 overflow-y-auto border-r border-line bg-surface p-2 phone:hidden">
      <ul className="m-0 flex list-none flex-col gap-0.5 p-0">
        {destinationsFor(can).map(({ name, href, icon: Icon, letter }) => {
          const here = isAt(path, href);
          return (
            <li key={name}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                data-tip={spellKeys(`g ${letter}`, language)}
                className={cx(
                  'flex h-[var(--control)] items-center gap-2.5 rounded px-2 no-underline',
                  here
                    ? 'bg-selected font-medium text-ink shadow-[inset_0_0_0_1px_var(--line)]'
                    : 'text-ink-2 hover:bg-hover hover:text-ink',
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
                {t(`go.${name}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Three screens and the rest, where the thumb is. */
export function BottomNavigation(): ReactNode {
  const t = useWords('shell');
  const path = usePathname();
  const { can } = useViewer();
  const first = phoneDestinations(can);
  const rest = destinationsFor(can).filter((each) => !first.includes(each));
  const item = 'flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs no-underline';
  return (
    <nav
      aria-label={t('navigation')}
      className="flex shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] wide:hidden"
    >
      {first.map(({ name, href, icon: Icon }) => {
        const here = isAt(path, href);
        return (
          <Link
            key={name}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={cx(item, here ? 'font-semibold text-ink' : 'text-ink-2')}
          >
            <Icon aria-hidden className="size-5" strokeWidth={here ? 2.25 : 1.75} />
            {t(`go.${name}`)}
          </Link>
        );
      })}
      <div className="flex min-w-0 flex-1 [&>span]:w-full">
        <MoreMenu destinations={rest} />
      </div>
    </nav>
  );
}

/** What a phone has no room for: the other screens, and what else the header tells. */
function MoreMenu({ destinations }: { readonly destinations: ReturnType<typeof destinationsFor> }): ReactNode {
  const t = useWords('shell');
  const connection = useConnectionLine();
  const clock = useClockItems();
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="quiet" className="!h-14 w-full flex-col !gap-0.5 !text-xs !font-normal">
          <MenuIcon aria-hidden className="size-5" strokeWidth={1.75} />
          {t('more')}
        </Button>
      }
      items={[
        ...(connection === undefined ? [] : [{ heading: connection }, 'line' as const]),
        ...clock,
        'line',
        ...destinations.map(({ name, href, icon: Icon }) => ({ label: t(`go.${name}`), href, icon: <Icon /> })),
        { label: t('outbox'), href: links.outbox() },
      ]}
    />
  );
}
