import type { Operation } from '@dcmms/runtime/operation.ts';

/** Whether the viewer sees money of a site: everywhere, at some sites, or not at all. Hidden money is null without an error (contract §4). */
export function seesCosts(op: Operation, siteId: string): boolean {
  const scopes = op.scopes('read:costs');
  return scopes.includes('all') || (scopes.includes('sites') && op.viewer.siteIds.includes(siteId));
}
