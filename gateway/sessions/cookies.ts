/** The cookies of a request by name; the first of a name counts. */
export function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 1) continue;
    const name = pair.slice(0, equals).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim());
  }
  return cookies;
}

export interface CookieSettings {
  readonly path: string;
  readonly maxAgeS: number;
  /** Over TLS. */
  readonly secure: boolean;
}

/** A cookie that no script reads and that a request from another site carries only when it is a navigation. */
export function setCookie(name: string, value: string, { path, maxAgeS, secure }: CookieSettings): string {
  return `${name}=${value}; Path=${path}; Max-Age=${Math.max(0, Math.floor(maxAgeS))}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

export function clearCookie(name: string, settings: Omit<CookieSettings, 'maxAgeS'>): string {
  return setCookie(name, '', { ...settings, maxAgeS: 0 });
}

/**
 * The session's cookie. Over TLS its name says that this host alone has set it, over TLS, for all paths (RFC 6265bis, 4.1.3.2):
 * neither a neighbouring subdomain nor somebody on the way can plant one.
 */
export function sessionCookieName(secure: boolean): '__Host-sid' | 'sid' {
  return secure ? '__Host-sid' : 'sid';
}
