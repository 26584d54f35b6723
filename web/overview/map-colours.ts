/** What the map paints with: MapLibre knows no custom properties, so they are read where the page has resolved them. */
export interface MapColours {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
}

export function mapColours(within: HTMLElement): MapColours {
  const sea = resolve(within, 'var(--canvas)');
  return { sea, land: resolve(within, land), border: sea };
}

/** Against the canvas, which is the sea: 1.5 in both themes. */
const land = 'light-dark(#c8ccd0, #3a4046)';

/** Calls back when the theme may have changed: the person's choice on the root element, or the device's. */
export function onThemeChange(changed: () => void): () => void {
  const device = matchMedia('(prefers-color-scheme: dark)');
  device.addEventListener('change', changed);
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  return () => {
    device.removeEventListener('change', changed);
    chosen.disconnect();
  };
}

/** `light-dark()` and variables are resolved in a used colour alone, so an element has to use it. */
function resolve(within: HTMLElement, colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  within.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
