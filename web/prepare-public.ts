import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import { feature } from 'topojson-client';

/**
 * What the browser loads as a file: MapLibre's worker (its bundler's address for it does not survive ours) and the outlines of
 * countries, cut at the antimeridian, or land is painted across it. Made from packages at build time, never fetched.
 */
const require = createRequire(import.meta.url);
const publicFolder = join(import.meta.dirname, 'public');

const worker = join(publicFolder, 'maplibre');
mkdirSync(worker, { recursive: true });
copyFileSync(require.resolve('maplibre-gl/dist/maplibre-gl-worker.mjs'), join(worker, 'maplibre-gl-worker.mjs'));

const geo = join(publicFolder, 'geo');
mkdirSync(geo, { recursive: true });
const cut = geoEquirectangular()
  .scale(180 / Math.PI)
  .translate([0, 0])
  .reflectY(true);
for (const scale of ['110m', '50m']) {
  const world = require(`world-atlas/countries-${scale}.json`);
  const countries = geoProject(feature(world, world.objects.countries), cut);
  // A hundredth of a degree is a kilometre, less than a pixel at the closest zoom of the overview.
  const text = JSON.stringify(countries, (_key, value: unknown) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value));
  writeFileSync(join(geo, `countries-${scale}.json`), text);
}
