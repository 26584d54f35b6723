import { demoAssets } from '@dcmms/db/seed/assets.ts';
import { clamp } from './noise.ts';

/** The stories that the plant can tell. */
export const faultKinds = ['inverter-overheat'] as const;

/** Something breaks at one asset and is well again later. */
export interface Fault {
  readonly kind: (typeof faultKinds)[number];
  /** Code of a demo inverter; they are unique over all sites. */
  readonly asset: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

const defaultAsset = 'INV-07';

/**
 * Reads `inverter-overheat` or `inverter-overheat:INV-07`.
 *
 * @throws A sentence that says what there is.
 */
export function parseFault(text: string): Pick<Fault, 'kind' | 'asset'> {
  const [given, asset = defaultAsset] = text.split(':');
  const kind = faultKinds.find((known) => known === given);
  if (kind === undefined) throw new Error(`--fault ${text}: there is no such fault yet; there is ${faultKinds.join(', ')}.`);
  if (!demoAssets.some((known) => known.code === asset && known.type === 'inverter'))
    throw new Error(`--fault ${text}: the demo has no inverter ${asset}; there are INV-01 to INV-12 and INV-21 to INV-28.`);
  return { kind, asset };
}

// Above 95 °C the inverter would trip; this is as hot as it gets while it derates.
const plateauC = 93;
// A real heatsink takes minutes. Whoever starts the story wants to see the alert within one.
const heatingMs = 10_000;
const coolingMs = 45_000;

/** Temperature of a heatsink whose fan stands still from `fromMs` to `untilMs` and runs again after, in °C. */
export function overheated(normalC: number, faults: readonly Fault[], asset: string, timeMs: number): number {
  let share = 0;
  for (const fault of faults) {
    if (fault.asset !== asset || timeMs <= fault.fromMs) continue;
    const heated = 1 - Math.exp(-(Math.min(timeMs, fault.untilMs) - fault.fromMs) / heatingMs);
    share = Math.max(share, timeMs <= fault.untilMs ? heated : heated * Math.exp(-(timeMs - fault.untilMs) / coolingMs));
  }
  return normalC + (plateauC - normalC) * share;
}

const deratingFromC = 80;
const tripC = 95;

/** Share of its rated power that an inverter still allows itself at this heatsink temperature. */
export function deratedShare(heatsinkC: number): number {
  return 1 - 0.65 * clamp((heatsinkC - deratingFromC) / (tripC - deratingFromC), 0, 1);
}
