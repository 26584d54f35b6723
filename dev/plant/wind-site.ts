import { demoAssets, type DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { DemoSite } from '@dcmms/db/seed/sites.ts';
import { energyOf } from './energy.ts';
import { factsOf } from './facts.ts';
import { edgeGateway, revenueMeter } from './grid.ts';
import { measuresOf, type Measure } from './measure.ts';
import { noise } from './noise.ts';
import { turbine, type Turbine } from './turbine.ts';
import { weatherOf } from './weather.ts';

const deliveredShare = 0.978;
const ownNeedsKw = 22;

/** Everything that measures on a site with turbines, by asset id. */
export function windSite(site: DemoSite, seed: string): ReadonlyMap<string, Measure> {
  const assets = demoAssets.filter((asset) => asset.site === site.code);
  const weather = weatherOf(site, seed);
  const turbines = new Map<string, Turbine>(
    assets.filter((asset) => asset.type === 'turbine').map((asset) => [asset.id, turbine(asset, weather, seed)]),
  );
  const all = [...turbines.values()];
  const fed = (turbinesKw: number) => (turbinesKw > 0 ? turbinesKw * deliveredShare : turbinesKw) - ownNeedsKw;
  const netKw = (timeMs: number) => fed(all.reduce((sum, one) => sum + one.acKw(timeMs), 0));
  // As on the solar sites, one stands for all in the counters.
  const typicalKw = (timeMs: number) => fed((all[0]?.acKw(timeMs) ?? 0) * all.length);

  return measuresOf(assets, {
    turbine: (asset) => turbines.get(asset.id)?.measure,
    weather_station: mast,
    gateway: (asset) => edgeGateway(asset, seed),
    meter: (asset) =>
      revenueMeter(asset, seed, {
        netKw,
        weather,
        gridKv: factsOf(site).gridKv,
        exportKwh: energyOf(typicalKw),
        importKwh: energyOf((timeMs) => -typicalKw(timeMs)),
        // Since 2016, at about 3,000 full hours a year.
        exportedBefore: factsOf(site).gridLimitKw * 3_000 * 8.5,
      }),
  });

  function mast(asset: DemoAsset): Measure {
    const name = `${seed}/${site.code}/${asset.code}`;
    const [gust, vane] = [noise(`${name}/gust`, 20_000), noise(`${name}/vane`, 20_000)];
    return (timeMs) => ({
      AmbientTemperature: weather.ambientC(timeMs),
      WindSpeed: weather.windMs(timeMs) * (1 + 0.09 * gust(timeMs)),
      WindDirection: (weather.windFromDeg(timeMs) + 5 * vane(timeMs) + 360) % 360,
      RelativeHumidity: weather.humidityPct(timeMs),
    });
  }
}
