'use client';

import { Unplug } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { useSilence, useSiteNames } from '../shell/silence.tsx';
import { useFirstReading } from '../ui/first-reading.ts';
import { useWords } from '../words/index.ts';

/** Which sites nothing comes from, once for the whole page: their alarms and power may be anything. Nothing while all are heard. */
export function SilenceLine(): ReactNode {
  const t = useWords('overview');
  const names = useSiteNames();
  const { known, sites } = useSilence();
  if (!known) return <Wait />;
  if (sites.length === 0) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b bg-raised px-3 py-2">
      <span className="flex items-center gap-2 font-semibold">
        <Unplug aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        {t('silent', { sites: names(sites) })}
      </span>
      <span className="text-ink-2">{t('silentMeans')}</span>
      <Link href={links.gateways()} className="underline decoration-line underline-offset-2 hover:decoration-ink">
        {t('toGateways')}
      </Link>
    </p>
  );
}

/** Holds the page back until it is known whether the line stands above it. */
function Wait(): ReactNode {
  useFirstReading();
  return null;
}
