import type { DemoAsset } from '@dcmms/db/seed/assets.ts';
import { randomOf } from '@dcmms/db/seed/random.ts';
import { lagged } from './lag.ts';
import type { Measure } from './measure.ts';
import { clamp, layeredNoise, noise, smoothstep, type Signal } from './noise.ts';
import type { Weather } from './weather.ts';

const ratedKw = 2_000;
const gearRatio = 112.8;
const cutOutMs = 25;
const standbyKw = -9;

// Power in kW by wind speed in m/s of a 2 MW turbine of 90 m: means of the EDP data set's turbines.
const curve: readonly (readonly [number, number])[] = [
  [3, 0], [3.5, 16], [4, 62], [5, 190], [6, 352], [7, 590], [8, 892], [9, 1_238], [10, 1_572], [11, 1_818], [12, 1_945], [13, 1_990], [14, 2_000],
]; // prettier-ignore

/** Power that the wind makes possible, in kW. */
export function possibleKw(windMs: number): number {
  if (windMs >= cutOutMs) return 0;
  return interpolate(curve, windMs);
}

// Rotor speed in rpm by wind speed, as in the same data.
const speeds: readonly (readonly [number, number])[] = [
  [0, 0], [2.5, 0.6], [3, 5.5], [3.5, 8.9], [5.4, 11], [7.4, 13.4], [9.4, 14.4], [11, 14.7], [13, 14.8],
]; // prettier-ignore

// Pitch in degrees: feathered in a calm, flat while it takes all the wind, out again above rated wind.
const pitches: readonly (readonly [number, number])[] = [
  [0, 86], [2.5, 45], [3.2, 14], [4, 3], [5.5, 0.4], [9.5, 0.3], [11, 1.2], [12, 3.9], [13.4, 8.6], [16, 14], [20, 19], [25, 23],
]; // prettier-ignore

export interface Turbine {
  readonly acKw: Signal;
  readonly measure: Measure;
}

/** A turbine; levels of temperature as the EDP turbines show them, each as a lagged function of load and surroundings. */
export function turbine(asset: DemoAsset, weather: Weather, seed: string): Turbine {
  const name = `${seed}/${asset.code}`;
  const random = randomOf(name);
  const exposure = 0.965 + 0.05 * random.next();
  const gearMatch = random.next() - 0.5;
  const gust = layeredNoise(`${name}/gust`, [[0.045, 8 * 60_000], [0.04, 90_000], [0.02, 20_000]]); // prettier-ignore
  const misaligned = layeredNoise(`${name}/yaw`, [[4, 700_000], [3, 90_000]]); // prettier-ignore
  const voltages = [1, 2, 3].map((phase) => layeredNoise(`${name}/u${phase}`, [[2.2, 1_500_000], [1, 120_000]])); // prettier-ignore
  const wander = noise(`${name}/c`, 2_700_000);

  const windMs = (timeMs: number) => weather.windMs(timeMs) * exposure * (1 + gust(timeMs));
  // Without the gusts: what warms up feels their mean.
  const meanShare = (timeMs: number) => powerKw(weather.windMs(timeMs) * exposure) / ratedKw;
  const warmth = (timeMs: number) => Math.max(0, meanShare(timeMs));
  const [slow, medium, quick] = [lagged(warmth, 55 * 60_000), lagged(warmth, 25 * 60_000), lagged(warmth, 9 * 60_000)];
  const running = lagged((timeMs) => smoothstep(3, 4.5, weather.windMs(timeMs) * exposure), 30 * 60_000);

  return {
    acKw: (timeMs) => powerKw(windMs(timeMs)),
    measure(timeMs) {
      const wind = windMs(timeMs);
      const active = powerKw(wind);
      const possible = possibleKw(wind);
      const share = Math.max(0, active) / ratedKw;
      const reactive = active > 0 ? -0.105 * active : -7;
      const volts = voltages.map((of) => 398.5 + 1.4 * share + of(timeMs));
      const amps = volts.map((v) => (Math.hypot(active, reactive) * 1000) / 3 / v);
      const [u1 = 0, u2 = 0, u3 = 0] = volts;
      const [i1 = 0, i2 = 0, i3 = 0] = amps;
      const rotor = wind >= cutOutMs ? 0.4 : interpolate(speeds, wind);
      const relative = misaligned(timeMs);
      const direction = weather.windFromDeg(timeMs);
      // What its converter can add beside the active power, within its rating.
      const inductive = possible > 0 ? Math.min(1_000, Math.sqrt(Math.max(0, 2_060 ** 2 - active ** 2)) * 0.6, possible * 3.4) : 0;
      const a = weather.ambientC(timeMs);
      const [s, m, q, on, c] = [slow(timeMs), medium(timeMs), quick(timeMs), running(timeMs), wander(timeMs)];
      const winding = 24 + 0.6 * a + 82 * m ** 0.9 + c;
      const transformer = 29 + 0.8 * a + 50 * s + c;
      return {
        ActivePower: active,
        ReactivePower: reactive,
        PowerFactor: Math.abs(active) / Math.hypot(active, reactive),
        Frequency: weather.gridHz(timeMs),
        VoltagePhase1: u1,
        VoltagePhase2: u2,
        VoltagePhase3: u3,
        CurrentPhase1: i1,
        CurrentPhase2: i2,
        CurrentPhase3: i3,
        PossiblePower: possible,
        PossibleInductivePower: -inductive,
        PossibleCapacitivePower: inductive * (1 - 0.33 * share),
        ActiveEnergyTenMinutes: active,
        ReactiveEnergyTenMinutes: (reactive * 1000) / 6,
        WindSpeed: wind,
        WindSpeedEstimated: wind * (1 - 0.02 * share),
        WindDirection: direction,
        WindDirectionRelative: relative,
        NacelleDirection: (direction - relative + 360) % 360,
        AmbientTemperature: a,
        RotorSpeed: rotor,
        GeneratorSpeed: rotor * gearRatio,
        PitchAngle: wind >= cutOutMs ? 88 : interpolate(pitches, wind),
        NacelleTemperature: a + 8 + 9 * s,
        SpinnerTemperature: a + 2 + 2 * s,
        TopControllerTemperature: 22 + 0.55 * a + 18 * s,
        HubControllerTemperature: a + 8 + 4 * s,
        // Oil is heated and cooled to its place; the gear's bearing stays below the 66 °C of its alarm.
        HydraulicOilTemperature: 35.5 + 7.5 * m + 0.4 * c,
        GearboxOilTemperature: 36 + 14 * on + 6 * s + 0.4 * c,
        GearboxBearingTemperature: 34 + 20 * on + 9 * m ** 0.6 + 0.6 * gearMatch + 0.4 * c,
        GeneratorBearingTemperature: 24 + 0.45 * a + 41 * m + c,
        GeneratorBearing2Temperature: 23 + 0.45 * a + 34 * m + c,
        GeneratorPhase1Temperature: winding,
        GeneratorPhase2Temperature: winding - 0.5,
        GeneratorPhase3Temperature: winding - 0.2,
        SlipRingTemperature: a + 5 + 24 * m,
        TransformerPhase1Temperature: transformer - 4,
        TransformerPhase2Temperature: transformer,
        TransformerPhase3Temperature: transformer - 4.5,
        BusbarTemperature: 19 + 0.6 * a + 25 * m,
        GridInverterTemperature: 29 + 0.25 * a + 13 * q,
        RotorInverterPhase1Temperature: 29 + 0.25 * a + 15 * q,
        RotorInverterPhase2Temperature: 27.5 + 0.25 * a + 15 * q,
        RotorInverterPhase3Temperature: 27.5 + 0.25 * a + 14 * q,
        ConverterTemperature: 23 + 0.5 * a + 16 * m,
        ConverterChokeTemperature: 32 + 0.5 * a + 82 * q ** 0.35,
        ConverterWaterTemperature: 25 + 0.4 * a + 11 * m,
      };
    },
  };
}

/** With the turbine's own needs while it waits. */
function powerKw(windMs: number): number {
  const possible = possibleKw(windMs);
  return possible > 0 ? possible + standbyKw * (1 - smoothstep(0, 60, possible)) : standbyKw;
}

/** Straight lines between points; the first and last value beyond them. */
function interpolate(points: readonly (readonly [number, number])[], at: number): number {
  let [lowAt, low] = points[0] ?? [0, 0];
  for (const [nextAt, next] of points) {
    if (at < nextAt) return low + (next - low) * clamp((at - lowAt) / Math.max(nextAt - lowAt, 1e-9), 0, 1);
    [lowAt, low] = [nextAt, next];
  }
  return low;
}
