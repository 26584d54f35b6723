/**
 * Where a person goes after signing in: a path of this console, or the overview.
 *
 * @param wanted What the address says; a stranger may have written it. Another host, however it is written, is nobody's way back.
 */
export function localPath(wanted: string | null | undefined): string {
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || hidden.test(wanted) || wanted.includes('\\')) return '/';
  if (!URL.canParse(wanted, here)) return '/';
  const path = new URL(wanted, here);
  // `/.//host` parses to the path `//host`.
  if (path.origin !== here || path.pathname.startsWith('//')) return '/';
  // Back to the sign-in, or into the middle of one, would be a circle.
  if (/^\/(sign-in|auth)(\/|$)/.test(path.pathname)) return '/';
  return path.pathname + path.search + path.hash;
}

const here = 'http://console.invalid';
// Browsers drop tabs and newlines out of an address before they read it.
// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const hidden = /[\u0000-\u0020\u007f]/;
