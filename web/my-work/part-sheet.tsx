'use client';

import { Minus, Plus } from 'lucide-react';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useData } from '../graph/use-data.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { myStockQuery, stockOf, type MyOrder, type StockItem } from './my-orders.ts';
import { partsToTake } from './parts-to-take.ts';
import { stockNote } from './stock-note.ts';
import { useWrites } from './use-writes.ts';

interface Props {
  readonly order: MyOrder;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The site's store: one tap on a part takes it. */
export function PartSheet({ order, open, onClose }: Props): ReactNode {
  const t = useWords('myWork');
  return (
    <Sheet title={t('partTake')} open={open} onClose={onClose}>
      <Store order={order} onTaken={onClose} />
    </Sheet>
  );
}

function Store({ order, onTaken }: { readonly order: MyOrder; readonly onTaken: () => void }): ReactNode {
  const t = useWords('myWork');
  const field = useId();
  const [text, setText] = useState('');
  const { items, note, asking, state, error, refetch } = useStock(order, text.trim());
  return (
    <>
      <label htmlFor={field} className="sr-only">
        {t('partSearch')}
      </label>
      <input
        id={field}
        type="search"
        value={text}
        placeholder={t('partSearch')}
        onChange={(event) => setText(event.target.value)}
        className="mb-3 min-h-12 w-full rounded border border-edge bg-raised px-3 text-lg"
      />
      {note?.name === 'partFirst' && <p className="pb-2 text-base text-ink-2">{t(note.name, { shown: note.shown, total: note.total })}</p>}
      {items ? (
        <ul className="border-t border-line">
          {items.map((item) => (
            <PartRow key={item.id} order={order} item={item} onTaken={onTaken} />
          ))}
        </ul>
      ) : state === 'failed' ? (
        <Failed what={t('stockWhat')} error={error} retry={refetch} />
      ) : (
        <Loading />
      )}
      {asking && items?.length === 0 && <Loading rows={3} />}
      {note !== undefined && note.name !== 'partFirst' && (
        <p className="py-4 text-lg text-ink-2">{t(note.name, { shown: note.shown, total: note.total })}</p>
      )}
    </>
  );
}

/** How long typing rests before the graph is asked. */
const restMs = 250;

/** The store of the order's site: what was read ahead, and of a larger store what the graph finds. */
function useStock(order: MyOrder, text: string) {
  const siteId = order.site?.id ?? '';
  const ahead = useData(myStockQuery, stockOf(siteId), { pause: siteId === '', offline: true });
  const kept = ahead.data?.inventoryItems;
  const [asked, setAsked] = useState('');
  const isCut = kept !== undefined && kept.nodes.length < kept.totalCount;
  const search = useData(myStockQuery, stockOf(siteId, asked), { pause: !isCut || asked === '' });
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  const found = search.data?.inventoryItems;
  const isFound = isCut && text !== '' && asked === text && found !== undefined && !search.stale;
  const hasFailed = asked === text && search.state === 'failed';
  const items = kept && partsToTake(isFound ? found.nodes : kept.nodes, order, text);
  const others = isFound ? { read: found.nodes.length, total: found.totalCount } : hasFailed ? 'failed' : 'asking';
  const note = kept && items && stockNote({ kept: kept.nodes.length, total: kept.totalCount, text, others, offered: items.length });
  const { state, error, refetch } = ahead;
  return { items, note, asking: isCut && text !== '' && others === 'asking', state, error, refetch };
}

function PartRow({ order, item, onTaken }: { readonly order: MyOrder; readonly item: StockItem; readonly onTaken: () => void }): ReactNode {
  const t = useWords('myWork');
  const label = useEnumLabel();
  const writes = useWrites(order);
  const [quantity, setQuantity] = useState(1);
  const { code, name } = item;
  return (
    <li className="border-b border-line py-2">
      <div className="text-lg">
        <b className="font-semibold">{code}</b> {name}
      </div>
      <div className="tnum flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 text-base text-ink-2">
          {t('available', { count: item.quantityAvailable, unit: label('UnitOfMeasure', item.unitOfMeasure) })}
          {item.binLocation != null && ` · ${t('bin', { bin: item.binLocation })}`}
        </span>
        <IconButton
          size="large"
          label={t('partLess', { code })}
          icon={<Minus />}
          disabled={quantity <= 1}
          onClick={() => setQuantity(quantity - 1)}
        />
        <IconButton size="large" label={t('partMore', { code })} icon={<Plus />} onClick={() => setQuantity(quantity + 1)} />
        <Button
          variant="primary"
          size="large"
          className="min-w-28"
          label={t('partTakeNamed', { quantity, code, name })}
          onClick={() => writes.takePart(item, quantity).then(onTaken)}
        >
          {t('partTakeN', { quantity })}
        </Button>
      </div>
    </li>
  );
}
