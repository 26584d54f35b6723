import { onLeave } from '../graph/session.ts';
import { dropDrafts } from '../ui/form-draft.ts';
import type { ViewerPerson, ViewerSite } from './viewer.tsx';

/** Who was here last and what they could do in general: names and permissions, nothing of the plant. */
export interface KeptViewer {
  readonly viewer: ViewerPerson;
  readonly sites: readonly ViewerSite[];
}

const place = 'dcmms.viewer';
const listeners = new Set<() => void>();
let known: { readonly text: string | null; readonly value: KeptViewer | null } | undefined;

export function keptViewer(): KeptViewer | null {
  const text = localStorage.getItem(place);
  if (known?.text !== text) known = { text, value: read(text) };
  return known.value;
}

export function keepViewer(kept: KeptViewer): void {
  const text = JSON.stringify(kept);
  if (localStorage.getItem(place) !== text) localStorage.setItem(place, text);
  tell();
}

export function watchKeptViewer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Whoever comes next must find neither this nor what was typed.
onLeave(async () => {
  dropDrafts();
  localStorage.removeItem(place);
  tell();
});

function read(text: string | null): KeptViewer | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is KeptViewer {
  if (typeof value !== 'object' || value === null || !('viewer' in value) || !('sites' in value)) return false;
  const { viewer, sites } = value;
  return (
    typeof viewer === 'object' && viewer !== null && 'permissions' in viewer && Array.isArray(viewer.permissions) && Array.isArray(sites)
  );
}

function tell(): void {
  for (const listener of listeners) listener();
}
