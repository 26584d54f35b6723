import type { KeyBinding } from '../shell/keys.ts';
import type { useWords } from '../words/index.ts';
import type { BulkAction, ListProps } from './list.tsx';

export interface KeyContext<Row> extends Pick<ListProps<Row>, 'keys' | 'label' | 'rows' | 'rowHref'> {
  readonly bulkActions: readonly BulkAction<Row>[];
  readonly active: Row | undefined;
  readonly activeIndex: number;
  readonly picked: readonly Row[];
  readonly go: (index: number) => void;
  readonly t: ReturnType<typeof useWords<'ui'>>;
  readonly pick: (row: Row, on: boolean, range?: boolean) => void;
  readonly isPicked: (row: Row) => boolean;
  readonly clear: () => void;
}

/** J, K, X and what the screen adds: a key works on the chosen rows when there are any and it can, else on the row that has the focus. */
export function listKeys<Row>({
  keys = none,
  bulkActions,
  active,
  activeIndex,
  picked,
  go,
  t,
  pick,
  isPicked,
  clear,
  label,
  rows,
}: KeyContext<Row>): KeyBinding[] {
  const bindings: KeyBinding[] = [
    { keys: 'j', label: t('keys.next'), group: label, run: () => go(Math.min(rows.length - 1, activeIndex + 1)) },
    { keys: 'k', label: t('keys.previous'), group: label, run: () => go(Math.max(0, activeIndex - 1)) },
  ];
  if (bulkActions.length > 0) {
    bindings.push({ keys: 'x', label: t('keys.pick'), group: label, run: () => active !== undefined && pick(active, !isPicked(active)) });
    bindings.push({ keys: 'shift+x', label: t('keys.pickTo'), group: label, run: () => active !== undefined && pick(active, true, true) });
    if (picked.length > 0) bindings.push({ keys: 'escape', label: t('clearChoice'), group: label, run: clear });
  }
  const bulk = new Map(bulkActions.flatMap((action) => (action.keys === undefined ? [] : [[action.keys, action]])));
  for (const { key, label: words, run } of keys) {
    const many = bulk.get(key);
    bulk.delete(key);
    bindings.push({
      keys: key,
      label: words,
      group: label,
      run: () => {
        if (picked.length > 0 && many !== undefined) runMany(many, picked);
        else if (active !== undefined) run(active);
      },
    });
  }
  for (const [key, action] of bulk) {
    bindings.push({ keys: key, label: action.label, group: label, run: () => runMany(action, picked) });
  }
  return bindings;
}

/** A key does no more than its button. */
function runMany<Row>(action: BulkAction<Row>, rows: readonly Row[]): void {
  if (rows.length > 0 && action.reason?.(rows) === undefined) void action.run(rows);
}

const none: readonly never[] = [];
