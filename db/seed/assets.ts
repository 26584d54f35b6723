import { fixedId } from '../identity/fixed-id.ts';
import type { AssetType, Criticality } from '../sites/assets.ts';
import { randomOf } from './random.ts';
import { siteOf, type SiteCode } from './sites.ts';
import type { TenantCode } from './tenants.ts';

export interface DemoAsset {
  readonly id: string;
  readonly tenant: TenantCode;
  readonly site: SiteCode;
  readonly code: string;
  readonly name: string;
  readonly type: AssetType;
  readonly parent: DemoAsset | null;
  /** 0 at the plant, the parent's and one below. */
  readonly level: number;
  readonly labels: readonly string[];
  readonly latitude: number;
  readonly longitude: number;
  readonly ratedPowerKw: number | null;
  readonly criticality: Criticality;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What is the same for every asset of a make. */
interface Make {
  readonly type: AssetType;
  readonly manufacturer: string;
  readonly model: string;
  readonly ratedPowerKw: number | null;
  readonly criticality: Criticality;
  readonly pmInterval: string;
  readonly warrantyYears: number;
  readonly loto: boolean;
  readonly specifications: Readonly<Record<string, unknown>>;
}

// prettier-ignore
const makes = {
  solarPlant:    make('plant',           'Helios',      'PV plant with storage',  null, 'high',     'P1Y', 0,  false, {}),
  windPlant:     make('plant',           'Borealis',    'Wind farm',              null, 'high',     'P1Y', 0,  false, {}),
  smaInverter:   make('inverter',        'SMA',         'Sunny Central 2500-EV',  2500, 'high',     'P6M', 10, true,  { operating_voltage: '1500 V DC / 550 V AC', mppt_range_v: [850, 1425], safety_rating: 'IP54' }),
  sungrow:       make('inverter',        'Sungrow',     'SG2500U',                2500, 'high',     'P6M', 10, true,  { operating_voltage: '1500 V DC / 550 V AC', mppt_range_v: [800, 1300], safety_rating: 'NEMA 3R' }),
  combiner:      make('combiner_box',    'Weidmüller',  'PV Next 24-1500',        625,  'medium',   'P1Y', 5,  true,  { operating_voltage: '1500 V DC', strings: 24, string_fuse_a: 25, safety_rating: 'IP65' }),
  mvTransformer: make('transformer',     'Siemens',     'FITformer 5.0 MVA',      5000, 'critical', 'P1Y', 5,  true,  { operating_voltage: '20 kV / 550 V', cooling: 'ONAN', oil_litres: 2100 }),
  weather:       make('weather_station', 'Kipp & Zonen', 'SOLYS Gear + SMP10',    null, 'medium',   'P3M', 2,  false, { pyranometer_class: 'ISO 9060 A', instruments: ['SMP10', 'WS600-UMB', 'Pt1000 back of module'] }),
  windMast:      make('weather_station', 'Thies',       'First Class Advanced',   null, 'medium',   'P6M', 2,  false, { heights_m: [40, 78], instruments: ['cup', 'vane', 'barometer'] }),
  meter:         make('meter',           'Landis+Gyr',  'E650 S4x',               null, 'critical', 'P1Y', 5,  false, { accuracy_class: '0.2S', ct_ratio: '1000/1', revenue: true }),
  gateway:       make('gateway',         'Moxa',        'UC-8220',                null, 'high',     'P1Y', 3,  false, { protocols: ['modbus', 'opcua', 'iec61850'], buffer_gb: 10 }),
  pcs:           make('pcs',             'SMA',         'Sunny Central Storage 2475', 2475, 'high', 'P6M', 10, true,  { operating_voltage: '1000 V DC / 434 V AC' }),
  battery:       make('battery',         'CATL',        'EnerOne',                null, 'high',     'P6M', 15, true,  { chemistry: 'LFP', operating_voltage: '1331 V DC', cooling: 'liquid' }),
  rack:          make('battery_rack',    'CATL',        'EnerOne 372.7 kWh',      372,  'high',     'P6M', 15, true,  { chemistry: 'LFP', energy_kwh: 372.7, modules: 8 }),
  module:        make('battery_module',  'CATL',        '1P52S 280 Ah',           null, 'medium',   'P1Y', 15, true,  { chemistry: 'LFP', cells: 52, energy_kwh: 46.6 }),
  turbine:       make('turbine',         'Vestas',      'V90-2.0 MW',             2000, 'critical', 'P6M', 5,  true,  { hub_height_m: 80, rotor_diameter_m: 90, cut_in_ms: 4, rated_wind_ms: 13, cut_out_ms: 25 }),
  gearbox:       make('gearbox',         'ZF Wind Power', 'EH804',                null, 'critical', 'P6M', 5,  true,  { stages: '1 planetary, 2 helical', ratio: 112.8, oil_litres: 320 }),
  generator:     make('generator',       'Weier',       'DVSG 500/4M',            2000, 'critical', 'P6M', 5,  true,  { kind: 'doubly fed', operating_voltage: '690 V AC', poles: 4 }),
  nacelleTrafo:  make('transformer',     'Siemens',     'GEAFOL 2.1 MVA',         2100, 'critical', 'P1Y', 5,  true,  { operating_voltage: '33 kV / 690 V', cooling: 'cast resin, forced air' }),
  yaw:           make('yaw_system',      'Bonfiglioli', '710T',                   null, 'medium',   'P6M', 5,  true,  { drives: 4 }),
} as const;

/** Every asset of the demo, parents before children. */
export const demoAssets: readonly DemoAsset[] = [
  ...solarSite('CESTAS', 1, 12, makes.smaInverter, 1),
  ...solarSite('MOSS', 21, 8, makes.sungrow, 2),
  ...windSite('KELDA', 12),
];

const byCode = new Map(demoAssets.map((asset) => [`${asset.tenant}/${asset.code}`, asset]));

/** An asset by its code, which is unique in its tenant. */
export function assetOf(tenant: TenantCode, code: string): DemoAsset {
  const asset = byCode.get(`${tenant}/${code}`);
  if (asset === undefined) throw new Error(`The demo's ${tenant} has no asset ${code}.`);
  return asset;
}

export function assetId(tenant: TenantCode, code: string): string {
  return fixedId(`asset:${tenant}/${code}`);
}

/** Blocks of inverters with four combiners each, a transformer per two inverters, and battery racks of eight modules. */
function solarSite(site: SiteCode, first: number, inverters: number, inverterMake: Make, powerConversions: number): DemoAsset[] {
  const plant = root(site, makes.solarPlant);
  const assets = [plant];
  const add = (made: DemoAsset) => (assets.push(made), made);
  for (let index = 0; index < inverters; index += 1) {
    const number = two(first + index);
    const block = `block-${String.fromCharCode(97 + Math.floor(index / 4))}`;
    // Blocks of about 5 ha in two rows.
    const at = { north: (index % 2) * 0.0042 + 0.0011, east: Math.floor(index / 2) * 0.0037 + 0.0008 };
    const inverter = add(below(plant, `INV-${number}`, `Inverter ${number}`, inverterMake, [block, 'pv'], at));
    for (let box = 1; box <= 4; box += 1) {
      const beside = { north: 0.0004 * (box % 2 === 0 ? 1 : -1), east: 0.0005 * (box <= 2 ? -1 : 1) };
      add(below(inverter, `INV-${number}-CB-${box}`, `String combiner ${number}.${box}`, makes.combiner, [block, 'pv'], beside));
    }
    if (index % 2 === 1) {
      const pair = two(Math.floor(first / 10) * 10 + (index + 1) / 2);
      add(
        below(plant, `TRF-${pair}`, `MV transformer ${pair}`, makes.mvTransformer, [block, 'mv'], {
          north: 0.0032,
          east: at.east + 0.0002,
        }),
      );
    }
  }
  const edge = { north: 0.0002, east: inverters * 0.0019 };
  for (const offset of [0, 1]) {
    const number = two(first + offset);
    add(
      below(plant, `WS-${number}`, `Weather station ${offset === 0 ? 'south' : 'north'}`, makes.weather, ['met'], {
        north: 0.001 + offset * 0.0058,
        east: 0.0061,
      }),
    );
  }
  add(below(plant, `MTR-${two(first)}`, 'Revenue meter', makes.meter, ['grid'], edge));
  add(below(plant, `GWY-${two(first)}`, 'Edge gateway', makes.gateway, ['control'], { north: 0.0003, east: edge.east - 0.0002 }));

  const battery = add(below(plant, `BAT-${two(first)}`, 'Battery storage', makes.battery, ['bess'], { north: -0.0006, east: edge.east }));
  for (let index = 0; index < powerConversions; index += 1) {
    const number = two(first + index);
    const pcs = add(
      below(battery, `PCS-${number}`, `Battery inverter ${number}`, makes.pcs, ['bess'], { north: -0.0002, east: index * 0.0003 }),
    );
    for (let slot = 0; slot < 8; slot += 1) {
      const rackNumber = two(first + index * 8 + slot);
      const at = { north: -0.0001 - 0.00005 * Math.floor(slot / 4), east: 0.00006 * (slot % 4) };
      const rack = add(below(pcs, `RACK-${rackNumber}`, `Battery rack ${rackNumber}`, makes.rack, ['bess'], at));
      for (let position = 1; position <= 8; position += 1) {
        add(
          below(rack, `RACK-${rackNumber}-M-${position}`, `Module ${rackNumber}.${position}`, makes.module, ['bess'], {
            north: 0,
            east: 0,
          }),
        );
      }
    }
  }
  return assets;
}

/** Turbines along a ridge, each with gearbox, generator, transformer and yaw system. */
function windSite(site: SiteCode, turbines: number): DemoAsset[] {
  const plant = root(site, makes.windPlant);
  const assets = [plant];
  const add = (made: DemoAsset) => (assets.push(made), made);
  for (let index = 0; index < turbines; index += 1) {
    const number = two(index + 1);
    const row = `row-${Math.floor(index / 4) + 1}`;
    // 450 m across and 700 m along the wind, as five and eight rotor diameters.
    const at = {
      north: 0.0063 * Math.floor(index / 4) + 0.0009 * (index % 2),
      east: 0.0076 * (index % 4) + 0.0021 * Math.floor(index / 4),
    };
    const turbine = add(below(plant, `WTG-${number}`, `Turbine ${number}`, makes.turbine, [row, 'wtg'], at));
    const here = { north: 0, east: 0 };
    add(below(turbine, `WTG-${number}-GBX`, `Gearbox ${number}`, makes.gearbox, [row, 'drivetrain'], here));
    add(below(turbine, `WTG-${number}-GEN`, `Generator ${number}`, makes.generator, [row, 'drivetrain'], here));
    add(below(turbine, `WTG-${number}-TRF`, `Transformer ${number}`, makes.nacelleTrafo, [row, 'mv'], here));
    add(below(turbine, `WTG-${number}-YAW`, `Yaw system ${number}`, makes.yaw, [row], here));
  }
  add(below(plant, 'WS-01', 'Met mast', makes.windMast, ['met'], { north: -0.0021, east: -0.0049 }));
  add(below(plant, 'MTR-01', 'Revenue meter', makes.meter, ['grid'], { north: -0.0047, east: 0.0103 }));
  add(below(plant, 'GWY-01', 'Edge gateway', makes.gateway, ['control'], { north: -0.0046, east: 0.0104 }));
  return assets;
}

function root(site: SiteCode, plant: Make): DemoAsset {
  const { tenant, name, latitude, longitude, capacityMw } = siteOf(site);
  const code = `${site}-PLANT`;
  return { ...describe(tenant, site, code, name, plant, []), parent: null, level: 0, latitude, longitude, ratedPowerKw: capacityMw * 1000 };
}

interface Offset {
  /** Degrees. */
  readonly north: number;
  readonly east: number;
}

function below(parent: DemoAsset, code: string, name: string, of: Make, labels: readonly string[], offset: Offset): DemoAsset {
  return {
    ...describe(parent.tenant, parent.site, code, name, of, labels),
    parent,
    level: parent.level + 1,
    latitude: round(parent.latitude + offset.north),
    longitude: round(parent.longitude + offset.east),
  };
}

function describe(tenant: TenantCode, site: SiteCode, code: string, name: string, of: Make, labels: readonly string[]) {
  const random = randomOf(`asset:${tenant}/${code}`);
  const commissionYear = { CESTAS: 2021, MOSS: 2022, KELDA: 2016 }[site];
  const month = two(random.between(3, 10));
  const commissioned = `${commissionYear}-${month}-${two(random.between(1, 28))}`;
  return {
    id: assetId(tenant, code),
    tenant,
    site,
    code,
    name,
    type: of.type,
    labels,
    ratedPowerKw: of.ratedPowerKw,
    criticality: of.criticality,
    metadata: {
      manufacturer: of.manufacturer,
      model: of.model,
      serial_number: `${of.manufacturer.slice(0, 2).toUpperCase()}${random.between(10_000_000, 99_999_999)}`,
      commission_date: commissioned,
      warranty_expiry: `${commissionYear + of.warrantyYears}${commissioned.slice(4)}`,
      specifications: of.specifications,
      maintenance: {
        strategy: of.criticality === 'critical' ? 'condition_based' : 'preventive',
        pm_interval: of.pmInterval,
        required_ppe: of.loto ? ['arc-flash suit', 'insulated gloves', 'helmet'] : ['helmet'],
        loto_required: of.loto,
      },
    },
  };
}

function make(
  type: AssetType,
  manufacturer: string,
  model: string,
  ratedPowerKw: number | null,
  criticality: Criticality,
  pmInterval: string,
  warrantyYears: number,
  loto: boolean,
  specifications: Readonly<Record<string, unknown>>,
): Make {
  return { type, manufacturer, model, ratedPowerKw, criticality, pmInterval, warrantyYears, loto, specifications };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
