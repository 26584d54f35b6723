'use client';

import { usePhone, useTouch } from '../ui/media.ts';

/** Whether this is worked by a thumb, in gloves and sun: then everything is larger than on a desk. */
export function useThumb(): boolean {
  const phone = usePhone();
  const touch = useTouch();
  return phone || touch;
}

/** Sizes of letters: read at arm's length in the sun by a thumb, as dense as the rest of the console at a desk. */
export const bodyText = 'text-base phone:text-lg touch:text-lg';
export const headText = 'text-lg phone:text-xl touch:text-xl';
