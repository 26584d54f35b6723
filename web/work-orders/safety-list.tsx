'use client';

import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';

/** What whoever starts work says to have read and found to be so. */
export function SafetyList(): ReactNode {
  const t = useWords('workOrders');
  return (
    <ol className="list-decimal space-y-2 pl-5 text-lg">
      <li>{t('safetyIsolated')}</li>
      <li>{t('safetyEquipment')}</li>
      <li>{t('safetyPlace')}</li>
    </ol>
  );
}
