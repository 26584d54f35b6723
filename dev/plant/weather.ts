import type { DemoSite, SiteCode } from '@dcmms/db/seed/sites.ts';
import { clamp, layeredNoise, smoothstep, type Signal } from './noise.ts';
import { clearSky, dayOfYear, solarHour, sunAt } from './sun.ts';

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

interface Climate {
  readonly meanC: number;
  /** Half of what lies between January and July. */
  readonly seasonC: number;
  /** Half of what lies between night and afternoon. */
  readonly dayC: number;
  readonly weatherC: number;
  /** Share of the sky that is clouded, on average. */
  readonly cover: number;
  /** Median in m/s at the height of the instruments; at KELDA the hub’s. */
  readonly windMs: number;
  /** How much the wind varies with the weather: the exponent's amplitude. */
  readonly windSpread: number;
  readonly windFromDeg: number;
}

// Means and seasons as at the nearest stations (Bordeaux-Mérignac, Monterey, Wick), rounded.
const climates: Readonly<Record<SiteCode, Climate>> = {
  CESTAS: { meanC: 14, seasonC: 7.5, dayC: 4.5, weatherC: 5, cover: 0.5, windMs: 2.8, windSpread: 0.7, windFromDeg: 270 },
  MOSS: { meanC: 14, seasonC: 3, dayC: 4, weatherC: 3.5, cover: 0.38, windMs: 3.2, windSpread: 0.7, windFromDeg: 300 },
  KELDA: { meanC: 8.5, seasonC: 5, dayC: 2, weatherC: 3.5, cover: 0.7, windMs: 6.3, windSpread: 1.6, windFromDeg: 240 },
};

/** The weather over one site. */
export interface Weather {
  readonly ambientC: Signal;
  /** Mean over some minutes; gusts are each instrument's own. */
  readonly windMs: Signal;
  readonly windFromDeg: Signal;
  readonly humidityPct: Signal;
  /** Hertz, the same in the whole grid. */
  readonly gridHz: Signal;
}

export function weatherOf(site: DemoSite, seed: string): Weather {
  const climate = climates[site.code];
  const name = `${seed}/${site.code}`;
  const front = layeredNoise(`${name}/front`, [[0.7, 41 * hourMs], [0.25, 9 * hourMs], [0.05, 12 * minuteMs]]); // prettier-ignore
  const wind = layeredNoise(`${name}/wind`, [[0.5, 62 * hourMs], [0.3, 17 * hourMs], [0.15, 4 * hourMs], [0.05, 25 * minuteMs]]); // prettier-ignore
  const from = layeredNoise(`${name}/from`, [[90, 50 * hourMs], [30, 8 * hourMs], [6, 10 * minuteMs]]); // prettier-ignore
  const nominalHz = site.timezone.startsWith('America/') ? 60 : 50;
  // A grid's frequency is one for all its plants: CESTAS and KELDA lie in different ones.
  const hertz = layeredNoise(`${seed}/grid/${site.timezone}`, [[0.025, 4 * minuteMs], [0.018, 40 * secondMs], [0.012, 7 * secondMs]]); // prettier-ignore
  const ambientC = (timeMs: number) =>
    climate.meanC -
    climate.seasonC * Math.cos((2 * Math.PI * (dayOfYear(timeMs) - 22)) / 365.2425) +
    climate.dayC * Math.cos((2 * Math.PI * (solarHour(timeMs, site.longitude) - 15)) / 24) +
    climate.weatherC * front(timeMs);
  return {
    ambientC,
    windMs: (timeMs) =>
      climate.windMs *
      (1 + 0.12 * Math.cos((2 * Math.PI * (dayOfYear(timeMs) - 15)) / 365.2425)) *
      Math.exp(climate.windSpread * wind(timeMs)),
    windFromDeg: (timeMs) => (climate.windFromDeg + from(timeMs) + 360) % 360,
    humidityPct: (timeMs) =>
      clamp(
        74 - 14 * Math.cos((2 * Math.PI * (solarHour(timeMs, site.longitude) - 15)) / 24) - 12 * front(timeMs) + 8 * wind(timeMs),
        20,
        99,
      ),
    gridHz: (timeMs) => nominalHz + hertz(timeMs),
  };
}

/** Light on a place of the plant, W/m². */
export interface Irradiance {
  /** On the modules. */
  readonly planeWm2: number;
  readonly globalWm2: number;
}

/** Degrees; fixed tables towards the south. */
const tiltDeg = 25;
const groundReflects = 0.2;

/**
 * Sun through drifting clouds. @returns the light where the clouds arrive `delayMs` later than at the site's corner, so that a
 * cloud's shadow crosses the plant.
 */
export function skyOf(site: DemoSite, seed: string): (timeMs: number, delayMs: number) => Irradiance {
  const { cover } = climates[site.code];
  const name = `${seed}/${site.code}`;
  const sun = sunAt(site.latitude, site.longitude, tiltDeg);
  const weather = layeredNoise(`${name}/cover`, [[0.6, 31 * hourMs], [0.4, 7 * hourMs]]); // prettier-ignore
  const clouds = layeredNoise(`${name}/clouds`, [[0.45, 26 * minuteMs], [0.33, 9 * minuteMs], [0.22, 3 * minuteMs]]); // prettier-ignore
  const towardsSky = (1 + Math.cos((tiltDeg * Math.PI) / 180)) / 2;
  return (timeMs, delayMs) => {
    const { cosZenith, cosIncidence } = sun(timeMs);
    const clear = clearSky(cosZenith);
    if (clear.globalWm2 === 0) return { planeWm2: 0, globalWm2: 0 };
    const shaded = smoothstep(0, 1, 1.6 * (cover + 0.6 * weather(timeMs)) - 0.3 + 0.5 * clouds(timeMs - delayMs));
    const beamWm2 = clear.beamWm2 * (1 - shaded) ** 1.5;
    const globalWm2 = Math.max(clear.globalWm2 * (1 - 0.78 * shaded), beamWm2 * cosZenith);
    const diffuseWm2 = globalWm2 - beamWm2 * cosZenith;
    const planeWm2 = beamWm2 * Math.max(0, cosIncidence) + diffuseWm2 * towardsSky + groundReflects * globalWm2 * (1 - towardsSky);
    return { planeWm2, globalWm2 };
  };
}
