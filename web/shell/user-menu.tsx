'use client';

import { CircleUser } from 'lucide-react';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { signOut } from '../graph/session.ts';
import { links } from '../links.ts';
import { useOutbox } from '../outbox/use-outbox.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { showToast } from '../ui/toasts.ts';
import { languageCookie, languages, useLanguage, useWords } from '../words/index.ts';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { currentTheme, keepCookie, setTheme, themes, type Theme } from './theme.ts';
import { useViewer } from './viewer.tsx';

/** Who is signed in, with which roles; their looks and language; the way out. */
export function UserMenu({ openKeys }: { readonly openKeys: () => void }): ReactNode {
  const t = useWords('shell');
  const { viewer } = useViewer();
  const { entries } = useOutbox();
  const [asking, setAsking] = useState<{ readonly everywhere: boolean } | null>(null);
  const leave = async (everywhere: boolean): Promise<void> => {
    await signOut({ everywhere }).catch(() => showToast({ kind: 'failed', title: t('signOutFailed'), detail: t('signOutFailedWhy') }));
  };
  const items = useUserItems(openKeys, (everywhere) => {
    if (entries.length > 0) setAsking({ everywhere });
    else void leave(everywhere);
  });
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button
            label={t('userMenu', { name: viewer?.displayName ?? '' })}
            className="!justify-start min-[960px]:w-[164px] phone:border-transparent phone:bg-transparent"
            icon={<CircleUser aria-hidden />}
          >
            <span className="hidden truncate min-[960px]:inline">{viewer?.displayName}</span>
          </Button>
        }
        items={items}
      />
      {asking !== null && (
        <SignOutDialog unsent={entries.length} onClose={() => setAsking(null)} onSignOut={() => leave(asking.everywhere)} />
      )}
    </>
  );
}

function useUserItems(openKeys: () => void, leave: (everywhere: boolean) => void): readonly MenuItem[] {
  const t = useWords('shell');
  const { viewer } = useViewer();
  const language = useLanguage();
  const theme = useSyncExternalStore(watchTheme, currentTheme, (): Theme => 'system');
  return [
    { heading: viewer === null ? '' : `${viewer.displayName} · ${viewer.tenant.name}` },
    { heading: viewer?.email ?? '' },
    { heading: viewer?.roles.map((role) => role.displayName).join(', ') ?? '' },
    'line',
    { label: t('sessions'), href: links.sessions() },
    { label: t('outbox'), href: links.outbox() },
    { label: t('keys'), keys: '?', onSelect: openKeys },
    'line',
    { heading: t('theme') },
    ...themes.map((each) => ({ label: t(`themes.${each}`), checked: each === theme, onSelect: () => setTheme(each) })),
    'line',
    { heading: t('language') },
    ...languages.map((each) => ({
      label: t(`languages.${each}`),
      checked: each === language,
      onSelect: () => {
        keepCookie(languageCookie, each);
        // The words come with the page.
        location.reload();
      },
    })),
    'line',
    { label: t('signOut'), onSelect: () => leave(false) },
    { label: t('signOutEverywhere'), note: t('signOutEverywhereNote'), onSelect: () => leave(true) },
  ];
}

function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
