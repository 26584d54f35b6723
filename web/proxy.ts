import { NextResponse, type NextRequest } from 'next/server';

/** What the gateway answers, on the console's own origin: one address, no CORS, and the session's cookie goes along. */
const forwarded = /^\/(graphql|auth\/.*)$/;

/**
 * Forwards what belongs to the gateway, sockets included, and gives every page its security headers. Whether a socket's or a
 * mutation's `Origin` is welcome is the gateway's to say: an upgrade cannot be refused from here (reference: Next 16.4).
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (forwarded.test(pathname)) {
    const gateway = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:4000';
    return NextResponse.rewrite(new URL(pathname + search, gateway));
  }
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from this header.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Files that carry their hash in their name need neither a nonce nor a look.
  matcher: ['/((?!_next/static|_next/image|geo/|maplibre/|icons/|service-worker.js|favicon.ico|icon.svg).*)'],
};

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

function contentSecurityPolicy(nonce: string): string {
  // React's development build needs eval for its stack traces.
  const scripts = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    // Positions of rows and charts are inline styles; scripts are not.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
