import type { OverviewOrderFragment } from '../gql/graphql.ts';

type Bare = OverviewOrderFragment & { readonly __typename: 'WorkOrder' };

/** An order as the overview reads it, without anything that a test does not say. */
export function orderOf<Actions extends readonly unknown[]>(of: {
  readonly status: Bare['status'];
  readonly actions: Actions;
  readonly scheduledStart?: string;
}): Bare & { readonly actions: Actions } {
  return {
    __typename: 'WorkOrder',
    id: of.status,
    number: 'WO-20261125-0001',
    title: 'Replace the fan',
    priority: 'HIGH',
    holdReason: null,
    scheduledStart: null,
    scheduledEnd: null,
    dueAt: null,
    isOverdue: false,
    site: null,
    asset: null,
    assignedTo: null,
    ...of,
  };
}
