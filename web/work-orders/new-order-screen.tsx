'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { useChange } from '../graph/use-change.ts';
import { useData } from '../graph/use-data.ts';
import { links } from '../links.ts';
import { PageHead } from '../shell/title.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Form, type Field } from '../ui/form.tsx';
import type { Option } from '../ui/select.tsx';
import { Empty, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useEnumLabel, useWords } from '../words/index.ts';
import { assetOption } from './asset-option.ts';
import { emptyTask, readTasks, typedTasks, type TypedTask } from './new-tasks.ts';
import { createOrder } from './order-changes.ts';
import { assetByCodeQuery } from './order-queries.ts';
import { isPriority, numeralOf, orderPriorities } from './priority.ts';
import { isOrderType, orderTypes } from './order-types.ts';
import { TaskLines } from './task-lines.tsx';
import { useAssetSearch } from './use-asset-search.ts';

interface NewOrder {
  readonly site: string;
  readonly asset: Option | null;
  readonly type: string;
  readonly priority: string;
  readonly title: string;
  readonly description: string;
  readonly estimatedDurationMinutes: number | null;
  readonly tasks: readonly TypedTask[];
}

/** A new draft: where, what kind, what is to be done. `?asset=INV-07` and `?site=CESTAS` fill in what the way here has said already. */
export function NewOrderScreen(): ReactNode {
  const t = useWords('workOrders');
  const query = useSearchParams();
  const { state, viewer, can, sites } = useViewer();
  const code = query.get('asset');
  const asset = useData(assetByCodeQuery, { code: code ?? '' }, { pause: code === null });
  const waits = sites.length === 0 || (code !== null && asset.state === 'loading');
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHead title={t('create.title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {viewer && !can('create:work-orders') ? (
          <Empty kind="forbidden" />
        ) : waits && state !== 'failed' ? (
          <Loading rows={8} />
        ) : (
          <NewOrderForm
            site={
              asset.data?.asset?.site?.id ??
              sites.find((each) => each.code === query.get('site'))?.id ??
              (sites.length === 1 ? sites[0]?.id : undefined)
            }
            asset={asset.data?.asset ? assetOption(asset.data.asset) : null}
          />
        )}
      </div>
    </div>
  );
}

function NewOrderForm({ site, asset }: { readonly site: string | undefined; readonly asset: Option | null }): ReactNode {
  const t = useWords('workOrders');
  const label = useEnumLabel();
  const show = useToast();
  const router = useRouter();
  const { sites } = useViewer();
  const { run } = useChange(createOrder);
  // However often the form is sent, one order comes of it.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [chosen, setChosen] = useState<NewOrder>();
  const [initial] = useState<NewOrder>(() => ({
    site: site ?? '',
    asset,
    type: 'CORRECTIVE',
    priority: 'MEDIUM',
    title: '',
    description: '',
    estimatedDurationMinutes: null,
    tasks: [emptyTask],
  }));
  const siteId = (chosen ?? initial).site;
  const searchAssets = useAssetSearch(siteId);
  const fields: readonly Field<NewOrder>[] = [
    {
      kind: 'select',
      name: 'site',
      path: 'siteId',
      autoFocus: site === undefined,
      label: t('fields.site'),
      required: true,
      options: sites.map((each) => ({ value: each.id, label: each.code, note: each.name })),
    },
    {
      kind: 'combobox',
      name: 'asset',
      path: 'assetId',
      label: t('fields.asset'),
      placeholder: t('fields.assetSearch'),
      search: searchAssets,
      disabled: siteId === '',
      ...(siteId === '' && { help: t('fields.assetNeedsSite') }),
    },
    {
      kind: 'select',
      name: 'type',
      label: t('fields.type'),
      required: true,
      options: orderTypes.map((value) => ({ value, label: label('WorkOrderType', value) })),
    },
    {
      kind: 'chips',
      equal: true,
      name: 'priority',
      label: t('fields.priority'),
      required: true,
      options: orderPriorities.map((value) => ({ value, label: `${numeralOf(value)} ${label('WorkOrderPriority', value)}` })),
    },
    { kind: 'text', name: 'title', label: t('fields.title'), required: true, maxLength: 255, autoFocus: site !== undefined },
    {
      kind: 'textArea',
      name: 'description',
      label: t('fields.description'),
      help: t('fields.descriptionHelp'),
      rows: 4,
      maxLength: 10_000,
    },
    {
      kind: 'custom',
      name: 'tasks',
      label: t('fields.tasks'),
      render: ({ value, onChange, problem }) => <TaskLines tasks={typedTasks(value)} onChange={onChange} problem={problem} />,
    },
    { kind: 'number', name: 'estimatedDurationMinutes', label: t('fields.estimatedDuration'), unit: t('fields.minutes'), min: 1, step: 1 },
  ];
  const submit = async (values: NewOrder) => {
    const { type, priority } = values;
    if (!isOrderType(type) || !isPriority(priority)) return { ok: false, problems: [] } as const;
    const tasks = readTasks(typedTasks(values.tasks));
    const changed = await run(
      {
        siteId: values.site,
        type,
        priority,
        title: values.title,
        ...(values.asset ? { assetId: values.asset.value } : {}),
        ...(values.description.trim() === '' ? {} : { description: values.description }),
        ...(values.estimatedDurationMinutes === null ? {} : { estimatedDurationMinutes: values.estimatedDurationMinutes }),
        ...(tasks.length === 0 ? {} : { tasks }),
      },
      { idempotencyKey },
    );
    if (!changed.ok) return { ok: false, problems: changed.problems } as const;
    const order = changed.data.change.workOrder;
    if (order) {
      show({ title: t('create.created', { number: order.number }) });
      router.push(links.workOrder(order.number));
    }
    return { ok: true } as const;
  };
  return (
    <Form
      id="new-work-order"
      className="max-w-[640px] px-4 py-4 phone:pb-0"
      stickyButtons
      fields={fields}
      initial={initial}
      submitLabel={t('create.submit')}
      onSubmit={submit}
      onCancel={() => router.push(links.workOrders())}
      onChange={setChosen}
    />
  );
}
