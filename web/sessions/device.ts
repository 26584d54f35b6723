/** What a person recognises a sign-in by. */
export interface Device {
  /** `Firefox 145`; null when the browser does not say who it is. */
  readonly browser: string | null;
  /** `Windows`, `Android`. */
  readonly system: string | null;
}

/** Reads a browser's `User-Agent`. Good enough to tell one's phone from one's desk; nothing is decided by it. */
export function deviceOf(userAgent: string | null): Device {
  if (userAgent === null) return { browser: null, system: null };
  const browser = browsers.flatMap(([name, pattern]) => {
    const found = pattern.exec(userAgent);
    return found === null ? [] : [found[1] === undefined ? name : `${name} ${found[1]}`];
  })[0];
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return { browser: browser ?? null, system: system ?? null };
}

// Most name their ancestors as well: the more particular comes first.
const browsers = [
  ['Edge', /\bEdg(?:A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|HeadlessChrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
] as const;

const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows NT\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const;
