'use client';

import { ChartLine } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { links } from '../../links.ts';
import { IconButton } from '../../ui/button.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { validRange } from './held-against.ts';
import { ReadingCells, SecondLine, wideCell, type Tag } from './tag-reading.tsx';

/** One tag. Its readings come several times a second and draw their own cells alone: the rest of the row costs ten times as much. */
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
  const short = tag.name.startsWith(`${code}.`) ? tag.name.slice(code.length + 1) : tag.name;
  const valid = validRange(tag, language, {
    between: (min, max) => t('values.from', { min, max }),
    above: (min) => t('values.above', { min }),
    below: (max) => t('values.below', { max }),
  });
  return (
    <tr className="border-line hover:bg-hover h-[var(--row)] border-b [&>td]:align-baseline [&>th]:align-baseline">
      <th scope="row" className="py-1 pr-1.5 pl-4 text-left font-normal" data-tip={tag.name}>
        <span className="break-words">{humps(short)}</span>
        <SecondLine tag={tag} expectation={expectation} valid={valid} />
      </th>
      <ReadingCells tag={tag} expectation={expectation} columns={columns} neverRead={neverRead} />
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
