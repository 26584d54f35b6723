const degree = Math.PI / 180;
const dayMs = 86_400_000;

/** Where the sun stands, as cosines: 1 is straight above (or straight onto the modules), below 0 under the horizon (behind them). */
export interface Sun {
  readonly cosZenith: number;
  readonly cosIncidence: number;
}

/**
 * The sun's position by declination, equation of time and hour angle, good to about half a degree; incidence on modules that are
 * tilted towards the equator, on the northern half of the globe (Duffie & Beckman, Solar Engineering of Thermal Processes, 1.5-1.6).
 */
export function sunAt(latitudeDeg: number, longitudeDeg: number, tiltDeg: number): (timeMs: number) => Sun {
  const [sinLatitude, cosLatitude] = [Math.sin(latitudeDeg * degree), Math.cos(latitudeDeg * degree)];
  const [sinTilted, cosTilted] = [Math.sin((latitudeDeg - tiltDeg) * degree), Math.cos((latitudeDeg - tiltDeg) * degree)];
  return (timeMs) => {
    const declination = 23.45 * degree * Math.sin((2 * Math.PI * (284 + dayOfYear(timeMs))) / 365);
    const [sinDeclination, cosDeclination] = [Math.sin(declination), Math.cos(declination)];
    const cosHour = Math.cos((solarHour(timeMs, longitudeDeg) - 12) * 15 * degree);
    return {
      cosZenith: sinLatitude * sinDeclination + cosLatitude * cosDeclination * cosHour,
      cosIncidence: sinTilted * sinDeclination + cosTilted * cosDeclination * cosHour,
    };
  };
}

/** Hours of the day by the sun: at 12 it stands highest. */
export function solarHour(timeMs: number, longitudeDeg: number): number {
  const angle = (2 * Math.PI * (dayOfYear(timeMs) - 81)) / 364;
  const equationOfTimeMin = 9.87 * Math.sin(2 * angle) - 7.53 * Math.cos(angle) - 1.5 * Math.sin(angle);
  const hours = (timeMs % dayMs) / 3_600_000 + longitudeDeg / 15 + equationOfTimeMin / 60;
  return (hours + 24) % 24;
}

/** Days since the year began, with their fraction, from 1; every year has the same length, so that nothing jumps. */
export function dayOfYear(timeMs: number): number {
  return 1 + ((timeMs / dayMs) % 365.2425);
}

export interface ClearSky {
  /** W/m², on the horizontal. */
  readonly globalWm2: number;
  /** W/m², of the sun's disc on a plane that faces it. */
  readonly beamWm2: number;
}

/** Irradiance without clouds: global by Haurwitz (1945), the beam by Meinel & Meinel (1976). */
export function clearSky(cosZenith: number): ClearSky {
  if (cosZenith <= 0.001) return { globalWm2: 0, beamWm2: 0 };
  const globalWm2 = 1098 * cosZenith * Math.exp(-0.057 / cosZenith);
  const airMass = Math.min(38, 1 / cosZenith);
  const beamWm2 = 1361 * 0.7 ** (airMass ** 0.678);
  // Both are fits of their own; at least an eighth of the light is scattered.
  return { globalWm2, beamWm2: Math.min(beamWm2, (0.875 * globalWm2) / cosZenith) };
}
