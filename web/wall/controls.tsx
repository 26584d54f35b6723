'use client';

import { Expand, Moon, PanelTop } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { links } from '../links.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { useWords } from '../words/index.ts';

export const dimModes = ['auto', 'on', 'off'] as const;
export type DimMode = (typeof dimModes)[number];

/** How long after the last movement of a pointer somebody is taken to stand there. */
const awayMs = 4_000;

/** The few things that a wall is told; out of sight until somebody moves a pointer, touches the screen or comes by keyboard. */
export function Controls({ mode, setMode }: { readonly mode: DimMode; readonly setMode: (mode: DimMode) => void }): ReactNode {
  const t = useWords('wall');
  const somebody = useSomebody();
  const names = { auto: t('dimAuto'), on: t('dimOn'), off: t('dimOff') };
  const next = dimModes[(dimModes.indexOf(mode) + 1) % dimModes.length] ?? 'auto';
  return (
    <nav
      aria-label={t('controls')}
      className={cx(
        'fixed right-3 bottom-3 flex flex-wrap gap-2 transition-opacity focus-within:opacity-100 hover:opacity-100 touch:static touch:justify-end touch:p-3 touch:opacity-100',
        somebody ? 'opacity-100' : 'opacity-0',
      )}
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

/** Whether a pointer was moved lately, anywhere on the page. */
function useSomebody(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => {
    let gone: ReturnType<typeof setTimeout>;
    const here = (): void => {
      setIs(true);
      clearTimeout(gone);
      gone = setTimeout(() => setIs(false), awayMs);
    };
    addEventListener('pointermove', here);
    return () => {
      clearTimeout(gone);
      removeEventListener('pointermove', here);
    };
  }, []);
  return is;
}

async function fill(): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  return document.documentElement.requestFullscreen();
}
