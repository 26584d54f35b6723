'use client';

import { useDeferredValue, useState, type ReactNode, type Ref } from 'react';
import { useData } from '../graph/use-data.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Checkbox, TextField } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useWords } from '../words/index.ts';
import { seriesMax } from './chart/series.ts';
import { trendSearch } from './documents.ts';
import { matchesOf, wordsOf } from './search-words.ts';

/** Finds tags by their asset and ticks those that are drawn. */
export function TagPicker(props: {
  readonly chosen: readonly string[];
  readonly onAdd: (id: string) => void;
  readonly onRemove: (id: string) => void;
  /** Shown while nothing was typed: the assets whose tags are drawn. */
  readonly assetIds: readonly string[];
  readonly searchRef?: Ref<HTMLInputElement>;
}): ReactNode {
  const { chosen, onAdd, onRemove, assetIds, searchRef } = props;
  const t = useWords('trends');
  const [text, setText] = useState('');
  const [siteId, setSiteId] = useState('');
  const asked = useDeferredValue(text);
  const { asset, rest } = wordsOf(asked);
  const { sites } = useViewer();
  const where = {
    ...(siteId === '' ? {} : { siteId: { eq: siteId } }),
    ...(asset === ''
      ? siteId === ''
        ? { id: { in: [...assetIds] } }
        : {}
      : { or: [{ code: { contains: asset } }, { name: { contains: asset } }] }),
  };
  const idle = asset === '' && siteId === '' && assetIds.length === 0;
  const { data, state, error, refetch } = useData(trendSearch, { where }, { pause: idle });
  const found = (idle ? [] : (data?.assets.nodes ?? [])).flatMap((each) => {
    const tags = matchesOf(each.tags ?? [], rest);
    return tags.length === 0 ? [] : [{ ...each, tags }];
  });
  const full = chosen.length >= seriesMax;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="border-line flex flex-col gap-2 border-b p-3">
        <TextField
          label={t('tags.search')}
          labelHidden
          type="search"
          placeholder={t('tags.searchExample')}
          value={text}
          onChange={setText}
          {...(searchRef === undefined ? {} : { ref: searchRef })}
        />
        {/* Until they are known the choice keeps its place. */}
        {sites.length !== 1 ? (
          <Select
            label={t('tags.site')}
            labelHidden
            value={siteId}
            onChange={setSiteId}
            placeholder={t('tags.allSites')}
            options={sites.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` }))}
          />
        ) : null}
        <p className="text-ink-2 m-0 flex justify-between text-xs" role="status">
          <span>{full ? t('tags.full', { max: seriesMax }) : ''}</span>
          <span className="tnum">{t('tags.added', { n: chosen.length, max: seriesMax })}</span>
        </p>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto [&_input[type=checkbox]]:accent-ink-2">
        {idle ? (
          <p className="text-ink-2 m-0 p-3">{t('tags.hint')}</p>
        ) : state === 'loading' ? (
          <Loading rows={8} />
        ) : state === 'failed' ? (
          <Failed what={t('tags.label')} error={error} retry={refetch} />
        ) : state === 'forbidden' ? (
          <Empty kind="forbidden" />
        ) : found.length === 0 ? (
          <p className="text-ink-2 m-0 p-3">
            {(data?.assets.nodes ?? []).length === 0 ? t('tags.noMatch', { text: asset }) : t('tags.noTags')}
          </p>
        ) : (
          found.map((each) => (
            <fieldset key={each.id} className="border-line m-0 border-0 border-b px-3 py-2">
              <legend className="float-left mb-1 w-full p-0">
                <span className="code font-medium">{each.code}</span> <span className="text-ink-2">{each.name}</span>
              </legend>
              <ul className="clear-both m-0 list-none p-0">
                {each.tags.map((tag) => {
                  const on = chosen.includes(tag.id);
                  return (
                    <li key={tag.id}>
                      <Checkbox
                        checked={on}
                        disabled={full && !on}
                        onChange={(next) => (next ? onAdd(tag.id) : onRemove(tag.id))}
                        label={
                          <>
                            {tag.name.startsWith(`${each.code}.`) ? tag.name.slice(each.code.length + 1) : tag.name}{' '}
                            <span className="text-ink-3">{tag.unit}</span>
                          </>
                        }
                      />
                    </li>
                  );
                })}
              </ul>
            </fieldset>
          ))
        )}
      </div>
    </div>
  );
}
