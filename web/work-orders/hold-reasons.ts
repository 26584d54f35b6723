import type { HoldReason } from '../gql/graphql.ts';

/** In the order in which they happen most. */
export const holdReasons = [
  'AWAITING_PARTS',
  'WEATHER',
  'SAFETY',
  'ACCESS',
  'AWAITING_PERMIT',
  'AWAITING_VENDOR',
  'OTHER',
] as const satisfies readonly HoldReason[];
