import type { KeyboardEvent } from 'react';

/**
 * Keys of a tree as the ARIA Authoring Practices have them: up and down go through what is to be seen, right opens or goes in, left
 * closes or goes out, Home and End, a letter goes to the next row that begins with it. Enter is the link's own.
 */
export function onTreeKey(event: KeyboardEvent<HTMLElement>, toggle: (key: string, open: boolean) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const row = rows[at];
  if (!row) return;
  const level = levelOf(row);
  const expanded = row.getAttribute('aria-expanded');
  const key = row.dataset['key'] ?? '';
  const target = ((): HTMLElement | 'done' | undefined => {
    switch (event.key) {
      case 'ArrowDown':
        return rows[at + 1] ?? 'done';
      case 'ArrowUp':
        return rows[at - 1] ?? 'done';
      case 'Home':
        return rows[0];
      case 'End':
        return rows.at(-1);
      case 'ArrowRight': {
        if (expanded === 'false') toggle(key, true);
        const next = rows[at + 1];
        return expanded === 'true' && next && levelOf(next) > level ? next : 'done';
      }
      case 'ArrowLeft':
        if (expanded === 'true') {
          toggle(key, false);
          return 'done';
        }
        return rows.slice(0, at).findLast((each) => levelOf(each) < level) ?? 'done';
      case 'Enter':
      case ' ':
        if (row instanceof HTMLAnchorElement) {
          if (event.key === 'Enter') return undefined;
          row.click();
        } else toggle(key, expanded !== 'true');
        return 'done';
      default:
        return event.key.length === 1 ? startingWith(event.key, [...rows.slice(at + 1), ...rows.slice(0, at)]) : undefined;
    }
  })();
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (target === 'done') return;
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
}

function levelOf(row: HTMLElement): number {
  return Number(row.getAttribute('aria-level') ?? 1);
}

function startingWith(letter: string, rows: readonly HTMLElement[]): HTMLElement | undefined {
  return rows.find((row) => row.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}
