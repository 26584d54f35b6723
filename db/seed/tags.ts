import { fixedId } from '../identity/fixed-id.ts';
import type { AssetType } from '../sites/assets.ts';
import type { SensorDataType, SourceProtocol } from '../telemetry/sensor-mappings.ts';
import { demoAssets, type DemoAsset } from './assets.ts';
import { edpIntervalSeconds, edpSignals } from './edp-signals.ts';
import type { SiteCode } from './sites.ts';

/** What one kind of asset measures. */
interface Signal {
  readonly suffix: string;
  readonly metric: string;
  readonly unit: string;
  readonly minValid: number;
  readonly maxValid: number;
  /** Largest believable change per second. Left out where a gateway may send anything within the range, as the demo's inverters do. */
  readonly maxRatePerS?: number | undefined;
}

export interface DemoTag extends Signal {
  readonly id: string;
  readonly asset: DemoAsset;
  /** `<asset code>.<suffix>` */
  readonly name: string;
  readonly protocol: SourceProtocol;
  readonly device: string;
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly dataType: SensorDataType;
  readonly expectedIntervalS: number;
}

// prettier-ignore
const signals: Partial<Readonly<Record<AssetType, readonly Signal[]>>> = {
  inverter: [
    signal('ActivePower',          'active_power_kw',     'kW',    -50,   3000),
    signal('ReactivePower',        'reactive_power_kvar', 'kvar',  -3000, 3000),
    signal('AcVoltage',            'ac_voltage_v',        'V',     0,     750),
    signal('AcCurrent',            'ac_current_a',        'A',     0,     4000),
    signal('Frequency',            'frequency_hz',        'Hz',    40,    70),
    signal('DcVoltage',            'dc_voltage_v',        'V',     0,     1600),
    signal('DcCurrent',            'dc_current_a',        'A',     -5,    4000),
    signal('DcPower',              'dc_power_kw',         'kW',    -5,    3500),
    signal('HeatsinkTemperature',  'heatsink_c',          '°C',    -40,   150),
    signal('CabinetTemperature',   'cabinet_c',           '°C',    -40,   100),
    signal('InsulationResistance', 'insulation_kohm',     'kΩ',    0,     20000),
    signal('EnergyToday',          'energy_today_kwh',    'kWh',   0,     40000),
    signal('EnergyTotal',          'energy_kwh',          'kWh',   0,     1e9),
    // From the site's model: what light and temperature make possible. Turbines tell the same as PossiblePower.
    signal('ExpectedPower',        'expected_power_kw',   'kW',    0,     3000),
  ],
  combiner_box: [
    signal('Current',              'dc_current_a',        'A',     -5,    800),
    signal('Voltage',              'dc_voltage_v',        'V',     0,     1600),
  ],
  pcs: [
    signal('ActivePower',          'active_power_kw',     'kW',    -3000, 3000),
    signal('ReactivePower',        'reactive_power_kvar', 'kvar',  -3000, 3000),
    signal('DcVoltage',            'dc_voltage_v',        'V',     0,     1600),
    signal('HeatsinkTemperature',  'heatsink_c',          '°C',    -40,   150),
  ],
  battery: [
    signal('SOC',                  'soc_pct',             '%',     0,     100, 1),
    signal('SOH',                  'soh_pct',             '%',     0,     100, 0.1),
    signal('ActivePower',          'active_power_kw',     'kW',    -6000, 6000),
  ],
  battery_rack: [
    signal('SOC',                  'soc_pct',             '%',     0,     100, 1),
    signal('Voltage',              'dc_voltage_v',        'V',     0,     1600),
    signal('Current',              'dc_current_a',        'A',     -600,  600),
    signal('MaxCellTemperature',   'cell_c_max',          '°C',    -40,   120, 2),
    signal('MinCellVoltage',       'cell_v_min',          'V',     0,     5),
    signal('MaxCellVoltage',       'cell_v_max',          'V',     0,     5),
  ],
  weather_station: [
    signal('PlaneOfArrayIrradiance',     'poa_w_m2',      'W/m²',  -10,   1800),
    signal('GlobalHorizontalIrradiance', 'ghi_w_m2',      'W/m²',  -10,   1800),
    signal('ModuleTemperature',    'module_c',            '°C',    -40,   120, 5),
    signal('AmbientTemperature',   'ambient_c',           '°C',    -40,   60,  5),
    signal('WindSpeed',            'wind_speed_ms',       'm/s',   0,     75),
    signal('WindDirection',        'wind_dir_deg',        '°',     0,     360),
    signal('RelativeHumidity',     'humidity_pct',        '%',     0,     100),
  ],
  meter: [
    signal('ActivePower',          'active_power_kw',     'kW',    -40000, 40000),
    signal('ReactivePower',        'reactive_power_kvar', 'kvar',  -40000, 40000),
    signal('Frequency',            'frequency_hz',        'Hz',    40,    70),
    signal('Voltage',              'ac_voltage_kv',       'kV',    0,     50),
    signal('PowerFactor',          'power_factor',        '1',     -1,    1),
    signal('EnergyExport',         'energy_export_kwh',   'kWh',   0,     1e10),
    signal('EnergyImport',         'energy_import_kwh',   'kWh',   0,     1e10),
  ],
  transformer: [
    signal('OilTemperature',       'oil_c',               '°C',    -40,   150, 2),
    signal('WindingTemperature',   'winding_c',           '°C',    -40,   200, 5),
  ],
  gateway: [
    signal('CpuLoad',              'cpu_pct',             '%',     0,     100),
    signal('DiskUsed',             'disk_pct',            '%',     0,     100),
  ],
  turbine: edpSignals,
};

// A turbine's transformer is measured with the turbine; a met mast sees no modules.
const mastSuffixes = new Set(['AmbientTemperature', 'WindSpeed', 'WindDirection', 'RelativeHumidity']);

// Solar and storage are polled every 10 s, turbines give ten-minute averages (the norm of their data set), gateways report by the minute.
const solarIntervalSeconds = 10;
const gatewayIntervalSeconds = 60;

/** Every measured point of the demo. */
export const demoTags: readonly DemoTag[] = demoAssets.flatMap((asset, index) =>
  signalsOf(asset).map((of, position) => ({ ...of, ...source(asset, of, index, position) })),
);

/** A tag by its full name. */
export function tagOf(name: string, site: SiteCode): DemoTag {
  const tag = demoTags.find((candidate) => candidate.name === name && candidate.asset.site === site);
  if (tag === undefined) throw new Error(`The demo's ${site} has no tag ${name}.`);
  return tag;
}

/** The tags of one asset. */
export function tagsOfAsset(asset: DemoAsset): readonly DemoTag[] {
  return demoTags.filter((tag) => tag.asset.id === asset.id);
}

function signalsOf(asset: DemoAsset): readonly Signal[] {
  if (asset.parent?.type === 'turbine') return [];
  const all = signals[asset.type] ?? [];
  return asset.site === 'KELDA' && asset.type === 'weather_station' ? all.filter((of) => mastSuffixes.has(of.suffix)) : all;
}

function source(asset: DemoAsset, of: Signal, assetIndex: number, position: number) {
  const name = `${asset.code}.${of.suffix}`;
  const protocol = protocolOf(asset);
  return {
    id: fixedId(`tag:${asset.tenant}/${asset.site}/${name}`),
    asset,
    name,
    protocol,
    device: asset.code,
    host: `10.${{ CESTAS: 10, MOSS: 20, KELDA: 30 }[asset.site]}.${Math.floor(assetIndex / 250) + 1}.${(assetIndex % 250) + 2}`,
    port: { modbus: 502, opcua: 4840, iec61850: 102, mqtt: 1883 }[protocol],
    address: addressOf(protocol, asset, of, position),
    dataType: protocol === 'modbus' && of.maxValid > 1e6 ? ('uint32' as const) : ('float32' as const),
    expectedIntervalS:
      asset.type === 'turbine' ? edpIntervalSeconds : asset.type === 'gateway' ? gatewayIntervalSeconds : solarIntervalSeconds,
  };
}

function protocolOf(asset: DemoAsset): 'modbus' | 'opcua' | 'iec61850' | 'mqtt' {
  if (asset.type === 'meter') return 'iec61850';
  if (asset.type === 'gateway') return 'mqtt';
  return asset.site === 'KELDA' ? 'opcua' : 'modbus';
}

function addressOf(protocol: string, asset: DemoAsset, of: Signal, position: number): string {
  if (protocol === 'opcua') return `ns=2;s=${asset.code}.${of.suffix}`;
  if (protocol === 'iec61850') return `${asset.code}/MMXU1.${of.suffix}.mag.f`;
  if (protocol === 'mqtt') return `health/${of.suffix}`;
  return String(30_001 + position * 2);
}

function signal(suffix: string, metric: string, unit: string, minValid: number, maxValid: number, maxRatePerS?: number): Signal {
  return { suffix, metric, unit, minValid, maxValid, maxRatePerS };
}
