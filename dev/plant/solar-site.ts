import { demoAssets, type DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { DemoSite } from '@dcmms/db/seed/sites.ts';
import { energyOf } from './energy.ts';
import { factsOf } from './facts.ts';
import type { Fault } from './fault.ts';
import { edgeGateway, revenueMeter } from './grid.ts';
import { cloudDelayMs, inverter, typicalInverter, type Inverter, type SolarSurroundings } from './inverter.ts';
import { lagged } from './lag.ts';
import { measuresOf, type Measure } from './measure.ts';
import { noise } from './noise.ts';
import { storageOf } from './storage.ts';
import { skyOf, weatherOf } from './weather.ts';

/** Cables, transformers and the plant's own needs. */
const deliveredShare = 0.982;
const ownNeedsKw = 38;

/** Everything that measures on a site with modules and a battery, by asset id. */
export function solarSite(site: DemoSite, seed: string, faults: () => readonly Fault[]): ReadonlyMap<string, Measure> {
  const assets = demoAssets.filter((asset) => asset.site === site.code);
  const ofType = (type: DemoAsset['type']) => assets.filter((asset) => asset.type === type);
  const around: SolarSurroundings = { site, weather: weatherOf(site, seed), sky: skyOf(site, seed), seed, faults };
  const { weather } = around;
  const typical = typicalInverter(around);
  const inverters = new Map<string, Inverter>(ofType('inverter').map((asset) => [asset.id, inverter(asset, around, typical)]));
  const all = [...inverters.values()];
  const storage = storageOf(site, weather, seed, ofType('battery_rack').length, ofType('pcs').length);
  const fed = (invertersKw: number, timeMs: number) =>
    (invertersKw > 0 ? invertersKw * deliveredShare : invertersKw) - ownNeedsKw + storage.acKw(timeMs);
  const netKw = (timeMs: number) =>
    fed(
      all.reduce((sum, one) => sum + one.acKw(timeMs), 0),
      timeMs,
    );
  const typicalKw = (timeMs: number) => fed(typical.acKw(timeMs) * all.length, timeMs);

  return measuresOf(assets, {
    inverter: (asset) => inverters.get(asset.id)?.measure,
    combiner_box: (asset) => inverters.get(asset.parent?.id ?? '')?.combiner(Number(asset.code.at(-1))),
    transformer,
    weather_station: station,
    battery: () => storage.battery,
    pcs: storage.pcs,
    battery_rack: storage.rack,
    gateway: (asset) => edgeGateway(asset, seed),
    meter: (asset) =>
      revenueMeter(asset, seed, {
        netKw,
        weather,
        gridKv: factsOf(site).gridKv,
        exportKwh: energyOf(typicalKw),
        importKwh: energyOf((timeMs) => -typicalKw(timeMs)),
        exportedBefore: factsOf(site).modulesKwp * 1_230 * (site.code === 'CESTAS' ? 3.4 : 2.4),
      }),
  });

  /** Two inverters each, in their order. */
  function transformer(asset: DemoAsset): Measure {
    const position = ofType('transformer').indexOf(asset) * 2;
    const pair = all.slice(position, position + 2);
    const load = (timeMs: number) => pair.reduce((sum, one) => sum + Math.max(0, one.acKw(timeMs)), 0) / (asset.ratedPowerKw ?? 1);
    const [ofOil, ofWinding, ambient] = [lagged(load, 150 * 60_000), lagged(load, 7 * 60_000), lagged(weather.ambientC, 120 * 60_000)];
    return (timeMs) => {
      // Rise over ambient with the 1.6th power of the load (IEC 60076-7: oil exponent 0.8 of the square).
      const oil = ambient(timeMs) + 6 + 42 * ofOil(timeMs) ** 1.6;
      return { OilTemperature: oil, WindingTemperature: oil + 1 + 17 * ofWinding(timeMs) ** 1.6 };
    };
  }

  function station(asset: DemoAsset): Measure {
    const delayMs = cloudDelayMs(asset, site);
    const name = `${seed}/${site.code}/${asset.code}`;
    const [gust, vane, cold] = [noise(`${name}/gust`, 25_000), noise(`${name}/vane`, 20_000), noise(`${name}/offset`, 1_800_000)];
    const plane = (timeMs: number) => around.sky(timeMs, delayMs).planeWm2;
    const warmth = lagged(plane, 5 * 60_000);
    return (timeMs) => {
      const { planeWm2, globalWm2 } = around.sky(timeMs, delayMs);
      const ambient = weather.ambientC(timeMs);
      // A pyranometer looks into the cold sky at night and reads a little below zero (ISO 9060, offset A).
      const offset = -0.8 + 0.7 * cold(timeMs);
      return {
        PlaneOfArrayIrradiance: planeWm2 + offset,
        GlobalHorizontalIrradiance: globalWm2 + offset,
        ModuleTemperature: ambient - 1.5 + 0.0295 * warmth(timeMs),
        AmbientTemperature: ambient,
        WindSpeed: weather.windMs(timeMs) * (1 + 0.22 * gust(timeMs)),
        WindDirection: (weather.windFromDeg(timeMs) + 9 * vane(timeMs) + 360) % 360,
        RelativeHumidity: weather.humidityPct(timeMs),
      };
    };
  }
}
