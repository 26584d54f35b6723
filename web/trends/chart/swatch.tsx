import type { ReactNode } from 'react';
import { lineDash, lineTokens } from './ink.ts';

/** A piece of a series' line, for its name. */
export function Swatch({ place, expected = false }: { readonly place: number; readonly expected?: boolean }): ReactNode {
  const token = expected ? '--ink-3' : (lineTokens[place % lineTokens.length] ?? '--ink');
  return (
    <svg width="18" height="8" aria-hidden className="shrink-0">
      <line
        x1="0"
        y1="4"
        x2="18"
        y2="4"
        strokeWidth="2"
        strokeDasharray={lineDash(place, expected).join(' ') || undefined}
        style={{ stroke: `var(${token})` }}
      />
    </svg>
  );
}
