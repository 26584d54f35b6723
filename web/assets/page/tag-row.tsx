'use client';

import { ChartLine } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useLiveValue } from '../../live/use-live-value.ts';
import { links } from '../../links.ts';
import { formatNumber } from '../../time/format.ts';
import { tellLevel, thresholdsOf } from '../../trends/thresholds.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { severityText } from '../../ui/marks.tsx';
import { Quantity, useStale } from '../../ui/quantity.tsx';
import { Age } from '../../ui/time.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import type { PageAsset } from './asset-page.tsx';
import { isBeyond, validRange } from './held-against.ts';

export type Tag = NonNullable<PageAsset['tags']>[number];

/** A column of the wide table; below that width a second line of the row tells it. */
const wideCell = 'tnum text-ink-2 hidden px-1.5 py-1 text-right text-xs @min-[620px]:table-cell';

/** One tag; drawn again when its own value changes, and nothing else with it. */
export function TagRow(props: {
  readonly tag: Tag;
  readonly code: string;
  readonly expectation: Tag | undefined;
  readonly columns: { readonly expected: boolean; readonly limit: boolean };
  /** Of the whole asset: said above the table, not in every row. */
  readonly neverRead: boolean;
}): ReactNode {
  const { tag, code, expectation, columns, neverRead } = props;
  const t = useWords('assets');
  const language = useLanguage();
  const reading = useReading(tag);
  const should = useReading(expectation);
  const stale = useStale(reading?.at, tag.expectedIntervalS);
  const short = tag.name.startsWith(`${code}.`) ? tag.name.slice(code.length + 1) : tag.name;
  const doubtful = reading === undefined || reading.quality === 'GOOD' ? undefined : doubts[reading.quality];
  const expected = should?.quality === 'GOOD' && should.value !== null ? should.value : undefined;
  const expectedTold =
    expected === undefined ? null : (
      <>
        <span className="whitespace-nowrap">
          {formatNumber(expected, { language })} {tag.unit}
        </span>
        {reading?.value == null ? null : (
          <span className="whitespace-nowrap"> ({formatNumber(reading.value - expected, { language, sign: 'always' })})</span>
        )}
      </>
    );
  const hasLimit = (tag.rules ?? []).some(({ condition }) => thresholdsOf(condition).length > 0);
  const limits = hasLimit ? <Limits tag={tag} value={reading?.quality === 'GOOD' ? reading.value : null} /> : null;
  const valid = validRange(tag, language, {
    between: (min, max) => t('values.from', { min, max }),
    above: (min) => t('values.above', { min }),
    below: (max) => t('values.below', { max }),
  });
  const secondLine = [
    { name: t('values.expectedShort'), told: expectedTold },
    { name: t('values.limitShort'), told: limits },
    { name: t('values.validShort'), told: valid },
  ].filter(({ told }) => told !== null);
  return (
    <tr className="border-line hover:bg-hover h-[var(--row)] border-b [&>td]:align-baseline [&>th]:align-baseline">
      <th scope="row" className="py-1 pr-1.5 pl-4 text-left font-normal" data-tip={tag.name}>
        <span className="break-words">{humps(short)}</span>
        {secondLine.length === 0 ? null : (
          // As wide as the table: under the columns beside it is nothing.
          <span className="text-ink-2 tnum block w-[calc(100cqw-64px)] truncate text-xs @min-[620px]:hidden">
            {secondLine.map(({ name, told }, place) => (
              <Fragment key={name}>
                {place > 0 ? ' · ' : ''}
                {name} {told}
              </Fragment>
            ))}
          </span>
        )}
      </th>
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
      {columns.expected ? <td className={wideCell}>{expectedTold}</td> : null}
      {columns.limit ? <td className={wideCell}>{limits}</td> : null}
      <td className={wideCell}>{valid}</td>
      <td className="py-0 pr-2 text-right !align-top">
        <IconButton
          icon={<ChartLine />}
          size="small"
          label={t('values.openTrend', { tag: tag.name })}
          href={links.trends({ tags: expectation ? [tag.id, expectation.id] : [tag.id], from: 'now-6h', to: 'now' })}
        />
      </td>
    </tr>
  );
}

/** What is good needs no word. */
const doubts = { BAD: 'values.bad', UNCERTAIN: 'values.uncertain' } as const;

/** `HeatsinkTemperature` may break where its next word begins, not within one. */
function humps(name: string): ReactNode {
  return name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[._-])/).map((word, place) => (
    // oxlint-disable-next-line react/no-array-index-key -- words have no other name than their place.
    <Fragment key={place}>
      {place > 0 ? <wbr /> : null}
      {word}
    </Fragment>
  ));
}

/** The newest of what was read with the page and what has come since. */
function useReading(tag: Tag | undefined) {
  const live = useLiveValue(tag?.id);
  const read = tag?.latest;
  const at = read ? Date.parse(read.timestamp) : 0;
  if (live && live.at >= at) return live;
  return read ? { value: read.value, quality: read.quality, at } : undefined;
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
