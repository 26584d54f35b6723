import type { WorkOrderPriority } from '../gql/graphql.ts';

export const orderPriorities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const satisfies readonly WorkOrderPriority[];

/** `P1` for the most urgent: a grey numeral, because colour belongs to alarms. */
export function numeralOf(priority: WorkOrderPriority): string {
  return `P${orderPriorities.indexOf(priority) + 1}`;
}

export function isPriority(text: string): text is WorkOrderPriority {
  return orderPriorities.some((priority) => priority === text);
}
