import type { Transition } from '../rules/evaluate.ts';
import { silenceMs } from '../rules/evaluate.ts';

/** What an alert says: to be read on a phone, by somebody who has to decide whether to drive there. */
export interface AlertText {
  readonly title: string;
  readonly message: string;
}

/** The words of a raise: `INV-07.HeatsinkTemperature is 91.2 °C, above 85 °C in 3 good readings in a row.` */
export function alertText({ rule, series, value }: Transition): AlertText {
  const title = `${rule.name}: ${series.assetCode || series.tag}`.slice(0, 255);
  if (rule.kind === 'missing_data') return { title, message: `No good reading of ${series.tag} for ${span(silenceMs(rule, series))}.` };
  const unit = rule.unit ?? series.unit;
  const { consecutive, durationMs } = rule.raise;
  const inRow = consecutive > 1 ? ` in ${consecutive} good readings in a row` : '';
  const long = durationMs > 0 ? ` for ${span(durationMs)}` : '';
  return { title, message: `${series.tag} is ${number(value)}${unit ? ` ${unit}` : ''}, ${rule.inWords(series.unit)}${inRow}${long}.` };
}

function number(value: number | null): string {
  return value === null ? 'unknown' : String(Number(value.toPrecision(6)));
}

function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const;
  const [size, name] = units.find(([each]) => seconds >= each && seconds % each === 0) ?? [1, 's'];
  return `${seconds / size} ${name}`;
}
