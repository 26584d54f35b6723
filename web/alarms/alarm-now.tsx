'use client';

import type { ReactNode } from 'react';
import { useLiveValue } from '../live/use-live-value.ts';
import { Quantity } from '../ui/quantity.tsx';
import type { AlarmRecord } from './history.ts';
import { UnknownNow } from './unknown-now.tsx';

/** What the alarm's tag measures now. */
export default function AlarmNow({
  tag,
  unit,
}: {
  readonly tag: NonNullable<AlarmRecord['tag']>;
  readonly unit: string | null;
}): ReactNode {
  const live = useLiveValue(tag.id);
  if (live?.value == null) return <UnknownNow unit={unit} />;
  return (
    <Quantity
      value={live.value}
      unit={unit}
      quality={live.quality}
      at={live.at}
      intervalS={tag.expectedIntervalS}
      age
      className="text-2xl"
    />
  );
}
