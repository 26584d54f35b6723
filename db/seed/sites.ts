import { fixedId } from '../identity/fixed-id.ts';
import type { SiteType } from '../sites/sites.ts';
import type { TenantCode } from './tenants.ts';

export type SiteCode = 'CESTAS' | 'MOSS' | 'KELDA';

export interface DemoSite {
  readonly id: string;
  readonly tenant: TenantCode;
  readonly code: SiteCode;
  readonly name: string;
  readonly location: string;
  /** Degrees, WGS 84: the south-western corner of the plant. */
  readonly latitude: number;
  readonly longitude: number;
  readonly timezone: string;
  /** Hours to add to UTC for the day's work to fall into daylight there; no calendar, the demo's orders only need to look right. */
  readonly utcOffsetHours: number;
  readonly capacityMw: number;
  readonly storageCapacityMwh: number | null;
  readonly siteType: SiteType;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export const demoSites: readonly DemoSite[] = [
  {
    id: siteId('CESTAS'),
    tenant: 'helios',
    code: 'CESTAS',
    name: 'Cestas Solar & Storage',
    location: 'Cestas, Gironde, France',
    latitude: 44.7228,
    longitude: -0.8214,
    timezone: 'Europe/Paris',
    utcOffsetHours: 1,
    capacityMw: 30,
    storageCapacityMwh: 2.98,
    siteType: 'hybrid',
    metadata: {
      capacity: { grid_mw: 28.5, dc_mwp: 36.4 },
      grid: { connection_point: 'Poste source Cestas', voltage_kv: 20, substation: 'Cestas', metering_point: 'MTR-01' },
      compliance: { grid_code: 'RfG 2016/631', last_safety_audit: '2026-04-16', next_safety_audit: '2027-04-16' },
      contacts: { site_manager: 'manager@helios.test', safety_officer: 'safety@helios.test', emergency: '112' },
      environment: { water_source: 'none', hazmat_storage: 'container C3: transformer oil, glycol' },
      tariff: { price_per_mwh: 78.4, currency: 'EUR' },
    },
  },
  {
    id: siteId('MOSS'),
    tenant: 'helios',
    code: 'MOSS',
    name: 'Moss Landing Solar & Storage',
    location: 'Moss Landing, California, United States',
    latitude: 36.8069,
    longitude: -121.7738,
    timezone: 'America/Los_Angeles',
    utcOffsetHours: -8,
    capacityMw: 20,
    storageCapacityMwh: 5.96,
    siteType: 'hybrid',
    metadata: {
      capacity: { grid_mw: 20, dc_mwp: 25.1 },
      grid: { connection_point: 'Dolan Road', voltage_kv: 34.5, substation: 'Moss Landing', metering_point: 'MTR-21' },
      compliance: { grid_code: 'IEEE 2800', last_safety_audit: '2026-02-11', next_safety_audit: '2027-02-11' },
      contacts: { site_manager: 'manager@helios.test', safety_officer: 'safety@helios.test', emergency: '911' },
      environment: { water_source: 'well', hazmat_storage: 'cabinet B: coolant, transformer oil' },
      tariff: { price_per_mwh: 61.2, currency: 'EUR' },
    },
  },
  {
    id: siteId('KELDA'),
    tenant: 'borealis',
    code: 'KELDA',
    name: 'Kelda Wind Farm',
    location: 'Strath Brora, Highland, United Kingdom',
    latitude: 58.0581,
    longitude: -4.0127,
    timezone: 'Europe/London',
    utcOffsetHours: 0,
    capacityMw: 24,
    storageCapacityMwh: null,
    siteType: 'wind',
    metadata: {
      capacity: { grid_mw: 24 },
      grid: { connection_point: 'Brora 33 kV', voltage_kv: 33, substation: 'Kelda', metering_point: 'MTR-01' },
      compliance: { grid_code: 'GB Grid Code', last_safety_audit: '2026-06-03', next_safety_audit: '2027-06-03' },
      contacts: { site_manager: 'manager@borealis.test', safety_officer: 'safety@borealis.test', emergency: '999' },
      environment: { water_source: 'borehole', hazmat_storage: 'substation store: gear oil, hydraulic oil' },
      tariff: { price_per_mwh: 64.9, currency: 'GBP' },
    },
  },
];

export function siteId(code: SiteCode): string {
  return fixedId(`site:${code}`);
}

export function siteOf(code: SiteCode): DemoSite {
  const site = demoSites.find((candidate) => candidate.code === code);
  if (site === undefined) throw new Error(`The demo has no site ${code}.`);
  return site;
}
