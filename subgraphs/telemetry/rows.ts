import type { RowOf } from '@dcmms/runtime/guard.ts';
import type { Connection } from '@dcmms/runtime/paging.ts';
import type { Problem } from '@dcmms/runtime/refusal.ts';
import type { ruleRows } from './alert-rules/reach.ts';
import type { alertRows } from './alerts/reach.ts';
import type { deadLetterRows } from './dead-letters/reach.ts';
import type { gatewayRows } from './gateways/reach.ts';
import type { AssetPower, SitePower } from './power/compare.ts';
import type { tagRows } from './tags/reach.ts';

// What the resolvers of a type get as their parent: read by the code generator (`codegen.ts`).

export type AlertRow = RowOf<(typeof alertRows)['columns']>;
export type AlertConnectionRow = Connection<AlertRow>;
export type AlertEdgeRow = AlertConnectionRow['edges'][number];

export type AlertRuleRow = RowOf<(typeof ruleRows)['columns']>;
export type AlertRuleConnectionRow = Connection<AlertRuleRow>;
export type AlertRuleEdgeRow = AlertRuleConnectionRow['edges'][number];

export type TagRow = RowOf<(typeof tagRows)['columns']>;

export type DeadLetterRow = RowOf<(typeof deadLetterRows)['columns']>;
export type DeadLetterConnectionRow = Connection<DeadLetterRow>;
export type DeadLetterEdgeRow = DeadLetterConnectionRow['edges'][number];

export type GatewayRow = RowOf<(typeof gatewayRows)['columns']>;
export type GatewayConnectionRow = Connection<GatewayRow>;
export type GatewayEdgeRow = GatewayConnectionRow['edges'][number];

export type AssetPowerRow = AssetPower;
export type SitePowerRow = SitePower;

export interface AlertChangeRow {
  readonly cursor: string;
  readonly alert: AlertRow;
}

/** Entities of other subgraphs, known here by their id. */
export interface AssetRow {
  readonly id: string;
}
export interface SiteRow {
  readonly id: string;
}
export interface WorkOrderRow {
  readonly id: string;
}
export interface UserRow {
  readonly id: string;
}

export type ProblemRow = Problem;

interface AlertPayload {
  readonly alert: AlertRow | null;
  readonly problems: readonly Problem[];
}

export type AcknowledgeAlertPayloadRow = AlertPayload;
export interface AcknowledgeAlertsPayloadRow {
  readonly alerts: readonly AlertRow[] | null;
  readonly problems: readonly Problem[];
}
export type ResolveAlertPayloadRow = AlertPayload;
export type SuppressAlertPayloadRow = AlertPayload;
export type UnsuppressAlertPayloadRow = AlertPayload;
