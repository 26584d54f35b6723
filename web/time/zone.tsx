'use client';

import { createContext, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { zoneLabel } from './format.ts';
import { isZoneMode, zoneCookie, type ZoneMode } from './zone-mode.ts';

export { zoneModes, type ZoneMode } from './zone-mode.ts';

export interface Zone {
  readonly mode: ZoneMode;
  /** IANA name of the zone that times are told in. */
  readonly zone: string;
  /** What people call it now: `CET`. */
  readonly label: string;
  readonly setMode: (mode: ZoneMode) => void;
}

/**
 * The zone that times are told in. `site` is the IANA name of the zone of the site that a time belongs to; without it the page's
 * site counts (`usePageZone`), and without that the first site of the viewer.
 */
export function useZone(site?: string | null): Zone {
  const { mode, setMode, siteZone } = use(Context);
  const mine = useSyncExternalStore(never, deviceZone, () => 'UTC');
  const zone = mode === 'utc' ? 'UTC' : mode === 'mine' ? mine : (site ?? siteZone ?? mine);
  return useMemo(() => ({ mode, zone, label: zoneLabel(zone), setMode }), [mode, zone, setMode]);
}

/** Says which site's clock the page goes by, while it is open: the header's clock and every time without a site of its own follow. */
export function usePageZone(zone: string | null | undefined): void {
  const { setPageZone } = use(Context);
  useEffect(() => {
    if (zone == null) return undefined;
    setPageZone(zone);
    return () => setPageZone(null);
  }, [zone, setPageZone]);
}

/** Keeps the choice: `?tz=utc` of a link that was sent wins, then the cookie. `home` is the zone of the viewer's first site. */
export function ZoneProvider(props: {
  readonly initial: ZoneMode;
  readonly home?: string | null;
  readonly children: ReactNode;
}): ReactNode {
  const [chosen, setChosen] = useState<ZoneMode | null>(null);
  const [pageZone, setPageZone] = useState<string | null>(null);
  const [home, setHome] = useState<string | null>(null);
  const linked = useSyncExternalStore(never, linkedMode, () => null);
  const setMode = useCallback((mode: ZoneMode) => {
    setChosen(mode);
    document.cookie = `${zoneCookie}=${mode}; path=/; max-age=31536000; samesite=lax`;
    const url = new URL(location.href);
    if (!url.searchParams.has('tz')) return;
    url.searchParams.set('tz', mode);
    history.replaceState(null, '', url);
  }, []);
  const mode = chosen ?? linked ?? props.initial;
  const siteZone = pageZone ?? props.home ?? home;
  const value = useMemo(() => ({ mode, setMode, siteZone, setPageZone, setHome }), [mode, setMode, siteZone]);
  return <Context value={value}>{props.children}</Context>;
}

/** Tells the provider where the viewer is at home; the shell calls it once it knows their sites. */
export function useHomeZone(zone: string | null | undefined): void {
  const { setHome } = use(Context);
  useEffect(() => {
    if (zone != null) setHome(zone);
  }, [zone, setHome]);
}

interface Kept {
  readonly mode: ZoneMode;
  readonly setMode: (mode: ZoneMode) => void;
  readonly siteZone: string | null;
  readonly setPageZone: (zone: string | null) => void;
  readonly setHome: (zone: string) => void;
}

const nothing = (): void => undefined;
const Context = createContext<Kept>({ mode: 'site', setMode: nothing, siteZone: null, setPageZone: nothing, setHome: nothing });

function linkedMode(): ZoneMode | null {
  const asked = new URLSearchParams(location.search).get('tz');
  return isZoneMode(asked) ? asked : null;
}

/** Asked once: the answer takes longer than the rest of a live value's row. */
let device: string | undefined;
function deviceZone(): string {
  device ??= Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  return device;
}

function never(): () => void {
  return nothing;
}
