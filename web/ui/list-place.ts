'use client';

import { parseAsInteger, useQueryState } from 'nuqs';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { formatCount } from '../time/format.ts';
import { useLanguage, useWords } from '../words/index.ts';
import { showToast } from './toasts.ts';

/** How far down a place is found again: the rows before it have to be read first, page by page. */
export const deepestRow = 1_000;

/** How long the scroll rests before its place goes to the URL. */
const restMs = 200;

/** What a list answers: its own name, its sort and its filters. Another question begins at the top. */
export type Question = Readonly<Record<string, string>>;

export interface Asked {
  readonly question: Question;
  /** As the URL has it. */
  readonly row: number | null;
}

/** The number of the row at the top of what is seen, from 1; null for the first, which the URL need not name. */
export function rowAt(scrollTop: number, rowHeight: number): number | null {
  const index = Math.round(scrollTop / rowHeight);
  return index <= 0 ? null : index + 1;
}

/**
 * Where the list has to go when the URL has changed: to a row, to the top (null), or nowhere (undefined). The person who sets a filter
 * leaves the row as it was; Back to another question brings that one's row along. Within one question the list stays where it is, and
 * the URL follows it.
 */
export function placeAsked(before: Asked | undefined, now: Asked): number | null | undefined {
  if (before === undefined) return now.row ?? undefined;
  if (!isOther(before.question, now.question)) return undefined;
  return now.row === before.row ? null : now.row;
}

/** A filter that was not known yet, or is no more, asks for nothing else. */
function isOther(before: Question, now: Question): boolean {
  return Object.entries(now).some(([name, value]) => before[name] !== undefined && before[name] !== value);
}

export interface Way {
  readonly row: number;
  readonly count: number;
  /** How many were read: where several make one line, more than there are lines. */
  readonly read: number;
  readonly more: boolean;
  readonly ready: boolean;
}

/** What a list on its way to a row does next. One that has become shorter ends at its last row. */
export function nextOnWay({ row, count, read, more, ready }: Way): 'wait' | 'read' | 'arrive' {
  if (!ready) return 'wait';
  // Never more than the row asks for: a flood that is shown in few lines would be read to its end.
  return count < row && read < row && more ? 'read' : 'arrive';
}

interface PlaceOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Under which it is in the URL. */
  readonly name: string;
  readonly question: Question;
  readonly rowHeight: number;
  readonly count: number;
  readonly read: number;
  readonly more: boolean;
  readonly ready: boolean;
  /** True while the rows may still be those of another question. */
  readonly stale: boolean;
  readonly loadMore: (() => void) | undefined;
}

export interface ListPlace {
  readonly onScroll: () => void;
  /** The person goes elsewhere: the list does not take them to the place of the URL any more. */
  readonly leave: () => void;
}

/** Keeps the place of a list in the URL, and brings whoever comes by that URL there. */
export function useListPlace({ scroller, name, question, rowHeight, count, read, more, ready, stale, loadMore }: PlaceOptions): ListPlace {
  const t = useWords('ui');
  const language = useLanguage();
  const [row, setRow] = useQueryState(name, parseAsInteger.withOptions({ history: 'replace' }));
  const before = useRef<Asked>(undefined);
  const way = useRef<{ readonly row: number; readonly anew: boolean }>(undefined);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);

  useLayoutEffect(() => {
    const anew = before.current !== undefined;
    const asked = placeAsked(before.current, { question, row });
    before.current = { question, row };
    if (asked !== undefined) {
      clearTimeout(rest.current);
      const tooDeep = asked !== null && asked > deepestRow;
      way.current = asked === null || tooDeep ? undefined : { row: asked, anew };
      if (way.current === undefined) {
        scroller.current?.scrollTo({ top: 0 });
        void setRow(null);
      }
      if (tooDeep) {
        const words = { row: formatCount(asked, language), deepest: formatCount(deepestRow, language) };
        showToast({ kind: 'note', title: t('placeTooDeep', words) });
      }
    }
    if (way.current === undefined) return;
    const next = nextOnWay({ row: way.current.row, count, read, more, ready: ready && !(way.current.anew && stale) });
    if (next === 'read') loadMore?.();
    if (next === 'arrive') {
      scroller.current?.scrollTo({ top: (way.current.row - 1) * rowHeight });
      way.current = undefined;
    }
  });

  return {
    onScroll: () => {
      clearTimeout(rest.current);
      if (way.current !== undefined) return;
      rest.current = setTimeout(() => {
        const now = rowAt(scroller.current?.scrollTop ?? 0, rowHeight);
        if (now !== (before.current?.row ?? null)) void setRow(now);
      }, restMs);
    },
    leave: () => {
      way.current = undefined;
    },
  };
}
