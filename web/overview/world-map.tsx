'use client';

import { GeoJSONSource, LngLatBounds, Map as WorldMapView, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import { Maximize2, Minus, Plus } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from 'react';
import { IconButton } from '../ui/button.tsx';
import { useWords } from '../words/index.ts';
import { cluster } from './cluster.ts';
import { mapColours, onThemeChange, type MapColours } from './map-colours.ts';
import { SiteMarks } from './site-marks.tsx';
import { byNeed, type SiteState } from './site-state.ts';

const coarse = '/geo/countries-110m.json';
const fine = '/geo/countries-50m.json';

/** A finger's width: marks closer than this would cover each other. */
const clusterPx = 34;

/** Half of the widest mark at every edge, and the controls at the right. */
const padding = { top: 36, bottom: 36, left: 84, right: 124 };

/** A site needs its country around it to be recognized, not its streets. */
const zoomMax = 6;

/**
 * The world with a mark at every site, without a request to anybody else: outlines of countries are a file of ours, there are no
 * tiles and no glyphs. Marks are buttons of the page over the map's canvas, so that they have names and can be reached by keyboard.
 *
 * `onUnavailable` is called when the browser has no WebGL; the caller shows its list then.
 */
export function WorldMap({ sites, chosen, onChoose, onUnavailable }: WorldMapProps): ReactNode {
  const t = useWords('overview');
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<WorldMapView | null>(null);
  const inHand = useRef(false);
  const [moved, setMoved] = useState(0);
  const placed = useMemo(() => sites.flatMap((state) => placeOf(state)).sort(byNeed), [sites]);
  const words = {
    'Map.Title': t('map'),
    'CooperativeGesturesHandler.WindowsHelpText': t('gestures.scroll'),
    'CooperativeGesturesHandler.MacHelpText': t('gestures.mac'),
    'CooperativeGesturesHandler.MobileHelpText': t('gestures.pinch'),
  };
  const gone = useEffectEvent(onUnavailable);
  const begin = useEffectEvent((container: HTMLDivElement): WorldMapView | null => {
    try {
      setWorkerUrl('/maplibre/maplibre-gl-worker.mjs');
      return new WorldMapView({
        container,
        style: styleOf(mapColours(container)),
        bounds: boundsOf(placed),
        fitBoundsOptions: { padding, maxZoom: zoomMax - 2 },
        maxZoom: zoomMax + 2,
        attributionControl: false,
        cooperativeGestures: true,
        dragRotate: false,
        pitchWithRotate: false,
        renderWorldCopies: false,
        locale: words,
      });
    } catch {
      gone();
      return null;
    }
  });

  const fit = useEffectEvent((map: WorldMapView) => {
    if (placed.length > 0) map.fitBounds(boundsOf(placed), { padding, maxZoom: zoomMax - 2, animate: false });
  });

  useEffect(() => {
    const container = frame.current;
    const map = container && begin(container);
    if (!map) return undefined;
    view.current = map;
    map.touchZoomRotate.disableRotation();
    const redraw = (): void => setMoved((count) => count + 1);
    map.on('move', redraw);
    map.on('movestart', (event) => {
      if (event.originalEvent) inHand.current = true;
    });
    // A panel opens beside it: all sites stay in sight until the person has moved the map.
    map.on('resize', () => {
      if (!inHand.current) fit(map);
      redraw();
    });
    map.once('load', redraw);
    map.on('load', () => sharpen(map));
    map.on('zoomend', () => sharpen(map));
    const unwatch = onThemeChange(() => paint(map, mapColours(container)));
    return () => {
      unwatch();
      view.current = null;
      map.remove();
    };
  }, []);

  const fitted = useRef(0);
  useEffect(() => {
    // Sites that come later than the map, once: afterwards the person has the map in hand.
    if (fitted.current === placed.length || placed.length === 0) return;
    fitted.current = placed.length;
    if (view.current) fit(view.current);
  }, [placed]);

  const marks = useMemo(() => {
    // Each movement of the map asks for new places.
    void moved;
    const map = view.current;
    if (!map) return [];
    const points = placed.map((site) => {
      const { x, y } = map.project([site.longitude, site.latitude]);
      return { ...site, x, y };
    });
    return cluster(points, clusterPx);
  }, [placed, moved]);

  const closer = (ids: readonly string[]): void => {
    const members = placed.filter(({ id }) => ids.includes(id));
    view.current?.fitBounds(boundsOf(members), { padding, maxZoom: zoomMax + 1, animate: !stillness() });
  };

  return (
    <div className="relative h-full min-h-0 overflow-hidden bg-canvas">
      <div ref={frame} className="h-full w-full" />
      <SiteMarks clusters={marks} chosen={chosen} onChoose={onChoose} onOpen={closer} />
      <div className="absolute end-2 top-2 flex flex-col gap-1">
        <IconButton
          variant="plain"
          label={t('zoomIn')}
          icon={<Plus size={14} />}
          onClick={() => void view.current?.zoomIn({ animate: !stillness() })}
        />
        <IconButton
          variant="plain"
          label={t('zoomOut')}
          icon={<Minus size={14} />}
          onClick={() => void view.current?.zoomOut({ animate: !stillness() })}
        />
        <IconButton
          variant="plain"
          label={t('zoomAll')}
          icon={<Maximize2 size={14} />}
          onClick={() => closer(placed.map(({ id }) => id))}
        />
      </div>
    </div>
  );
}

export interface WorldMapProps {
  readonly sites: readonly SiteState[];
  /** Code of the site whose panel is open. */
  readonly chosen: string | null;
  readonly onChoose: (code: string) => void;
  readonly onUnavailable: () => void;
}

export type PlacedSite = SiteState & { readonly id: string; readonly latitude: number; readonly longitude: number };

function placeOf(state: SiteState): PlacedSite[] {
  const { id, latitude, longitude } = state.site;
  return latitude === null || longitude === null ? [] : [{ ...state, id, latitude, longitude }];
}

function boundsOf(sites: readonly PlacedSite[]): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const { longitude, latitude } of sites) bounds.extend([longitude, latitude]);
  return bounds.isEmpty() ? new LngLatBounds([-130, -40], [150, 65]) : bounds;
}

function styleOf({ sea, land, border }: MapColours): StyleSpecification {
  return {
    version: 8,
    sources: { countries: { type: 'geojson', data: coarse } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'land', type: 'fill', source: 'countries', paint: { 'fill-color': land } },
      { id: 'border', type: 'line', source: 'countries', paint: { 'line-color': border, 'line-width': 1 } },
    ],
  };
}

function paint(map: WorldMapView, { sea, land, border }: MapColours): void {
  if (!map.isStyleLoaded()) return;
  map.setPaintProperty('sea', 'background-color', sea);
  map.setPaintProperty('land', 'fill-color', land);
  map.setPaintProperty('border', 'line-color', border);
}

/** From here on the coarse outlines show their corners. */
const fineFromZoom = 3.5;

/** Maps that have the finer outlines already. */
const sharp = new WeakSet<WorldMapView>();

/** Fetches the finer outlines, once, when somebody looks closely. */
function sharpen(map: WorldMapView): void {
  const source = map.getSource('countries');
  if (map.getZoom() < fineFromZoom || sharp.has(map) || !(source instanceof GeoJSONSource)) return;
  sharp.add(map);
  // Without them the coarse ones stay.
  source.setData(fine).catch(() => sharp.delete(map));
}

function stillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
