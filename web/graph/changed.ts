import type { DocumentNode } from 'graphql';
import { refetchFields, refetchNaming } from './active.ts';
import { rootFieldsOf } from './document.ts';

/** Fields of Query whose answers move when an order or an alert does, beside the entity itself, which the cache follows. */
export const derived = {
  workOrder: ['workOrderCounts'],
  alert: ['alertCounts', 'siteAlarms'],
} as const;

/** Mutations that make a row: lists that do not have it have to be read again. */
const making: Readonly<Record<string, readonly string[]>> = {
  createWorkOrder: ['workOrders', 'workOrderCounts'],
  createWorkOrderFromAlert: ['workOrders', 'workOrderCounts'],
  transferStock: ['inventoryItems'],
};

/** After a mutation: what is on the screen and hangs on the entities of its answer is read anew. */
export function changed(document: DocumentNode, data: unknown): void {
  const mutations = rootFieldsOf(document);
  const entities = payloadsOf(data).flatMap(payloadsOf).filter(isEntity);
  refetchFields([
    ...mutations.flatMap((name) => making[name] ?? []),
    ...entities.flatMap(({ __typename }) => (__typename === 'WorkOrder' ? derived.workOrder : __typename === 'Alert' ? derived.alert : [])),
  ]);
  refetchNaming(namesOf(entities));
}

/** By what the pages of these entities name them in their variables. */
export function namesOf(entities: readonly unknown[]): readonly string[] {
  return entities.filter(isEntity).flatMap((entity) => [entity.id, entity.number, entity.code].filter((name) => typeof name === 'string'));
}

interface Entity {
  readonly __typename: string;
  readonly id: string;
  readonly number?: unknown;
  readonly code?: unknown;
}

function isEntity(value: unknown): value is Entity {
  return (
    typeof value === 'object' &&
    value !== null &&
    '__typename' in value &&
    typeof value.__typename === 'string' &&
    'id' in value &&
    typeof value.id === 'string'
  );
}

function payloadsOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
