import { fixedId, fixedIdEpochMs } from '../identity/fixed-id.ts';
import { roleId } from '../identity/matrix.ts';
import type { tenants } from '../identity/tenants.ts';
import type { userRoles } from '../identity/roles.ts';
import type { users, userSites } from '../identity/users.ts';
import type { inventoryItems } from '../inventory/inventory-items.ts';
import type { inventoryTransactions } from '../inventory/inventory-transactions.ts';
import type { modelRegistry } from '../predictions/models.ts';
import type { predictions } from '../predictions/predictions.ts';
import type { assets } from '../sites/assets.ts';
import type { sites } from '../sites/sites.ts';
import type { alertRules } from '../telemetry/alert-rules.ts';
import type { alerts } from '../telemetry/alerts.ts';
import { alertDedupKey } from '../telemetry/dedup-key.ts';
import type { sensorMappings } from '../telemetry/sensor-mappings.ts';
import { demoAssets, type DemoAsset } from './assets.ts';
import type { DemoAlert } from './alerts.ts';
import { demoGateways } from './gateways.ts';
import type { DemoStock } from './ledger.ts';
import { currencyOf, type DemoOrder } from './orders.ts';
import { demoPeople, personOf } from './people.ts';
import type { DemoModel, DemoPrediction } from './predictions.ts';
import { demoRules } from './rules.ts';
import { demoSites, siteId, siteOf } from './sites.ts';
import { demoTags } from './tags.ts';
import { demoTenants, tenantId } from './tenants.ts';

// What the demo's data is as rows of the database. Ages of fixed things are relative to the ids' epoch, all others to `now`.
const createdAt = new Date(fixedIdEpochMs);

export function tenantRows(): (typeof tenants.$inferInsert)[] {
  return demoTenants.map(({ id, code, name, subscriptionTier, currency, maxUsers, maxSites }) => ({
    id,
    code,
    name,
    subscriptionTier,
    maxUsers,
    maxSites,
    metadata: { currency, session_limit: null, second_factor: 'off', start_tolerance_minutes: 120 },
    createdAt,
    updatedAt: createdAt,
  }));
}

export function siteRows(): (typeof sites.$inferInsert)[] {
  return demoSites.map((site) => ({
    id: site.id,
    tenantId: tenantId(site.tenant),
    code: site.code,
    name: site.name,
    location: site.location,
    latitude: site.latitude,
    longitude: site.longitude,
    timezone: site.timezone,
    capacityMw: site.capacityMw,
    siteType: site.siteType,
    storageCapacityMwh: site.storageCapacityMwh,
    metadata: site.metadata,
    createdAt,
    updatedAt: createdAt,
  }));
}

/** Whose access ends does so a year from now: an auditor's and a contractor's always end. */
export function userRows(now: Date): (typeof users.$inferInsert)[] {
  const inAYear = new Date(now.getTime() + 365 * 86_400_000);
  return demoPeople.map((person) => ({
    id: person.id,
    tenantId: tenantId(person.tenant),
    code: person.code,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    phone: person.phone,
    idpUserId: person.subject,
    idpProvider: 'oidc',
    employmentType: person.employmentType,
    accessExpiresAt: person.employmentType === 'employee' ? null : inAYear,
    timezone: person.timezone,
    locale: person.locale,
    metadata: { skills: person.skills },
    createdAt,
    updatedAt: createdAt,
  }));
}

export function userSiteRows(): (typeof userSites.$inferInsert)[] {
  return demoPeople.flatMap((person) =>
    person.sites.map((code, index) => {
      const site = demoSites.find((candidate) => candidate.code === code);
      if (site === undefined) throw new Error(`${person.email} works on ${code}, which is no site of the demo.`);
      return { tenantId: tenantId(person.tenant), userId: person.id, siteId: site.id, isPrimary: index === 0, grantedAt: createdAt };
    }),
  );
}

export function userRoleRows(): (typeof userRoles.$inferInsert)[] {
  return demoPeople.map((person) => ({
    id: fixedId(`user-role:${person.email}`),
    tenantId: tenantId(person.tenant),
    userId: person.id,
    roleId: roleId(person.role),
    assignedAt: createdAt,
  }));
}

/** The state that the open orders and alerts leave their assets in. */
export function assetRows(orders: readonly DemoOrder[], open: readonly DemoAlert[]): (typeof assets.$inferInsert)[] {
  const worked = new Set(orders.filter(({ status }) => status === 'in_progress' || status === 'on_hold').map(({ asset }) => asset.id));
  const ill = new Set(open.filter(({ rule }) => rule.severity === 'high' || rule.severity === 'critical').map(({ asset }) => asset.id));
  const before = (asset: DemoAsset) => (ill.has(asset.id) ? ('degraded' as const) : ('operational' as const));
  return demoAssets.map((asset) => ({
    id: asset.id,
    tenantId: tenantId(asset.tenant),
    siteId: siteId(asset.site),
    code: asset.code,
    name: asset.name,
    type: asset.type,
    status: worked.has(asset.id) ? 'under_maintenance' : before(asset),
    previousStatus: worked.has(asset.id) ? before(asset) : null,
    parentId: asset.parent?.id ?? null,
    hierarchyLevel: asset.level,
    labels: [...asset.labels],
    latitude: asset.latitude,
    longitude: asset.longitude,
    ratedPowerKw: asset.ratedPowerKw,
    criticality: asset.criticality,
    metadata: asset.metadata,
    createdAt,
    updatedAt: createdAt,
  }));
}

export function sensorMappingRows(): (typeof sensorMappings.$inferInsert)[] {
  return demoTags.map((tag) => ({
    id: tag.id,
    tenantId: tenantId(tag.asset.tenant),
    siteId: siteId(tag.asset.site),
    assetId: tag.asset.id,
    tag: tag.name,
    gatewayId: demoGateways.find((gateway) => gateway.site === tag.asset.site)?.id ?? null,
    sourceProtocol: tag.protocol,
    device: tag.device,
    host: tag.host,
    port: tag.port,
    address: tag.address,
    dataType: tag.dataType,
    unit: tag.unit,
    pollIntervalMs: tag.expectedIntervalS * 1000,
    metric: tag.metric,
    minValid: tag.minValid,
    maxValid: tag.maxValid,
    maxRatePerS: tag.maxRatePerS ?? null,
    expectedIntervalS: tag.expectedIntervalS,
    createdAt,
    updatedAt: createdAt,
  }));
}

export function alertRuleRows(raised: readonly DemoAlert[]): (typeof alertRules.$inferInsert)[] {
  return demoRules.map((rule) => {
    const own = raised.filter((alert) => alert.rule.id === rule.id);
    const last = Math.max(...own.map((alert) => alert.triggeredMs));
    const author = personOf(rule.tenant, 'reliability').id;
    return {
      id: rule.id,
      tenantId: tenantId(rule.tenant),
      code: rule.code,
      name: rule.name,
      description: rule.description,
      category: rule.category,
      severity: rule.severity,
      priority: rule.priority,
      siteIds: rule.sites === null ? null : rule.sites.map(siteId),
      assetTypes: [...rule.assetTypes],
      tagPattern: rule.tagPattern,
      condition: rule.condition,
      clearCondition: rule.clearCondition,
      actions: [{ type: 'notification', config: { channels: ['in_app'] } }],
      consequence: rule.consequence,
      response: rule.response,
      triggerCount: own.reduce((sum, alert) => sum + alert.occurrenceCount, 0),
      lastTriggeredAt: own.length === 0 ? null : new Date(last),
      createdAt,
      updatedAt: createdAt,
      createdBy: author,
      updatedBy: author,
    };
  });
}

/** Without the order: orders point at alerts and alerts at orders, so the second direction is written after both. */
export function alertRows(raised: readonly DemoAlert[]): (typeof alerts.$inferInsert)[] {
  const numbers = numbering(raised);
  return raised.map((alert) => ({
    id: alert.id,
    number: numbers.get(alert.id) ?? alert.id,
    tenantId: tenantId(alert.asset.tenant),
    ruleId: alert.rule.id,
    ruleName: alert.rule.name,
    category: alert.rule.category,
    severity: alert.rule.severity,
    status: alert.status,
    siteId: siteId(alert.asset.site),
    assetId: alert.asset.id,
    tag: alert.tag.name,
    metric: alert.tag.metric,
    value: alert.value,
    threshold: alert.threshold,
    unit: alert.tag.unit,
    title: alert.title,
    message: alert.message,
    triggeredAt: new Date(alert.triggeredMs),
    lastOccurrenceAt: new Date(alert.triggeredMs),
    occurrenceCount: alert.occurrenceCount,
    dedupKey: dedupKey(alert),
    acknowledgedBy: alert.acknowledged?.by.id ?? null,
    acknowledgedAt: alert.acknowledged ? new Date(alert.acknowledged.atMs) : null,
    acknowledgmentComment: alert.acknowledged?.comment ?? null,
    resolvedBy: alert.resolved?.by?.id ?? null,
    resolvedAt: alert.resolved ? new Date(alert.resolved.atMs) : null,
    resolution: alert.resolved?.resolution ?? null,
    resolvedAutomatically: alert.resolved !== null && alert.resolved.by === null,
    suppressedUntil: alert.suppressed ? new Date(alert.suppressed.untilMs) : null,
    suppressionReason: alert.suppressed?.reason ?? null,
  }));
}

/** The key that the rules would have raised it under. */
export function dedupKey(alert: DemoAlert): string {
  return alertDedupKey({ ruleId: alert.rule.id, assetId: alert.asset.id, tag: alert.tag.name });
}

/** `ALM-YYYYMMDD-NNNN` by tenant and day of the raise. */
function numbering(raised: readonly DemoAlert[]): Map<string, string> {
  const counters = new Map<string, number>();
  const numbers = new Map<string, string>();
  for (const alert of [...raised].sort((one, other) => one.triggeredMs - other.triggeredMs)) {
    const day = new Date(alert.triggeredMs).toISOString().slice(0, 10).replaceAll('-', '');
    const counter = (counters.get(alert.asset.tenant + day) ?? 0) + 1;
    counters.set(alert.asset.tenant + day, counter);
    numbers.set(alert.id, `ALM-${day}-${String(counter).padStart(4, '0')}`);
  }
  return numbers;
}

export function inventoryItemRows(stock: readonly DemoStock[], now: Date): (typeof inventoryItems.$inferInsert)[] {
  return stock.map(({ part, onHand }) => ({
    id: part.id,
    tenantId: tenantId(part.tenant),
    siteId: siteId(part.site),
    code: part.code,
    name: part.name,
    description: part.description,
    category: part.category,
    unitOfMeasure: part.unit,
    quantityOnHand: onHand,
    minQuantity: part.min,
    maxQuantity: part.max,
    unitCost: part.unitCost.toFixed(2),
    averageCost: part.unitCost.toFixed(2),
    reorderQuantity: part.max - part.min,
    leadTimeDays: part.leadTimeDays,
    criticality: part.criticality,
    binLocation: part.bin,
    currency: currencyOf(part.tenant),
    createdAt,
    updatedAt: now,
  }));
}

export function inventoryTransactionRows(stock: readonly DemoStock[]): (typeof inventoryTransactions.$inferInsert)[] {
  return stock.flatMap(({ movements }) =>
    movements.map((movement) => ({
      id: movement.id,
      tenantId: tenantId(movement.part.tenant),
      inventoryItemId: movement.part.id,
      siteId: siteId(movement.part.site),
      kind: movement.kind,
      quantity: movement.quantity,
      balanceAfter: movement.balanceAfter,
      unitCost: movement.part.unitCost.toFixed(2),
      totalCost: (movement.part.unitCost * movement.quantity).toFixed(2),
      currency: currencyOf(movement.part.tenant),
      workOrderId: movement.order?.id ?? null,
      reason: movement.reason,
      performedBy: movement.by.id,
      occurredAt: new Date(movement.atMs),
    })),
  );
}

export function modelRow(model: DemoModel, now: Date): typeof modelRegistry.$inferInsert {
  return {
    id: model.id,
    tenantId: tenantId('helios'),
    name: model.name,
    version: model.version,
    modelType: 'classifier',
    framework: 'rule',
    modelUri: model.uri,
    hyperparameters: model.hyperparameters,
    metrics: model.metrics,
    status: 'development',
    createdAt: now,
    createdBy: personOf('helios', 'reliability').id,
    trainingWindow: model.trainingWindow,
    datasetVersion: 'demo seed 1',
    baselineStatistics: model.baseline,
    thresholds: model.thresholds,
    card: model.card,
  };
}

export function predictionRows(made: readonly DemoPrediction[], model: DemoModel): (typeof predictions.$inferInsert)[] {
  return made.map((prediction) => ({
    id: prediction.id,
    tenantId: tenantId(siteOf(prediction.asset.site).tenant),
    modelId: model.id,
    assetId: prediction.asset.id,
    predictionType: 'failure_risk',
    predictionOutput: prediction.output,
    confidenceScore: prediction.probability,
    predictionTimestamp: new Date(prediction.atMs),
    createdAt: new Date(prediction.atMs),
    features: prediction.features,
    explanation: prediction.explanation,
    horizonEnd: new Date(prediction.horizonEndMs),
    riskLevel: prediction.riskLevel,
    outcome: 'unknown',
  }));
}
