import { alertRules } from '@dcmms/db/telemetry/alert-rules.ts';
import { loadRow } from '@dcmms/runtime/loading.ts';
import { signedIn, type Operation } from '@dcmms/runtime/operation.ts';
import type { AlertRuleResolvers } from '../generated/resolvers.ts';
import type { AlertRow, AlertRuleRow } from '../rows.ts';
import { ruleRows, rulesOfAlerts } from './reach.ts';
import { summaryOf } from './summary.ts';

export const AlertRule: AlertRuleResolvers = {
  __resolveReference: ({ id }, { op }) => loadRow(op, ruleRows, 'read:alerts', alertRules.id, id),
  response: stepsOf,
  summary: summaryOf,
};

/** The rule that raised an alert; undefined when it was raised by hand or the rule was deleted. */
export async function loadRuleOf(op: Operation, alert: AlertRow): Promise<AlertRuleRow | undefined> {
  return alert.ruleId === null ? undefined : loadRow(op, rulesOfAlerts, signedIn, alertRules.id, alert.ruleId);
}

/** What to do, step by step: a line of the rule's text each. */
function stepsOf(rule: AlertRuleRow): string[] {
  const lines = rule.response?.split('\n').map((line) => line.trim());
  return lines?.filter((line) => line !== '') ?? [];
}
