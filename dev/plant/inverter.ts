import { demoAssets, type DemoAsset } from '@dcmms/db/seed/assets.ts';
import { randomOf } from '@dcmms/db/seed/random.ts';
import type { DemoSite } from '@dcmms/db/seed/sites.ts';
import { countersSinceMs, energyOf } from './energy.ts';
import { factsOf, placeOf } from './facts.ts';
import { deratedShare, overheated, type Fault } from './fault.ts';
import { lagged } from './lag.ts';
import { noise, smoothstep, type Signal } from './noise.ts';
import type { Measure } from './measure.ts';
import type { Irradiance, Weather } from './weather.ts';

/** Clouds pass at this speed, in m/s, from the west-south-west. */
const cloudSpeed = 9;

/** How much later than at the site's corner a cloud arrives here. */
export function cloudDelayMs(asset: DemoAsset, site: DemoSite): number {
  const { east, north } = placeOf(asset, site);
  return ((0.92 * east + 0.39 * north) / cloudSpeed) * 1000;
}

/** Below it an inverter stays in standby. */
const startKw = 8;
const standbyKw = -0.6;
const ratedKw = 2_500;
const nominalV = 550;

/** Share of its modules that an inverter has left: a combiner of INV-27 has blown fuses, which an order of the demo is about. */
const modulesLeft: Readonly<Record<string, number>> = { 'INV-27': 0.86 };

export interface Inverter {
  /** AC power as it is, in kW; negative at night. */
  readonly acKw: Signal;
  readonly measure: Measure;
  /** Of one of its combiners, 1 to 4. */
  readonly combiner: (box: number) => Measure;
}

export interface SolarSurroundings {
  readonly site: DemoSite;
  readonly weather: Weather;
  readonly sky: (timeMs: number, delayMs: number) => Irradiance;
  readonly seed: string;
  /** What is broken; read at each measurement. */
  readonly faults: () => readonly Fault[];
}

/** Inverters of a site differ in little: what its typical one gives stands for them in the counters of energy. */
export interface TypicalInverter {
  readonly kwp: number;
  readonly limitKw: number;
  readonly acKw: Signal;
  /** Since the counters began. */
  readonly kwh: Signal;
}

export function typicalInverter({ site, weather, sky }: SolarSurroundings): TypicalInverter {
  const { gridLimitKw, modulesKwp } = factsOf(site);
  const inverters = demoAssets.filter((other) => other.site === site.code && other.type === 'inverter');
  const kwp = (modulesKwp / inverters.length) * 0.9875;
  // The plant's controller holds all of them to what the grid takes, plus what is lost on the way.
  const limitKw = Math.min(ratedKw, (gridLimitKw / inverters.length) * 1.02);
  const delayMs = inverters.reduce((sum, asset) => sum + cloudDelayMs(asset, site), 0) / inverters.length;
  const acKw = (timeMs: number) => fed(available(kwp, sky(timeMs, delayMs).planeWm2, weather, timeMs), limitKw);
  return { kwp, limitKw, acKw, kwh: energyOf(acKw) };
}

/** A central inverter with the modules behind it. */
export function inverter(asset: DemoAsset, { site, weather, sky, seed, faults }: SolarSurroundings, typical: TypicalInverter): Inverter {
  const name = `${seed}/${asset.code}`;
  const random = randomOf(name);
  const kwp = typical.kwp * (0.9875 + 0.025 * random.next()) * (modulesLeft[asset.code] ?? 1);
  const delayMs = cloudDelayMs(asset, site);
  const boxes = [0, 0, 0, 0].map(() => 0.98 + 0.04 * random.next());
  const boxesSum = boxes.reduce((sum, share) => sum + share, 0);
  const voltageNoise = noise(`${name}/ac`, 40_000);
  const reactiveNoise = noise(`${name}/var`, 900_000);
  const insulationNoise = noise(`${name}/iso`, 5_400_000);

  const availableKw = (timeMs: number) => available(kwp, sky(timeMs, delayMs).planeWm2, weather, timeMs);
  const load = (timeMs: number) => Math.max(0, fed(availableKw(timeMs), typical.limitKw)) / ratedKw;
  const loadOfHeatsink = lagged(load, 6 * 60_000);
  const loadOfCabinet = lagged(load, 20 * 60_000);
  const energy = (timeMs: number) => (typical.kwh(timeMs) * kwp) / typical.kwp;
  // About 1,250 kWh per kWp and year since it was commissioned.
  const energyBefore = kwp * 1_250 * (site.code === 'CESTAS' ? 3.4 : 2.4);

  const heatsinkC = (timeMs: number) => {
    const ambient = weather.ambientC(timeMs);
    // The fan speeds up with the heat: in summer the heatsink is hardly hotter than in winter.
    const normal = ambient + 3 + (52 - 0.62 * ambient) * loadOfHeatsink(timeMs) ** 0.9;
    return overheated(normal, faults(), asset.code, timeMs);
  };
  const power = (timeMs: number) => {
    const offered = availableKw(timeMs);
    const derated = faults().length === 0 ? 1 : deratedShare(heatsinkC(timeMs));
    const active = fed(offered, typical.limitKw * derated);
    // When it is held back it takes from the modules only what it can pass on.
    const dcKw = active > 0 ? active / efficiency(active / ratedKw) : 0;
    return { active, dcKw, dcV: dcVolts(offered, dcKw, kwp, weather.ambientC(timeMs)) };
  };

  return {
    acKw: (timeMs) => power(timeMs).active,
    measure(timeMs) {
      const { active, dcKw, dcV } = power(timeMs);
      const reactive = Math.max(0, active) * (0.03 + 0.05 * reactiveNoise(timeMs));
      const acV = nominalV * (1 + 0.008 * (Math.max(0, active) / ratedKw) + 0.009 * voltageNoise(timeMs));
      const today = energy(timeMs) - energy(localMidnightMs(timeMs, site.utcOffsetHours));
      return {
        ActivePower: active,
        ReactivePower: reactive,
        AcVoltage: acV,
        AcCurrent: (Math.hypot(active, reactive) * 1000) / (Math.sqrt(3) * acV),
        Frequency: weather.gridHz(timeMs),
        DcVoltage: dcV,
        DcCurrent: dcV > 0 ? (dcKw * 1000) / dcV : 0,
        DcPower: dcKw,
        HeatsinkTemperature: heatsinkC(timeMs),
        CabinetTemperature: weather.ambientC(timeMs) + 5 + 11 * loadOfCabinet(timeMs),
        // Dew lowers it, never near the 100 kΩ of a fault.
        InsulationResistance: 3_400 - 22 * weather.humidityPct(timeMs) + 350 * insulationNoise(timeMs),
        EnergyToday: today,
        EnergyTotal: energyBefore + energy(timeMs),
        ExpectedPower: expected(typical, sky(timeMs, delayMs).planeWm2, weather, timeMs),
      };
    },
    combiner: (box) => (timeMs) => {
      const { dcKw, dcV } = power(timeMs);
      return {
        Current: dcV > 0 ? ((dcKw * 1000) / dcV) * ((boxes[box - 1] ?? 1) / boxesSum) : 0,
        // The cable to the inverter takes half a percent at full current.
        Voltage: dcV * (1 + 0.005 * (dcKw / ratedKw)),
      };
    },
  };
}

// Soiling, cables and mismatch between modules.
const otherLosses = 0.955;
const perKelvin = -0.0036;

/** DC power that modules of `kwp` can give, in kW; their temperature follows the light (Ross' coefficient 0.028). */
function available(kwp: number, planeWm2: number, weather: Weather, timeMs: number): number {
  if (planeWm2 <= 0) return 0;
  const moduleC = weather.ambientC(timeMs) + 0.028 * planeWm2;
  return Math.max(0, ((kwp * planeWm2) / 1000) * (1 + perKelvin * (moduleC - 25)) * otherLosses);
}

/** At all loads, as such models take it. */
const expectedEfficiency = 0.98;

/**
 * AC power in kW that a plant's model expects of one of its inverters from light and temperature alone, whatever state it is in:
 * P = kWp · G/1000 W/m² · (1 + γ (T − 25 °C)) · losses · η, up to what the plant's controller allows (PVWatts 5, NREL/TP-6A20-62641).
 */
function expected({ kwp, limitKw }: TypicalInverter, planeWm2: number, weather: Weather, timeMs: number): number {
  const dcKw = available(kwp, planeWm2, weather, timeMs);
  return dcKw < startKw ? 0 : Math.min(limitKw, dcKw * expectedEfficiency);
}

/** AC power of so much DC power, in kW, held to a limit. */
function fed(dcKw: number, limitKw: number): number {
  return dcKw < startKw ? standbyKw : Math.min(limitKw, dcKw * efficiency(dcKw / ratedKw));
}

/** Of a central inverter by its share of rated DC power: 98.5 % at best (shape as in the European efficiency's sampling). */
function efficiency(share: number): number {
  return share / (share + 0.0025 + 0.0035 * share + 0.0075 * share * share);
}

/** Open-circuit before the start, then the maximum power point; towards open-circuit again when power is held back. In V. */
function dcVolts(availableKw: number, dcKw: number, kwp: number, ambientC: number): number {
  const light = availableKw / kwp;
  const warmth = 1 - 0.0029 * (ambientC + 28 * light - 25);
  const open = 1_330 * warmth * smoothstep(0, 0.004, light);
  if (dcKw <= 0) return open;
  const best = 1_105 * warmth * (1 + 0.012 * Math.log(Math.max(light, 0.004)));
  const held = Math.max(0, 1 - dcKw / availableKw);
  return best + (open - best) * Math.min(1, held * 1.6) * 0.8;
}

function localMidnightMs(timeMs: number, utcOffsetHours: number): number {
  const offsetMs = utcOffsetHours * 3_600_000;
  return Math.max(countersSinceMs, Math.floor((timeMs + offsetMs) / 86_400_000) * 86_400_000 - offsetMs);
}
