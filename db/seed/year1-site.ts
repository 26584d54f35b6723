import { fixedId, fixedIdEpochMs } from '../identity/fixed-id.ts';
import type { assets, AssetType } from '../sites/assets.ts';
import type { sites } from '../sites/sites.ts';
import type { alertRules } from '../telemetry/alert-rules.ts';
import { gatewayUsername } from '../telemetry/gateway-password.ts';
import type { gateways } from '../telemetry/gateways.ts';
import type { sensorMappings } from '../telemetry/sensor-mappings.ts';

/** A site of the year-one data. */
export interface BulkSite {
  /** Over all tenants, from 0. */
  readonly index: number;
  readonly id: string;
  readonly code: string;
  readonly tenantId: string;
  readonly tenantCode: string;
  /** The tenant's first: it brings tenant and people along. */
  readonly isFirst: boolean;
  readonly kind: 'solar' | 'wind' | 'storage';
  /** Ids of the tenant's people. */
  readonly people: readonly string[];
}

export interface Equipment {
  readonly site: typeof sites.$inferInsert;
  readonly gateway: typeof gateways.$inferInsert;
  /** 100: a plant and eleven machines of nine parts. */
  readonly assets: (typeof assets.$inferInsert & { id: string })[];
  /** The machines among them. */
  readonly machines: readonly Machine[];
  readonly mappings: (typeof sensorMappings.$inferInsert)[];
  readonly rules: (typeof alertRules.$inferInsert & { id: string })[];
}

export interface Machine {
  readonly id: string;
  readonly code: string;
}

const makes = {
  solar: { prefix: 'INV', machine: 'inverter', part: 'combiner_box', powerKw: 2500 },
  wind: { prefix: 'WTG', machine: 'turbine', part: 'sensor', powerKw: 2000 },
  storage: { prefix: 'RACK', machine: 'battery_rack', part: 'battery_module', powerKw: 372 },
} as const satisfies Record<BulkSite['kind'], { prefix: string; machine: AssetType; part: AssetType; powerKw: number }>;

const measured = [
  ['ActivePower', 'active_power_kw', 'kW', -100, 4000],
  ['Temperature', 'temperature_c', '°C', -40, 150],
  ['Voltage', 'ac_voltage_v', 'V', 0, 2000],
  ['Current', 'ac_current_a', 'A', -10, 5000],
] as const;

const machinesPerSite = 11;
const partsPerMachine = 8;

export function equipmentOf(site: BulkSite): Equipment {
  const createdAt = new Date(fixedIdEpochMs);
  const make = makes[site.kind];
  const name = (code: string) => fixedId(`asset:${site.tenantCode}/${code}`);
  const assetOf = (code: string, type: AssetType, parentId: string | null, hierarchyLevel: number) => ({
    id: name(code),
    tenantId: site.tenantId,
    siteId: site.id,
    code,
    name: code,
    type,
    parentId,
    hierarchyLevel,
    ratedPowerKw: hierarchyLevel === 1 ? make.powerKw : null,
    createdAt,
    updatedAt: createdAt,
  });
  // Codes are unique in the tenant.
  const root = `${site.code}-PLANT`;
  const machines = Array.from(
    { length: machinesPerSite },
    (_, index) => `${make.prefix}-${site.code.slice(-2)}${String(index + 1).padStart(2, '0')}`,
  );
  const gatewayCode = `GW-${site.code}`;
  const gateway = {
    id: fixedId(`gateway:${site.tenantCode}/${site.code}`),
    tenantId: site.tenantId,
    siteId: site.id,
    code: gatewayCode,
    username: gatewayUsername(site.tenantCode, site.code, gatewayCode),
  };
  return {
    site: {
      id: site.id,
      tenantId: site.tenantId,
      code: site.code,
      name: `${site.tenantCode} ${site.code}`,
      latitude: -50 + ((site.index * 37) % 1000) / 10,
      longitude: -120 + ((site.index * 61) % 2400) / 10,
      capacityMw: (machinesPerSite * make.powerKw) / 1000,
      siteType: site.kind,
    },
    gateway,
    assets: [
      assetOf(root, 'plant', null, 0),
      ...machines.flatMap((code) => [
        assetOf(code, make.machine, name(root), 1),
        ...Array.from({ length: partsPerMachine }, (_, index) => assetOf(`${code}-${index + 1}`, make.part, name(code), 2)),
      ]),
    ],
    machines: machines.map((code) => ({ id: name(code), code })),
    mappings: machines.flatMap((code) =>
      measured.map(([suffix, metric, unit, minValid, maxValid], index) => ({
        id: fixedId(`tag:${site.tenantCode}/${code}.${suffix}`),
        tenantId: site.tenantId,
        siteId: site.id,
        assetId: name(code),
        tag: `${code}.${suffix}`,
        gatewayId: gateway.id,
        sourceProtocol: 'modbus' as const,
        device: code,
        address: String(30_001 + index * 2),
        unit,
        metric,
        minValid,
        maxValid,
        expectedIntervalS: 5,
      })),
    ),
    rules: [rule(site, 'HOT', 'Machine hot', 'high', 85), rule(site, 'WARM', 'Machine warm', 'medium', 75)],
  };
}

function rule(site: BulkSite, code: string, name: string, severity: 'medium' | 'high', value: number) {
  return {
    id: fixedId(`rule:${site.tenantCode}/${code}`),
    tenantId: site.tenantId,
    code,
    name,
    category: 'equipment_fault' as const,
    severity,
    tagPattern: '*.Temperature',
    condition: { kind: 'threshold', metric: 'temperature_c', operator: '>', value, unit: '°C', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'temperature_c', operator: '<', value: value - 5, unit: '°C', duration_s: 60 },
    consequence: 'Derating',
    response: 'Check the cooling',
  };
}
