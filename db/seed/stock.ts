import { fixedId } from '../identity/fixed-id.ts';
import type { InventoryCategory, UnitOfMeasure } from '../inventory/inventory-items.ts';
import type { Criticality } from '../sites/assets.ts';
import { demoSites, type SiteCode } from './sites.ts';
import type { TenantCode } from './tenants.ts';

export interface DemoPart {
  readonly id: string;
  readonly tenant: TenantCode;
  readonly site: SiteCode;
  /** Unique in tenant and site. */
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly category: InventoryCategory;
  readonly unit: UnitOfMeasure;
  /** In the tenant's currency. */
  readonly unitCost: number;
  /** What lay in the store 60 days ago. */
  readonly opening: number;
  readonly min: number;
  readonly max: number;
  readonly leadTimeDays: number;
  readonly criticality: Criticality;
  readonly bin: string;
}

type Line = readonly [
  code: string,
  name: string,
  description: string,
  category: InventoryCategory,
  unit: UnitOfMeasure,
  unitCost: number,
  opening: number,
  min: number,
  max: number,
  leadTimeDays: number,
  criticality: Criticality,
];

// prettier-ignore
const solarParts: readonly Line[] = [
  ['FAN-120',       'Cooling fan 120 mm',            'Axial fan of the inverter power stack, 24 V DC, IP55',      'electrical', 'each',  86.4,    48, 24, 60,  14, 'critical'],
  ['FLT-INV-01',    'Air filter, inverter',          'G4 filter mat in its frame, 592 x 287 mm',                  'consumable', 'each',  18.9,    40, 16, 60,  7,  'high'],
  ['FUSE-25-1500',  'String fuse 25 A 1500 V',       'gPV, 10 x 85 mm',                                           'electrical', 'each',  9.6,     120, 40, 200, 7, 'high'],
  ['FUSE-400-1500', 'DC main fuse 400 A 1500 V',     'gPV, size 3L',                                              'electrical', 'each',  74.0,    12, 4, 16,   21, 'high'],
  ['MC4-PAIR',      'Connector MC4-Evo 2, pair',     'For 4 to 6 mm2, with contacts',                             'electrical', 'pair',  6.3,     80, 30, 150, 7,  'medium'],
  ['CABLE-PV-6',    'PV cable 6 mm2',                'H1Z2Z2-K, black',                                           'electrical', 'meter', 1.2,     400, 100, 600, 7, 'medium'],
  ['SPD-DC-1500',   'Surge arrester DC 1500 V',      'Type 1+2, plug-in module',                                  'electrical', 'each',  118.0,   10, 4, 12,   14, 'high'],
  ['CONT-DC-1500',  'DC contactor 1500 V 500 A',     'With auxiliary contact',                                    'electrical', 'each',  642.0,   4,  1, 5,    35, 'critical'],
  ['IGBT-STACK-25', 'Power stack 2500 kVA',          'One phase, tested',                                         'electrical', 'each',  11850.0, 1,  1, 2,    90, 'critical'],
  ['PCB-CTRL-07',   'Control board, inverter',       'With firmware of the site',                                 'electrical', 'each',  1390.0,  2,  1, 3,    60, 'critical'],
  ['PYR-DESICCANT', 'Desiccant for pyranometers',    'Ten sachets',                                               'consumable', 'box',   21.5,    6,  2, 10,   14, 'low'],
  ['OIL-SAMPLE',    'Oil sampling kit',              'Syringe, bottle, label for gas analysis',                   'consumable', 'set',   34.0,    10, 4, 20,   10, 'medium'],
  ['COOLANT-25',    'Battery coolant 25 l',          'Water-glycol 50/50, dielectric',                            'consumable', 'each',  96.0,    8,  3, 12,   14, 'high'],
  ['PUMP-COOL-48',  'Coolant pump 48 V',             'For a rack of eight modules',                               'mechanical', 'each',  412.0,   3,  1, 4,    28, 'high'],
  ['BAT-MOD-280',   'Battery module 1P52S 280 Ah',   'LFP, 46.6 kWh, tested at 30 % charge',                      'electrical', 'each',  5480.0,  2,  1, 3,    75, 'critical'],
  ['GLOVE-1000V',   'Insulating gloves class 0',     'To 1000 V AC, 1500 V DC',                                   'safety',     'pair',  58.0,    14, 6, 20,   7,  'high'],
];

// prettier-ignore
const windParts: readonly Line[] = [
  ['OIL-GBX-320',   'Gear oil ISO VG 320',           'Synthetic, 20 l can',                                       'consumable', 'each',  148.0,   24, 8, 40,   10, 'high'],
  ['FLT-GBX-10',    'Oil filter element 10 µm',      'For the gearbox lubrication',                               'consumable', 'each',  92.0,    16, 6, 24,   14, 'high'],
  ['GREASE-GEN',    'Bearing grease 400 g',          'For generator bearings',                                    'consumable', 'each',  17.8,    36, 12, 60,  7,  'medium'],
  ['BRUSH-GEN',     'Carbon brushes, set',           'Slip rings of the generator',                               'electrical', 'set',   264.0,   10, 4, 16,   21, 'high'],
  ['BRG-GEN-DE',    'Generator bearing, drive end',  '6330 C3, insulated',                                        'mechanical', 'each',  1980.0,  2,  1, 3,    60, 'critical'],
  ['OIL-HYD-32',    'Hydraulic oil ISO VG 32',       '20 l can',                                                  'consumable', 'each',  84.0,    14, 4, 20,   7,  'medium'],
  ['ACC-PITCH',     'Pitch accumulator 10 l',        'Nitrogen, 200 bar',                                         'mechanical', 'each',  735.0,   4,  2, 6,    35, 'high'],
  ['VALVE-PITCH',   'Proportional valve, pitch',     'With electronics',                                          'mechanical', 'each',  1640.0,  2,  1, 3,    45, 'high'],
  ['PAD-YAW',       'Yaw brake pads, set',           'Organic, for one calliper',                                 'mechanical', 'set',   310.0,   10, 4, 16,   21, 'medium'],
  ['FAN-TRF-33',    'Transformer fan 230 V',         'For cast resin transformers',                               'electrical', 'each',  192.0,   6,  2, 8,    14, 'high'],
  ['ANEMO-FC',      'Cup anemometer',                'Calibrated, with certificate',                              'electrical', 'each',  615.0,   2,  1, 3,    30, 'medium'],
  ['PT100-GBX',     'Temperature sensor Pt100',      'M10, 4-wire, 3 m cable',                                    'electrical', 'each',  63.0,    12, 4, 20,   10, 'medium'],
  ['OIL-SAMPLE',    'Oil sampling kit',              'Bottle, tube and label',                                    'consumable', 'set',   29.0,    14, 6, 30,   10, 'medium'],
  ['LANYARD-2',     'Twin-tail lanyard',             'EN 355, with absorber',                                     'safety',     'each',  126.0,   10, 4, 16,   10, 'high'],
];

/** What the stores of the three sites hold. */
export const demoParts: readonly DemoPart[] = demoSites.flatMap((site) =>
  (site.siteType === 'wind' ? windParts : solarParts).map(
    ([code, name, description, category, unit, unitCost, opening, min, max, leadTimeDays, criticality], index) => ({
      id: partId(site.code, code),
      tenant: site.tenant,
      site: site.code,
      code,
      name,
      description,
      category,
      unit,
      unitCost,
      opening,
      min,
      max,
      leadTimeDays,
      criticality,
      bin: `${String.fromCharCode(65 + Math.floor(index / 6))}-${String((index % 6) + 1).padStart(2, '0')}`,
    }),
  ),
);

export function partId(site: SiteCode, code: string): string {
  return fixedId(`part:${site}/${code}`);
}

export function partOf(site: SiteCode, code: string): DemoPart {
  const part = demoParts.find((candidate) => candidate.site === site && candidate.code === code);
  if (part === undefined) throw new Error(`The store of ${site} has no part ${code}.`);
  return part;
}
