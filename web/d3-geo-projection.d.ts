/** The package brings no types; this is what `prepare-public.ts` uses of it. */
declare module 'd3-geo-projection' {
  import type { GeoProjection } from 'd3-geo';
  import type { GeoJSON } from 'geojson';

  /** Projects every coordinate of a GeoJSON object, clipping as the projection does. */
  export function geoProject(object: GeoJSON, projection: GeoProjection): GeoJSON;
}
