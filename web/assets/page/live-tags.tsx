'use client';

import { ChartLine } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useLiveValue } from '../../live/use-live-value.ts';
import { links } from '../../links.ts';
import { formatNumber, localeOf } from '../../time/format.ts';
import { thresholdsOf } from '../../trends/thresholds.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { TextField } from '../../ui/field.tsx';
import { severityText } from '../../ui/marks.tsx';
import { Quantity, useStale } from '../../ui/quantity.tsx';
import { Age } from '../../ui/time.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import type { PageAsset } from './asset-page.tsx';
import { expectationOf, isExpectation, mainFirst } from './main-tags.ts';

type Tag = NonNullable<PageAsset['tags']>[number];

/** More tags than these have a filter above them. */
const filteredFrom = 20;

/** Everything that is measured on the asset, as it comes: value, quality, age, and what it is held against. */
export function LiveTags({ asset }: { readonly asset: PageAsset }): ReactNode {
  const t = useWords('assets');
  const [filter, setFilter] = useState('');
  const tags = asset.tags;
  if (tags === null) return <p className="text-ink-2 m-0 px-4 pb-3">{t('values.forbidden')}</p>;
  if (tags.length === 0) {
    return (
      <p className="text-ink-2 m-0 px-4 pb-3">
        {t('values.none')}. <span className="text-ink-3">{t('values.noneDetail')}</span>
      </p>
    );
  }
  const wanted = filter.trim().toLowerCase();
  const shown = mainFirst(tags).filter((tag) => !isExpectation(tag) && `${tag.name} ${tag.metric ?? ''}`.toLowerCase().includes(wanted));
  return (
    <>
      {tags.length > filteredFrom ? (
        <div className="px-4 pb-2">
          <TextField
            className="max-w-[280px]"
            label={t('values.filter')}
            labelHidden
            placeholder={t('values.filter')}
            type="search"
            value={filter}
            onChange={setFilter}
          />
        </div>
      ) : null}
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="text-ink-2 border-line border-b text-xs [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col" className="py-1 pr-2 pl-4 text-left">
              {t('values.tag')}
            </th>
            <th scope="col" className="w-[108px] px-2 py-1 text-right">
              {t('values.value')}
            </th>
            <th scope="col" className="w-[90px] px-2 py-1 text-right">
              {t('values.qualityAge')}
            </th>
            <th scope="col" className="phone:hidden w-[192px] px-2 py-1 text-right">
              {t('values.heldAgainst')}
            </th>
            <th scope="col" className="w-10 py-1">
              <span className="sr-only">{t('values.trend')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((tag) => (
            <TagRow key={tag.id} tag={tag} code={asset.code} expectation={expectationOf(tag, tags)} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="text-ink-2 m-0 px-4 py-2">{t('values.noMatch')}</p> : null}
    </>
  );
}

/** One tag; drawn again when its own value changes, and nothing else with it. */
function TagRow(props: { readonly tag: Tag; readonly code: string; readonly expectation: Tag | undefined }): ReactNode {
  const { tag, code, expectation } = props;
  const t = useWords('assets');
  const language = useLanguage();
  const reading = useReading(tag);
  const expected = useReading(expectation);
  const stale = useStale(reading?.at, tag.expectedIntervalS);
  const short = tag.name.startsWith(`${code}.`) ? tag.name.slice(code.length + 1) : tag.name;
  const quality = reading === undefined ? undefined : qualityKeys[reading.quality];
  return (
    <tr className="border-line hover:bg-hover h-[var(--row)] border-b">
      <th scope="row" className="truncate py-0.5 pr-2 pl-4 text-left font-normal" data-tip={tag.name}>
        {short}
      </th>
      <td className="truncate px-2 py-0.5 text-right">
        {reading === undefined ? (
          <span className="text-ink-3">{t('values.never')}</span>
        ) : (
          <Quantity value={reading.value} unit={tag.unit} quality={reading.quality} />
        )}
      </td>
      <td
        className={cx('tnum truncate px-2 py-0.5 text-right', stale ? 'text-ink font-medium' : 'text-ink-2')}
        data-tip={tag.expectedIntervalS === null ? undefined : t('values.staleTip', { interval: tag.expectedIntervalS })}
      >
        {quality ? (
          <span className={quality === 'values.good' ? 'text-ink-3 font-normal' : 'text-ink font-medium'}>{t(quality)} </span>
        ) : null}
        <Age at={reading?.at} />
      </td>
      <td className="tnum phone:hidden text-ink-3 truncate px-2 py-0.5 text-right">
        {expected?.quality === 'GOOD' && expected.value !== null ? (
          <span className="text-ink-2">
            {t('values.expectedIs', { expected: formatNumber(expected.value, { language }) })}
            {reading?.value == null ? '' : ` (${formatNumber(reading.value - expected.value, { language, sign: 'always' })})`}
          </span>
        ) : null}
        <Limits tag={tag} value={reading?.quality === 'GOOD' ? reading.value : null} />
        <span data-tip={t('values.valid')} className="pl-2">
          {validRange()}
        </span>
      </td>
      <td className="py-0 pr-2 text-right">
        <IconButton
          icon={<ChartLine />}
          size="small"
          label={t('values.openTrend', { tag: tag.name })}
          href={links.trends({ tags: trendTags(), from: 'now-6h', to: 'now' })}
        />
      </td>
    </tr>
  );

  function trendTags(): string[] {
    return expectation ? [tag.id, expectation.id] : [tag.id];
  }

  function validRange(): string {
    const short = new Intl.NumberFormat(localeOf(language), { notation: 'compact' });
    const tell = (value: number) =>
      Math.abs(value) >= 100_000 ? short.format(value) : formatNumber(value, { language, digits: Number.isInteger(value) ? 0 : 1 });
    const { minValid: min, maxValid: max } = tag;
    if (min !== null && max !== null) return t('values.from', { min: tell(min), max: tell(max) });
    if (min !== null) return t('values.above', { min: tell(min) });
    return max === null ? '' : t('values.below', { max: tell(max) });
  }
}

const qualityKeys = { GOOD: 'values.good', BAD: 'values.bad', UNCERTAIN: 'values.uncertain' } as const;

/** The newest of what was read with the page and what has come since. */
function useReading(tag: Tag | undefined) {
  const live = useLiveValue(tag?.id);
  const read = tag?.latest;
  const at = read ? Date.parse(read.timestamp) : 0;
  if (live && live.at >= at) return live;
  return read ? { value: read.value, quality: read.quality, at } : undefined;
}

/** Where the tag's rules raise an alarm, as `> 85`; beyond one of them it is the value that stands out. */
function Limits({ tag, value }: { readonly tag: Tag; readonly value: number | null }): ReactNode {
  const levels = (tag.rules ?? []).flatMap(({ code, name, severity, condition }) =>
    thresholdsOf(condition).map((threshold) => ({ code, name, severity, ...threshold })),
  );
  return levels.map(({ code, name, severity, operator, value: level }, place) => (
    <span
      key={`${code} ${operator}`}
      data-tip={`${name} (${code})`}
      className={value !== null && isBeyond(value, operator, level) ? severityText[severity] : 'text-ink-2'}
    >
      {place > 0 ? ', ' : ''}
      {operator} {level}
    </span>
  ));
}

function isBeyond(value: number, operator: string, level: number): boolean {
  if (operator === '>') return value > level;
  if (operator === '>=' || operator === '≥') return value >= level;
  if (operator === '<') return value < level;
  return (operator === '<=' || operator === '≤') && value <= level;
}
