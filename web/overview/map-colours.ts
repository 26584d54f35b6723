/** What the map paints with: MapLibre knows no custom properties, so they are read where the page has resolved them. */
export interface MapColours {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
}

export function mapColours(within: HTMLElement): MapColours {
  return { sea: resolve(within, '--hover'), land: resolve(within, '--surface'), border: resolve(within, '--line') };
}

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
function resolve(within: HTMLElement, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  within.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
