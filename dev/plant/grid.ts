import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import type { Measure } from './measure.ts';
import { layeredNoise, noise, type Signal } from './noise.ts';
import type { Weather } from './weather.ts';

export interface Connection {
  /** Into the grid positive. */
  readonly netKw: Signal;
  readonly weather: Weather;
  readonly gridKv: number;
  readonly exportKwh: Signal;
  readonly importKwh: Signal;
  /** What the counter showed when ours began. */
  readonly exportedBefore: number;
}

/** The meter at the point of connection. */
export function revenueMeter(asset: DemoAsset, seed: string, connection: Connection): Measure {
  const name = `${seed}/${asset.site}/${asset.code}`;
  const voltage = layeredNoise(`${name}/kv`, [[0.007, 1_500_000], [0.002, 45_000]]); // prettier-ignore
  const reactive = noise(`${name}/var`, 1_200_000);
  return (timeMs) => {
    const activeKw = connection.netKw(timeMs);
    const reactiveKvar = Math.abs(activeKw) * (0.05 + 0.04 * reactive(timeMs)) - 20;
    const apparent = Math.hypot(activeKw, reactiveKvar);
    return {
      ActivePower: activeKw,
      ReactivePower: reactiveKvar,
      Frequency: connection.weather.gridHz(timeMs),
      Voltage: connection.gridKv * (1.01 + voltage(timeMs)),
      PowerFactor: apparent > 0 ? activeKw / apparent : 1,
      EnergyExport: connection.exportedBefore + connection.exportKwh(timeMs),
      // Nights and calms take about three thousandths of what the days give.
      EnergyImport: connection.exportedBefore * 0.003 + connection.importKwh(timeMs),
    };
  };
}

/** The health of the site's gateway computer. */
export function edgeGateway(asset: DemoAsset, seed: string): Measure {
  const name = `${seed}/${asset.site}/${asset.code}`;
  const load = layeredNoise(`${name}/cpu`, [[4, 240_000], [3, 60_000]]); // prettier-ignore
  const disk = layeredNoise(`${name}/disk`, [[5, 172_800_000], [1, 7_200_000]]); // prettier-ignore
  return (timeMs) => ({ CpuLoad: 14 + load(timeMs), DiskUsed: 38 + disk(timeMs) });
}
