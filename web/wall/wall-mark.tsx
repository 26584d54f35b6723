'use client';

import type { ReactNode } from 'react';
import { SeverityMark, type Severity } from '../ui/marks.tsx';

/** An alarm's priority, as large as the letters around it; a bad one that nobody has taken on flashes. */
export function WallMark({ alarm }: { readonly alarm: { readonly severity: Severity; readonly status: string } }): ReactNode {
  const open = alarm.status === 'ACTIVE';
  return (
    <span className="inline-flex [&_svg]:size-[0.95em]">
      <SeverityMark
        severity={alarm.severity}
        acknowledged={!open}
        flash={open && (alarm.severity === 'CRITICAL' || alarm.severity === 'HIGH')}
      />
    </span>
  );
}
