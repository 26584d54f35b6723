import type { UpdateWorkOrderInput } from '../gql/graphql.ts';
import type { Option } from '../ui/select.tsx';
import { assetOption } from './asset-option.ts';
import type { OrderFull } from './order-full.ts';
import { isPriority } from './priority.ts';
import { isOrderType } from './order-types.ts';

/** What an order says, as the fields of a form hold it. */
export interface EditValues {
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly priority: string;
  readonly assetId: Option | null;
  readonly estimatedDurationMinutes: number | null;
  readonly estimatedCost: string;
  readonly scheduledStart: string;
  readonly scheduledEnd: string;
  readonly completionNotes: string;
  readonly rootCause: string;
  readonly preventiveActions: string;
}

export function editValuesOf(order: OrderFull): EditValues {
  return {
    title: order.title,
    description: order.description ?? '',
    type: order.type,
    priority: order.priority,
    assetId: order.asset ? assetOption(order.asset) : null,
    estimatedDurationMinutes: order.estimatedDurationMinutes ?? null,
    estimatedCost: order.estimatedCost ?? '',
    scheduledStart: order.scheduledStart ?? '',
    scheduledEnd: order.scheduledEnd ?? '',
    completionNotes: order.completionNotes ?? '',
    rootCause: order.rootCause ?? '',
    preventiveActions: order.preventiveActions ?? '',
  };
}

type Changes = Omit<UpdateWorkOrderInput, 'id' | 'version'>;

/** Only what is other than it was: what is left out of the input stays as it is, whoever changes it meanwhile. Empty is null. */
export function changedInput(before: EditValues, after: EditValues): Changes {
  const { type, priority } = after;
  const text = (name: TextName): Changes =>
    after[name] === before[name] ? {} : { [name]: after[name].trim() === '' ? null : after[name] };
  return {
    ...(after.title !== before.title && { title: after.title }),
    ...(type !== before.type && isOrderType(type) && { type }),
    ...(priority !== before.priority && isPriority(priority) && { priority }),
    ...(after.assetId?.value !== before.assetId?.value && { assetId: after.assetId?.value ?? null }),
    ...(after.estimatedDurationMinutes !== before.estimatedDurationMinutes && { estimatedDurationMinutes: after.estimatedDurationMinutes }),
    ...text('description'),
    ...text('estimatedCost'),
    ...text('scheduledStart'),
    ...text('scheduledEnd'),
    ...text('completionNotes'),
    ...text('rootCause'),
    ...text('preventiveActions'),
  };
}

type TextName = 'description' | 'estimatedCost' | 'scheduledStart' | 'scheduledEnd' | 'completionNotes' | 'rootCause' | 'preventiveActions';
