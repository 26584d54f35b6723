import { demoTags, type DemoTag } from '@dcmms/db/seed/tags.ts';
import type { SiteCode } from '@dcmms/db/seed/sites.ts';

const solar = ['ActivePower', 'ReactivePower', 'AcVoltage', 'AcCurrent', 'DcVoltage', 'DcCurrent', 'DcPower', 'CabinetTemperature'];
const wind = [
  'ActivePower',
  'ReactivePower',
  'VoltagePhase1',
  'CurrentPhase1',
  'RotorSpeed',
  'GeneratorSpeed',
  'WindSpeed',
  'AmbientTemperature',
];

/** Tags of a site's inverters or turbines that no alert rule watches: for load that is to be stored and nothing else. */
export function plainTags(site: SiteCode): readonly DemoTag[] {
  const [type, suffixes] = site === 'KELDA' ? ['turbine', wind] : ['inverter', solar];
  return demoTags.filter(({ asset, suffix }) => asset.site === site && asset.type === type && suffixes.includes(suffix));
}

/** The tag of each inverter of a site that the demo rule watches. */
export function heatTags(site: SiteCode): readonly DemoTag[] {
  return demoTags.filter(({ asset, suffix }) => asset.site === site && asset.type === 'inverter' && suffix === 'HeatsinkTemperature');
}

/** A row of the series in the store, as text. */
export function seriesKey(tag: DemoTag): string {
  return `${tag.asset.id}/${tag.name}`;
}
