'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useRef, useState, type ReactNode } from 'react';
import { links } from '../links.ts';
import { zoneModes } from '../time/zone-mode.ts';
import { useZone } from '../time/zone.tsx';
import { Keys } from '../ui/keys.tsx';
import { useWords } from '../words/index.ts';
import { destinationsFor } from './destinations.ts';
import { useSearch, type Hit, type HitKind } from './search.ts';
import { setTheme, themes } from './theme.ts';
import { useViewer } from './viewer.tsx';

export interface PaletteProps {
  readonly onClose: () => void;
  readonly openKeys: () => void;
}

/** Ctrl K: to anything by its code, name or number, to every screen, and what can be done from anywhere. */
export default function Palette({ onClose, openKeys }: PaletteProps): ReactNode {
  const t = useWords('shell');
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const found = useSearch(text);
  const commands = useCommands(onClose, openKeys).filter((command) => fits(command, text));
  const router = useRouter();
  const go = (href: string): void => {
    onClose();
    router.push(href);
  };
  const nothing = found.state === 'done' && found.hits.length === 0 && commands.length === 0;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Dialog.Popup
          aria-label={t('palette.title')}
          initialFocus={input}
          className="fixed top-[10vh] left-1/2 z-40 flex max-h-[70vh] w-[min(640px,calc(100vw-16px))] -translate-x-1/2 flex-col overflow-hidden rounded border border-line bg-raised shadow-overlay phone:top-2 phone:max-h-[calc(100dvh-16px)]"
        >
          {/* What fits is the graph's to say, so that the list must not be filtered a second time. */}
          <Command shouldFilter={false} loop label={t('palette.title')} className="flex min-h-0 flex-col">
            <Command.Input
              ref={input}
              value={text}
              onValueChange={setText}
              placeholder={t('palette.placeholder')}
              className="h-11 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="min-h-0 flex-1 overflow-y-auto py-1" aria-busy={found.state === 'searching'}>
              {kinds.map((kind) => (
                <Hits key={kind} title={t(`palette.${kind}`)} hits={found.hits.filter((hit) => hit.kind === kind)} go={go} />
              ))}
              {(['screens', 'actions'] as const).map((group) => {
                const own = commands.filter((command) => command.group === group);
                if (own.length === 0) return null;
                return (
                  <Command.Group key={group} heading={t(`palette.${group}`)} className={groupClass}>
                    {own.map((command) => (
                      <Command.Item key={command.label} value={`${group} ${command.label}`} onSelect={command.run} className={itemClass}>
                        {command.label}
                        {command.keys !== undefined && <Keys keys={command.keys} />}
                      </Command.Item>
                    ))}
                  </Command.Group>
                );
              })}
            </Command.List>
            <div role="status" className="px-4 pt-1 pb-2 text-sm text-ink-3 empty:hidden">
              {nothing && t('palette.nothing', { text })}
              {found.state === 'searching' && found.hits.length === 0 && t('palette.searching')}
              {found.state === 'failed' && t('palette.failed')}
              {found.state === 'idle' && text === '' && t('palette.hint')}
            </div>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const kinds: readonly HitKind[] = ['sites', 'assets', 'workOrders', 'alarms', 'items'];
const groupClass =
  '[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-2';
const itemClass = 'flex min-h-[30px] cursor-default items-center gap-3 px-4 touch:min-h-11 data-[selected=true]:bg-hover';

function Hits({
  title,
  hits,
  go,
}: {
  readonly title: string;
  readonly hits: readonly Hit[];
  readonly go: (href: string) => void;
}): ReactNode {
  if (hits.length === 0) return null;
  return (
    <Command.Group heading={title} className={groupClass}>
      {hits.map((hit) => (
        <Command.Item key={hit.id} value={hit.id} onSelect={() => go(hit.href)} className={itemClass}>
          <span className="code shrink-0">{hit.code}</span>
          <span className="min-w-0 flex-1 truncate">{hit.name}</span>
          <span className="code shrink-0 text-ink-3">{hit.note}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

interface PaletteCommand {
  readonly group: 'screens' | 'actions';
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

function useCommands(onClose: () => void, openKeys: () => void): readonly PaletteCommand[] {
  const t = useWords('shell');
  const clock = useWords('time');
  const router = useRouter();
  const { can, sites } = useViewer();
  const { setMode } = useZone();
  const to = (href: string) => (): void => {
    onClose();
    router.push(href);
  };
  const then = (act: () => void) => (): void => {
    onClose();
    act();
  };
  return [
    ...destinationsFor(can).map(({ name, href, letter }) => ({
      group: 'screens' as const,
      label: t(`go.${name}`),
      keys: `g ${letter}`,
      run: to(href),
    })),
    { group: 'screens', label: t('sessions'), run: to(links.sessions()) },
    { group: 'screens', label: t('outbox'), run: to(links.outbox()) },
    ...(can('read:telemetry')
      ? sites.map((site) => ({
          group: 'screens' as const,
          label: t('palette.wallOf', { site: site.code }),
          run: to(links.wall(site.code)),
        }))
      : []),
    ...(can('create:work-orders') ? [{ group: 'actions' as const, label: t('palette.newWorkOrder'), run: to(links.newWorkOrder()) }] : []),
    ...themes.map((theme) => ({
      group: 'actions' as const,
      label: t('palette.theme', { theme: t(`themes.${theme}`) }),
      run: then(() => setTheme(theme)),
    })),
    ...zoneModes.map((mode) => ({
      group: 'actions' as const,
      label: t('palette.clock', { clock: clock(mode) }),
      run: then(() => setMode(mode)),
    })),
    { group: 'actions', label: t('keys'), keys: '?', run: openKeys },
  ];
}

/** Every word that was typed begins a word of the command; actions only once something was typed. */
function fits({ label, group }: PaletteCommand, text: string): boolean {
  const typed = text.trim().toLowerCase();
  if (typed === '') return group === 'screens';
  const words = label.toLowerCase().split(/[\s:]+/);
  return typed.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
}
