'use client';

import { Expand, Moon, PanelTop } from 'lucide-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/index.ts';

export const dimModes = ['auto', 'on', 'off'] as const;
export type DimMode = (typeof dimModes)[number];

/** The few things that a wall is told; out of sight until a pointer or the focus comes near. */
export function Controls({ mode, setMode }: { readonly mode: DimMode; readonly setMode: (mode: DimMode) => void }): ReactNode {
  const t = useWords('wall');
  const names = { auto: t('dimAuto'), on: t('dimOn'), off: t('dimOff') };
  const next = dimModes[(dimModes.indexOf(mode) + 1) % dimModes.length] ?? 'auto';
  return (
    <nav
      aria-label={t('controls')}
      className="fixed right-3 bottom-3 flex gap-2 opacity-0 transition-opacity focus-within:opacity-100 hover:opacity-100 touch:static touch:justify-end touch:p-3 touch:opacity-100"
    >
      <Button icon={<Moon />} onClick={() => setMode(next)}>
        {names[mode]}
      </Button>
      <Button icon={<Expand />} onClick={fill}>
        {t('full')}
      </Button>
      <Button icon={<PanelTop />} href={links.overview()}>
        {t('toConsole')}
      </Button>
    </nav>
  );
}

async function fill(): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  return document.documentElement.requestFullscreen();
}
