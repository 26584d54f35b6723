import { fixedId } from '../identity/fixed-id.ts';
import type { AssetType } from '../sites/assets.ts';
import type { AlertCategory, AlertSeverity } from '../telemetry/alert-rules.ts';
import type { SiteCode } from './sites.ts';
import type { TenantCode } from './tenants.ts';

export interface DemoRule {
  readonly id: string;
  readonly tenant: TenantCode;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly category: AlertCategory;
  readonly severity: AlertSeverity;
  /** 1 (first) to 5. */
  readonly priority: number;
  readonly sites: readonly SiteCode[] | null;
  readonly assetTypes: readonly AssetType[];
  /** `*` stands for any text: `*.HeatsinkTemperature`. */
  readonly tagPattern: string;
  /** Grammar of domain §5.1. */
  readonly condition: Readonly<Record<string, unknown>>;
  readonly clearCondition: Readonly<Record<string, unknown>> | null;
  readonly consequence: string;
  /** One step per line; the tasks of an order made from the alert. */
  readonly response: string;
}

/** The rule that contract §3 promises. */
export const demoRuleCode = 'INV-HEATSINK-CRITICAL';

/** The alert rules of the demo. No rule but the demo rule watches a quantity that overheating changes, so that one episode is one alert. */
export const demoRules: readonly DemoRule[] = [
  rule('helios', demoRuleCode, {
    name: 'Inverter heatsink critically hot',
    description: 'The heatsink of the power stack is beyond what the manufacturer allows at full load.',
    category: 'equipment_fault',
    severity: 'critical',
    priority: 1,
    assetTypes: ['inverter'],
    tagPattern: '*.HeatsinkTemperature',
    condition: { kind: 'threshold', metric: 'heatsink_c', operator: '>', value: 85, unit: '°C', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'heatsink_c', operator: '<', value: 80, unit: '°C', duration_s: 10 },
    consequence: 'The inverter derates and trips at 95 °C: up to 2.5 MW lost, and the power stack ages by months in an hour.',
    response: `Read the inverter's fault log and write down the codes
Check that the cooling fan runs; replace it if it does not (FAN-120)
Clean or replace the air filter
Restart and watch the heatsink temperature for 15 minutes`,
  }),
  rule('helios', 'INV-INSULATION-LOW', {
    name: 'Inverter insulation resistance low',
    description: 'Insulation of the DC field against earth, measured by the inverter before it connects.',
    category: 'equipment_fault',
    severity: 'high',
    priority: 2,
    assetTypes: ['inverter'],
    tagPattern: '*.InsulationResistance',
    condition: { kind: 'threshold', metric: 'insulation_kohm', operator: '<', value: 100, unit: 'kΩ', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'insulation_kohm', operator: '>', value: 500, unit: 'kΩ', duration_s: 3600 },
    consequence: 'Danger of electric shock and fire at the faulty string; the inverter refuses to connect in the morning.',
    response: `Warn everybody off the block and isolate the inverter
Measure the insulation of each combiner to find the faulty one
Measure its strings, open the faulty one, look for damaged cable or connector
Repair, measure again, write down both values`,
  }),
  rule('helios', 'CB-REVERSE-CURRENT', {
    name: 'Reverse current in a string combiner',
    description: 'Current flows back into strings: a shorted string or a failed blocking fuse.',
    category: 'equipment_fault',
    severity: 'high',
    priority: 2,
    assetTypes: ['combiner_box'],
    tagPattern: '*.Current',
    condition: { kind: 'threshold', metric: 'dc_current_a', operator: '<', value: -2, unit: 'A', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'dc_current_a', operator: '>=', value: 0, unit: 'A', duration_s: 1800 },
    consequence: 'Modules of the faulty string overheat; connectors may burn.',
    response: `Open the combiner's isolator
Measure string by string and find the faulty one
Replace blown fuses, isolate the faulty string`,
  }),
  rule('helios', 'TRF-OIL-HOT', {
    name: 'Transformer oil hot',
    description: 'Top oil temperature of a medium-voltage transformer.',
    category: 'equipment_fault',
    severity: 'high',
    priority: 2,
    assetTypes: ['transformer'],
    tagPattern: '*.OilTemperature',
    condition: { kind: 'threshold', metric: 'oil_c', operator: '>', value: 95, unit: '°C', duration_s: 300 },
    clearCondition: { kind: 'threshold', metric: 'oil_c', operator: '<', value: 85, unit: '°C', duration_s: 600 },
    consequence: 'The protection opens at 105 °C and takes 5 MW off the grid; the paper of the winding ages.',
    response: `Look at load and ambient temperature: is it hot for a reason?
Check oil level, radiators and that nothing covers them
Take an oil sample for gas analysis`,
  }),
  rule('helios', 'RACK-CELL-HOT', {
    name: 'Battery cell hot',
    description: 'The hottest cell of a rack.',
    category: 'safety_incident',
    severity: 'high',
    priority: 1,
    assetTypes: ['battery_rack'],
    tagPattern: '*.MaxCellTemperature',
    condition: { kind: 'threshold', metric: 'cell_c_max', operator: '>', value: 45, unit: '°C', duration_s: 60 },
    clearCondition: { kind: 'threshold', metric: 'cell_c_max', operator: '<', value: 40, unit: '°C', duration_s: 900 },
    consequence: 'The battery management opens the rack at 55 °C; above 80 °C a cell may go into thermal runaway.',
    response: `Keep away from the rack until the temperature falls
Check the coolant pump, level and flow of the rack
Compare cell temperatures over the modules; mark a module that stands out`,
  }),
  rule('helios', 'RACK-CELL-LOW', {
    name: 'Battery cell voltage low',
    description: 'The weakest cell of a rack.',
    category: 'equipment_fault',
    severity: 'medium',
    priority: 3,
    assetTypes: ['battery_rack'],
    tagPattern: '*.MinCellVoltage',
    condition: { kind: 'threshold', metric: 'cell_v_min', operator: '<', value: 2.8, unit: 'V', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'cell_v_min', operator: '>', value: 3, unit: 'V', duration_s: 600 },
    consequence: 'The rack gives less than its rated energy; a cell below 2.5 V must not be charged again.',
    response: `Read the cell voltages of the rack
Balance the rack; if the same cell stays behind, plan to replace its module`,
  }),
  rule('helios', 'BESS-SOC-LOW', {
    name: 'Battery nearly empty',
    description: 'State of charge of the storage.',
    category: 'performance',
    severity: 'low',
    priority: 4,
    assetTypes: ['battery'],
    tagPattern: '*.SOC',
    condition: { kind: 'threshold', metric: 'soc_pct', operator: '<', value: 5, unit: '%', duration_s: 300 },
    clearCondition: { kind: 'threshold', metric: 'soc_pct', operator: '>', value: 10, unit: '%', duration_s: 60 },
    consequence: 'The storage cannot deliver what was sold for the evening peak.',
    response: 'Check the dispatch schedule and charge from the grid if it pays',
  }),
  rule('helios', 'GRID-FREQUENCY-EU', {
    name: 'Grid frequency outside 49.5 to 50.5 Hz',
    description: 'At the point of connection.',
    category: 'compliance',
    severity: 'medium',
    priority: 3,
    sites: ['CESTAS'],
    assetTypes: ['meter'],
    tagPattern: '*.Frequency',
    condition: { kind: 'threshold', metric: 'frequency_hz', operator: 'outside', values: [49.5, 50.5], unit: 'Hz', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'frequency_hz', operator: 'between', values: [49.5, 50.5], unit: 'Hz', duration_s: 60 },
    consequence: 'The plant has to ride through and report the disturbance.',
    response: 'Note the time and keep the high-resolution record for the grid operator',
  }),
  rule('helios', 'GRID-FREQUENCY-US', {
    name: 'Grid frequency outside 59.5 to 60.5 Hz',
    description: 'At the point of connection.',
    category: 'compliance',
    severity: 'medium',
    priority: 3,
    sites: ['MOSS'],
    assetTypes: ['meter'],
    tagPattern: '*.Frequency',
    condition: { kind: 'threshold', metric: 'frequency_hz', operator: 'outside', values: [59.5, 60.5], unit: 'Hz', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'frequency_hz', operator: 'between', values: [59.5, 60.5], unit: 'Hz', duration_s: 60 },
    consequence: 'The plant has to ride through and report the disturbance.',
    response: 'Note the time and keep the high-resolution record for the grid operator',
  }),
  rule('helios', 'MET-NO-DATA', {
    name: 'Weather station silent',
    description: 'Without irradiance the performance of the site cannot be judged.',
    category: 'communication',
    severity: 'low',
    priority: 4,
    sites: ['MOSS'],
    assetTypes: ['weather_station'],
    tagPattern: '*.PlaneOfArrayIrradiance',
    condition: { kind: 'missing_data', max_gap_s: 900 },
    clearCondition: null,
    consequence: 'Performance ratio and soiling are blind until it speaks again.',
    response: `Ping the station and power-cycle its logger
Check supply and cable on site`,
  }),
  rule('borealis', 'GBX-BEARING-HOT', {
    name: 'Gearbox bearing hot',
    description: 'High-speed shaft bearing of the gearbox, ten-minute averages.',
    category: 'equipment_fault',
    severity: 'high',
    priority: 1,
    assetTypes: ['turbine'],
    tagPattern: '*.GearboxBearingTemperature',
    condition: { kind: 'threshold', metric: 'bearing_c', operator: '>', value: 66, unit: '°C', consecutive: 2 },
    clearCondition: { kind: 'threshold', metric: 'bearing_c', operator: '<', value: 62, unit: '°C', duration_s: 1800 },
    consequence: 'A bearing that runs on hot takes the gearbox with it: weeks of standstill and a crane.',
    response: `Compare with the neighbouring turbines at the same power
Check oil level and the pressure drop over the filter
Look at the magnetic plug and take an oil sample
Borescope the high-speed stage if particles are found`,
  }),
  rule('borealis', 'GEN-BEARING-HOT', {
    name: 'Generator bearing hot',
    description: 'Drive-end bearing of the generator, ten-minute averages.',
    category: 'equipment_fault',
    severity: 'high',
    priority: 2,
    assetTypes: ['turbine'],
    tagPattern: '*.GeneratorBearingTemperature',
    condition: { kind: 'threshold', metric: 'bearing_c', operator: '>', value: 80, unit: '°C', consecutive: 2 },
    clearCondition: { kind: 'threshold', metric: 'bearing_c', operator: '<', value: 75, unit: '°C', duration_s: 1800 },
    consequence: 'The turbine stops at 95 °C; a dry bearing is ruined within weeks.',
    response: `Check the sensor against the second bearing
Check the grease pump and its container
Grease by hand and listen
Measure vibration; plan the replacement if it is above the limit`,
  }),
  rule('borealis', 'GEN-WINDING-HOT', {
    name: 'Generator winding hot',
    description: 'Stator winding of the generator, ten-minute averages.',
    category: 'equipment_fault',
    severity: 'high',
    priority: 2,
    assetTypes: ['turbine'],
    tagPattern: '*.GeneratorPhase*Temperature',
    condition: { kind: 'threshold', metric: 'winding_c', operator: '>', value: 140, unit: '°C', consecutive: 2 },
    clearCondition: { kind: 'threshold', metric: 'winding_c', operator: '<', value: 130, unit: '°C', duration_s: 1800 },
    consequence: 'Each 10 K above the class halve the life of the insulation.',
    response: `Check the coolant pump, its flow and the radiator on the nacelle roof
Clean the radiator`,
  }),
  rule('borealis', 'WTG-TRF-HOT', {
    name: 'Turbine transformer hot',
    description: 'Middle winding of the cast resin transformer, ten-minute averages.',
    category: 'equipment_fault',
    severity: 'medium',
    priority: 3,
    assetTypes: ['turbine'],
    tagPattern: '*.TransformerPhase2Temperature',
    condition: { kind: 'threshold', metric: 'winding_c', operator: '>', value: 105, unit: '°C', consecutive: 2 },
    clearCondition: { kind: 'threshold', metric: 'winding_c', operator: '<', value: 100, unit: '°C', duration_s: 1800 },
    consequence: 'The protection trips at 130 °C; the resin cracks with the years.',
    response: `Check that the fans run and the louvres are clean
Thermography of the connections`,
  }),
  rule('borealis', 'HYD-OIL-HOT', {
    name: 'Hydraulic oil warm',
    description: 'Oil of the pitch hydraulics, ten-minute averages.',
    category: 'equipment_fault',
    severity: 'low',
    priority: 4,
    assetTypes: ['turbine'],
    tagPattern: '*.HydraulicOilTemperature',
    condition: { kind: 'threshold', metric: 'hydraulic_oil_c', operator: '>', value: 52, unit: '°C', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'hydraulic_oil_c', operator: '<', value: 48, unit: '°C', duration_s: 1800 },
    consequence: 'A pump that runs too long points at a leaking valve; pitch becomes slow.',
    response: `Check the pump's duty cycle
Look for leaks at accumulators and valves`,
  }),
  rule('borealis', 'GRID-FREQUENCY', {
    name: 'Grid frequency outside 49.5 to 50.5 Hz',
    description: 'At the point of connection.',
    category: 'compliance',
    severity: 'medium',
    priority: 3,
    assetTypes: ['meter'],
    tagPattern: '*.Frequency',
    condition: { kind: 'threshold', metric: 'frequency_hz', operator: 'outside', values: [49.5, 50.5], unit: 'Hz', consecutive: 3 },
    clearCondition: { kind: 'threshold', metric: 'frequency_hz', operator: 'between', values: [49.5, 50.5], unit: 'Hz', duration_s: 60 },
    consequence: 'The plant has to ride through and report the disturbance.',
    response: 'Note the time and keep the high-resolution record for the grid operator',
  }),
];

export function ruleOf(tenant: TenantCode, code: string): DemoRule {
  const found = demoRules.find((candidate) => candidate.tenant === tenant && candidate.code === code);
  if (found === undefined) throw new Error(`The demo's ${tenant} has no alert rule ${code}.`);
  return found;
}

function rule(
  tenant: TenantCode,
  code: string,
  of: Omit<DemoRule, 'id' | 'tenant' | 'code' | 'sites'> & { sites?: DemoRule['sites'] },
): DemoRule {
  return { id: fixedId(`rule:${tenant}/${code}`), tenant, code, sites: null, ...of };
}
