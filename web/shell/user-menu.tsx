'use client';

import { CircleUser } from 'lucide-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { languageCookie, languages, useLanguage, useWords } from '../words/index.ts';
import { currentSound, setSound, soundChoices, watchSound, type SoundChoice } from './sound-choice.ts';
import { currentTheme, keepCookie, setTheme, themes, type Theme } from './theme.ts';
import { useLeave } from './use-leave.tsx';
import { useViewer } from './viewer.tsx';

/** Who is signed in, with which roles; their looks and language; the way out. */
export function UserMenu({ openKeys }: { readonly openKeys: () => void }): ReactNode {
  const t = useWords('shell');
  const { viewer } = useViewer();
  const { leave, question } = useLeave();
  const items = useUserItems(openKeys, (everywhere) => void leave(everywhere));
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
      {question}
    </>
  );
}

function useUserItems(openKeys: () => void, leave: (everywhere: boolean) => void): readonly MenuItem[] {
  const t = useWords('shell');
  const { viewer, can } = useViewer();
  const language = useLanguage();
  const theme = useSyncExternalStore(watchTheme, currentTheme, (): Theme => 'system');
  const sound = useSyncExternalStore(watchSound, currentSound, (): SoundChoice => 'off');
  return [
    { heading: viewer === null ? '' : `${viewer.displayName} · ${viewer.tenant.name}` },
    { heading: viewer?.email ?? '' },
    { heading: viewer?.roles.map((role) => role.displayName).join(', ') ?? '' },
    'line',
    { label: t('sessions'), href: links.sessions() },
    { label: t('outbox'), href: links.outbox() },
    { label: t('keys'), keys: '?', onSelect: openKeys },
    ...(can('read:alerts')
      ? [
          'line' as const,
          { heading: t('sound.title') },
          ...soundChoices.map((each) => ({ label: t(`sound.${each}`), checked: each === sound, onSelect: () => setSound(each) })),
        ]
      : []),
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
