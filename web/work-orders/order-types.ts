import type { WorkOrderType } from '../gql/graphql.ts';

export const orderTypes = [
  'CORRECTIVE',
  'PREVENTIVE',
  'PREDICTIVE',
  'INSPECTION',
  'EMERGENCY',
  'UPGRADE',
  'DECOMMISSION',
] as const satisfies readonly WorkOrderType[];

export function isOrderType(text: string): text is WorkOrderType {
  return orderTypes.some((type) => type === text);
}
