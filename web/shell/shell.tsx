'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { GraphProvider } from '../graph/provider.tsx';
import { LiveFeeds } from '../graph/live-feeds.tsx';
import { useHomeZone } from '../time/zone.tsx';
import { useWords } from '../words/index.ts';
import { Announcer } from './announcer.tsx';
import { ConnectionBanner } from './connection-state.tsx';
import { destinationsFor } from './destinations.ts';
import { Header } from './header.tsx';
import { useKeys } from './keys.ts';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { preloadOverlays } from './preload.ts';
import { SilenceProvider } from './silence.tsx';
import { useViewer, ViewerProvider } from './viewer.tsx';

const Palette = lazy(() => import('./palette.tsx'));
const KeySheet = lazy(() => import('./key-sheet.tsx'));

/** The frame of the console: everything but the wall and the way in stands in it. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <GraphProvider>
      <ViewerProvider>
        <SilenceProvider>
          <Frame>{children}</Frame>
        </SilenceProvider>
      </ViewerProvider>
    </GraphProvider>
  );
}

function Frame({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useWords('shell');
  const router = useRouter();
  const { can, sites } = useViewer();
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useHomeZone(sites[0]?.timezone);
  useEffect(preloadOverlays, []);
  useKeys([
    { keys: 'mod+k', label: t('search'), group: t('anywhere'), overlay: true, run: () => setOpen('palette') },
    { keys: '?', label: t('keys'), group: t('anywhere'), run: () => setOpen('keys') },
    ...destinationsFor(can).map(({ name, href, letter }) => ({
      keys: `g ${letter}`,
      label: t(`go.${name}`),
      group: t('goTo'),
      run: () => router.push(href),
    })),
  ]);
  const close = (): void => setOpen(null);
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a href="#main" className="sr-only z-50 rounded bg-raised px-3 py-2 focus:not-sr-only focus:!absolute focus:top-1 focus:left-1">
        {t('skip')}
      </a>
      <Header openPalette={() => setOpen('palette')} openKeys={() => setOpen('keys')} />
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        <SideNavigation />
        <main id="main" tabIndex={-1} className="relative min-h-0 min-w-0 flex-1 overflow-y-auto">
          {children}
        </main>
      </div>
      <BottomNavigation />
      <LiveFeeds />
      <Announcer />
      <Suspense>
        {open === 'palette' && <Palette onClose={close} openKeys={() => setOpen('keys')} />}
        {open === 'keys' && <KeySheet onClose={close} />}
      </Suspense>
    </div>
  );
}
