'use client';

import { Fragment, type ReactNode } from 'react';
import { useLiveValue } from '../../live/use-live-value.ts';
import { formatNumber } from '../../time/format.ts';
import { tellLevel, thresholdsOf } from '../../trends/thresholds.ts';
import { cx } from '../../ui/class-names.ts';
import { severityText } from '../../ui/marks.tsx';
import { Quantity, useStale } from '../../ui/quantity.tsx';
import { Age } from '../../ui/time.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import type { PageAsset } from './asset-page.tsx';
import { isBeyond } from './held-against.ts';

export type Tag = NonNullable<PageAsset['tags']>[number];

/** A column of the wide table; below that width a second line of the row tells it. */
export const wideCell = 'tnum text-ink-2 hidden px-1.5 py-1 text-right text-xs @min-[620px]:table-cell';

/** The cells of a row that change with its readings. */
export function ReadingCells(props: {
  readonly tag: Tag;
  readonly expectation: Tag | undefined;
  readonly columns: { readonly expected: boolean; readonly limit: boolean };
  /** Of the whole asset: said above the table, not in every row. */
  readonly neverRead: boolean;
}): ReactNode {
  const { tag, expectation, columns, neverRead } = props;
  const t = useWords('assets');
  const reading = useReading(tag);
  const should = useReading(expectation);
  const stale = useStale(reading?.at, tag.expectedIntervalS);
  const doubtful = reading === undefined || reading.quality === 'GOOD' ? undefined : doubts[reading.quality];
  return (
    <>
      <td className="px-1.5 py-1 text-right">
        {reading === undefined ? (
          <span className="text-ink-3">{neverRead ? '–' : t('values.never')}</span>
        ) : (
          <Quantity value={reading.value} unit={tag.unit} quality={reading.quality} />
        )}
      </td>
      <td
        className={cx('tnum px-1.5 py-1 text-right', stale || doubtful ? 'text-ink font-medium' : 'text-ink-2')}
        data-tip={tag.expectedIntervalS === null ? undefined : t('values.staleTip', { interval: tag.expectedIntervalS })}
      >
        {doubtful ? <span>{t(doubtful)} </span> : null}
        <Age at={reading?.at} />
      </td>
      {columns.expected ? (
        <td className={wideCell}>
          <Expected reading={reading} should={should} unit={tag.unit} />
        </td>
      ) : null}
      {columns.limit ? (
        <td className={wideCell}>
          <Limits tag={tag} value={goodValueOf(reading)} />
        </td>
      ) : null}
    </>
  );
}

/** What is told below the name where the table is narrow: expectation, limits, and what the sensor can mean at all. */
export function SecondLine(props: { readonly tag: Tag; readonly expectation: Tag | undefined; readonly valid: string | null }): ReactNode {
  const { tag, expectation, valid } = props;
  const t = useWords('assets');
  // Most tags have neither: nothing here changes with their readings then.
  const reading = useReading(expectation || hasLimit(tag) ? tag : undefined);
  const should = useReading(expectation);
  const lines = [
    ...(goodValueOf(should) === null
      ? []
      : [{ name: t('values.expectedShort'), told: <Expected reading={reading} should={should} unit={tag.unit} /> }]),
    ...(hasLimit(tag) ? [{ name: t('values.limitShort'), told: <Limits tag={tag} value={goodValueOf(reading)} /> }] : []),
    ...(valid === null ? [] : [{ name: t('values.validShort'), told: valid }]),
  ];
  if (lines.length === 0) return null;
  return (
    // As wide as the table: under the columns beside it is nothing.
    <span className="text-ink-2 tnum block w-[calc(100cqw-64px)] truncate text-xs @min-[620px]:hidden">
      {lines.map(({ name, told }, place) => (
        <Fragment key={name}>
          {place > 0 ? ' · ' : ''}
          {name} {told}
        </Fragment>
      ))}
    </span>
  );
}

export function hasLimit({ rules }: Tag): boolean {
  return (rules ?? []).some(({ condition }) => thresholdsOf(condition).length > 0);
}

/** What is good needs no word. */
const doubts = { BAD: 'values.bad', UNCERTAIN: 'values.uncertain' } as const;

/** The newest of what was read with the page and what has come since. */
function useReading(tag: Tag | undefined) {
  const live = useLiveValue(tag?.id);
  const read = tag?.latest;
  const at = read ? Date.parse(read.timestamp) : 0;
  if (live && live.at >= at) return live;
  return read ? { value: read.value, quality: read.quality, at } : undefined;
}

type Reading = ReturnType<typeof useReading>;

function goodValueOf(reading: Reading): number | null {
  return reading?.quality === 'GOOD' ? reading.value : null;
}

/** What it should be, and how far it is from that. */
function Expected({
  reading,
  should,
  unit,
}: {
  readonly reading: Reading;
  readonly should: Reading;
  readonly unit: string | null;
}): ReactNode {
  const language = useLanguage();
  const expected = goodValueOf(should);
  if (expected === null) return null;
  return (
    <>
      <span className="whitespace-nowrap">
        {formatNumber(expected, { language })} {unit}
      </span>
      {reading?.value == null ? null : (
        <span className="whitespace-nowrap"> ({formatNumber(reading.value - expected, { language, sign: 'always' })})</span>
      )}
    </>
  );
}

/** Where the tag's rules raise an alarm, as `> 85 °C`; beyond one of them it is the value that stands out. */
function Limits({ tag, value }: { readonly tag: Tag; readonly value: number | null }): ReactNode {
  const language = useLanguage();
  const levels = (tag.rules ?? []).flatMap(({ code, name, severity, condition }) =>
    thresholdsOf(condition).map((threshold) => ({ code, name, severity, ...threshold })),
  );
  return levels.map(({ code, name, severity, operator, value: level }, place) => (
    <Fragment key={`${code} ${operator}`}>
      {place > 0 ? ', ' : ''}
      <span
        data-tip={`${name} (${code})`}
        className={cx('whitespace-nowrap', value !== null && isBeyond(value, operator, level) && severityText[severity])}
      >
        {operator} {tellLevel(level, tag.unit, language)}
      </span>
    </Fragment>
  ));
}
