'use client';

import { useWords } from '../words/index.ts';

/** Tells a length of work: 2 h 05 min. */
export function useWorkedTime(): (minutes: number) => string {
  const t = useWords('workOrders');
  return (minutes) => {
    const whole = Math.max(0, Math.round(minutes));
    const hours = Math.floor(whole / 60);
    const rest = whole % 60;
    if (hours === 0) return t('labour.minutesOnly', { minutes: rest });
    return t('labour.hoursMinutes', { hours, minutes: String(rest).padStart(2, '0') });
  };
}
