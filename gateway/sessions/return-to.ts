const lengthMax = 2_000;

/**
 * Where to go after a sign-in: a path of the console, or `/` for everything else. What a browser could take for another host
 * (`//host`, `/\host`, a scheme) is no path (CWE-601); nor are our own routes, which would lead in circles.
 */
export function localPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > lengthMax || !given.startsWith('/')) return '/';
  // Browsers drop tabs and line feeds and read a backslash as a slash (WHATWG URL, 4.4).
  if (given.startsWith('//') || given.includes('\\') || /\p{Cc}/u.test(given)) return '/';
  const base = 'http://console.invalid';
  if (!URL.canParse(given, base)) return '/';
  const url = new URL(given, base);
  if (url.origin !== base || /^\/auth(\/|$)/i.test(url.pathname)) return '/';
  // `/.//host` parses to the path `//host`.
  return url.pathname.startsWith('//') ? '/' : `${url.pathname}${url.search}${url.hash}`;
}
