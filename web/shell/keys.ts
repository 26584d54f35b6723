'use client';

import { useEffect, useMemo, useRef } from 'react';

/** A key or a sequence of keys and what it does. */
export interface KeyBinding {
  /** `j`, `?`, `g a` (one after the other), `mod+k` (Ctrl, on a Mac the command key), `shift+e`, `escape`, `arrowleft`. */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
  /** The heading under which `?` lists it. */
  readonly group?: string;
  /** Is heard while a dialog or a menu is open; otherwise keys rest then. */
  readonly overlay?: boolean;
  readonly scope?: string;
}

/**
 * Registers keys while the component is shown. Of two for the same key the one registered last is heard. In fields only those with
 * `mod` and function keys are heard; a person can switch single keys off altogether (WCAG 2.1.4).
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const names = bindings.map(({ keys, label, group = '' }) => `${keys}\t${label}\t${group}`).join('\n');
  const layer = useMemo<Layer>(() => ({ bindings: () => latest.current, names }), [names]);
  useEffect(() => {
    layers = [...layers, layer];
    changed();
    return () => {
      layers = layers.filter((each) => each !== layer);
      changed();
    };
  }, [layer]);
}

/** What can be pressed now, by group, each key once. */
export function registeredKeys(): ReadonlyMap<string, readonly KeyBinding[]> {
  const seen = new Set<string>();
  const groups = new Map<string, KeyBinding[]>();
  for (const layer of layers.toReversed()) {
    for (const binding of layer.bindings()) {
      if (seen.has(binding.keys)) continue;
      seen.add(binding.keys);
      const group = groups.get(binding.group ?? '') ?? [];
      group.push(binding);
      groups.set(binding.group ?? '', group);
    }
  }
  return groups;
}

/** Whether keys without `mod` are heard; kept in this browser. */
export const singleKeys = {
  on: (): boolean => localStorage.getItem(singleKeysPlace()) !== 'off',
  set: (on: boolean): void => localStorage.setItem(singleKeysPlace(), on ? 'on' : 'off'),
};

function singleKeysPlace(): string {
  return 'dcmms.single-keys';
}

interface Layer {
  readonly bindings: () => readonly KeyBinding[];
  readonly names: string;
}

let layers: readonly Layer[] = [];
let listening = false;
/** The first key of a sequence, and when it was pressed. */
let pending: { readonly key: string; readonly at: number } | null = null;

/** How long a sequence waits for its second key. */
const sequenceMs = 1_200;

function changed(): void {
  const wanted = layers.length > 0;
  if (wanted === listening) return;
  listening = wanted;
  if (wanted) document.addEventListener('keydown', hear);
  else document.removeEventListener('keydown', hear);
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || (event.repeat === true && event.key.length === 1 && !/[jk]/i.test(event.key))) return;
  const key = nameOf(event);
  const strong = key.includes('mod+') || /^f\d+$/.test(key);
  if (!strong && (isTyping(event.target) || !singleKeys.on())) return;
  // Enter and Space belong to what has the focus.
  if (
    (key === 'enter' || key === ' ') &&
    event.target instanceof Element &&
    event.target.closest('a, button, [role=button], summary') !== null
  )
    return;
  const overlay = document.querySelector('dialog[open], [role=dialog], [role=alertdialog]:not(form *), [role=menu]') !== null;
  const started = pending !== null && event.timeStamp - pending.at < sequenceMs ? pending.key : null;
  pending = null;
  const binding = find(started === null ? key : `${started} ${key}`, overlay) ?? find(key, overlay);
  if (binding !== undefined) {
    event.preventDefault();
    binding.run();
  } else if (isStart(key, overlay)) {
    event.preventDefault();
    pending = { key, at: event.timeStamp };
  }
}

function find(keys: string, overlay: boolean): KeyBinding | undefined {
  for (const layer of layers.toReversed()) {
    const found = layer.bindings().find((binding) => binding.keys === keys && (!overlay || binding.overlay === true));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStart(key: string, overlay: boolean): boolean {
  return !overlay && layers.some((layer) => layer.bindings().some((binding) => binding.keys.startsWith(`${key} `)));
}

/** The event as a binding writes it. Shift counts for letters and named keys; for `?` and its like it is part of the character. */
export function nameOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const alt = event.altKey ? 'alt+' : '';
  const shift = event.shiftKey && (key.length > 1 || /[a-zäöü]/.test(key)) ? 'shift+' : '';
  return `${mod}${alt}${shift}${key}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|submit|reset)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
