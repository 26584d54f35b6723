'use client';

import { useState, type ReactNode } from 'react';
import { useLiveValues } from '../../live/use-live-value.ts';
import { TextField } from '../../ui/field.tsx';
import { useWords } from '../../words/index.ts';
import type { PageAsset } from './asset-page.tsx';
import { expectationOf, measured, mainFirst } from './main-tags.ts';
import { hasLimit, type Tag } from './tag-reading.tsx';
import { TagRow } from './tag-row.tsx';

/** More tags than these have a filter above them. */
const filteredFrom = 20;

/** Everything that is measured on the asset, as it comes: value, age, and what it is held against. */
export function LiveTags({ asset }: { readonly asset: PageAsset }): ReactNode {
  const t = useWords('assets');
  const [filter, setFilter] = useState('');
  const { tags } = asset;
  if (tags === null) return <p className="text-ink-2 m-0 px-4 pb-3">{t('values.forbidden')}</p>;
  if (tags.length === 0) {
    return (
      <p className="text-ink-2 m-0 px-4 pb-3">
        {t('values.none')}. <span className="text-ink-3">{t('values.noneDetail')}</span>
      </p>
    );
  }
  const wanted = filter.trim().toLowerCase();
  const shown = mainFirst(measured(tags)).filter(({ name, metric }) => `${name} ${metric ?? ''}`.toLowerCase().includes(wanted));
  const neverRead = tags.every(({ latest }) => latest === null);
  const columns = {
    expected: shown.some((tag) => expectationOf(tag, tags) !== undefined),
    limit: shown.some(hasLimit),
  };
  return (
    <div className="@container">
      {neverRead ? <NothingRead tags={tags} /> : null}
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
          <tr className="text-ink-2 border-line border-b text-xs [&>th]:px-1.5 [&>th]:py-1 [&>th]:text-right [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col" className="!pl-4 !text-left">
              {t('values.tag')}
            </th>
            <th scope="col" className="w-[120px]">
              {t('values.value')}
            </th>
            <th scope="col" className="w-12">
              {t('values.age')}
            </th>
            {columns.expected ? (
              <th scope="col" className="hidden w-[80px] @min-[620px]:table-cell">
                {t('values.expected')}
              </th>
            ) : null}
            {columns.limit ? (
              <th scope="col" className="hidden w-[68px] @min-[620px]:table-cell">
                {t('values.limit')}
              </th>
            ) : null}
            <th scope="col" className="hidden w-[126px] @min-[620px]:table-cell">
              {t('values.valid')}
            </th>
            <th scope="col" className="w-9">
              <span className="sr-only">{t('values.trend')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((tag) => (
            <TagRow
              key={tag.id}
              tag={tag}
              code={asset.code}
              expectation={expectationOf(tag, tags)}
              columns={columns}
              neverRead={neverRead}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="text-ink-2 m-0 px-4 py-2">{t('values.noMatch')}</p> : null}
    </div>
  );
}

/** Said once above the table; gone with the first value that comes. */
function NothingRead({ tags }: { readonly tags: readonly Tag[] }): ReactNode {
  const t = useWords('assets');
  const live = useLiveValues(tags.map(({ id }) => id));
  if (live.some((value) => value !== undefined)) return null;
  return (
    <p className="text-ink-2 m-0 px-4 pb-2" role="status">
      {t('values.nothingRead')}
    </p>
  );
}
