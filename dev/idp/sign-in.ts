import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { graphAudience } from './provider.ts';
import { toolClientId, toolRedirectUri } from './clients.ts';

export interface SignIn {
  readonly issuer: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Signs a person in at the development identity provider as a browser would: authorization request with PKCE, the sign-in page,
 * the code, the token. Nothing of the provider is bypassed, so no grant exists that only development knows.
 *
 * @returns an access token, good for 30 minutes.
 * @throws Error with a sentence for the person when e-mail and password do not fit or the provider does not answer.
 */
export async function signIn({ issuer, email, password }: SignIn): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const authorization = new URL(`${issuer}/auth`);
  authorization.search = new URLSearchParams({
    client_id: toolClientId,
    response_type: 'code',
    redirect_uri: toolRedirectUri,
    scope: 'openid email',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();

  const browser = new Browser();
  const page = await browser.follow(authorization);
  if (page instanceof URL) throw new Error(`The identity provider answered ${page.search} without asking who signs in.`);
  const arrived = await browser.follow(new URL(page.url), new URLSearchParams({ email, password }));
  if (!(arrived instanceof URL)) throw new Error(`${email} cannot sign in at ${issuer}: the provider answered ${arrived.status}.`);
  const code = arrived.searchParams.get('code');
  if (code === null || arrived.searchParams.get('state') !== state) {
    throw new Error(`${email} cannot sign in at ${issuer}: ${arrived.searchParams.get('error_description') ?? 'no code came back'}.`);
  }
  return await redeem(issuer, code, verifier);
}

const tokenShape = z.object({ access_token: z.string(), token_type: z.literal('Bearer') });

async function redeem(issuer: string, code: string, verifier: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: toolRedirectUri,
      client_id: toolClientId,
      code_verifier: verifier,
    }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`${issuer} gave no token for ${graphAudience}: ${await response.text()}`);
  return tokenShape.parse(await response.json()).access_token;
}

const timeoutMs = 10_000;
const redirectsMax = 10;

/** As much of a browser as a sign-in needs: cookies of one origin, redirects up to the tool's own address. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** Follows redirects to a page, or to the address where the sign-in ends. */
  async follow(start: URL, form?: URLSearchParams): Promise<Response | URL> {
    let url = start;
    let body = form;
    for (let redirects = 0; redirects < redirectsMax; redirects += 1) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      this.#keepCookies(response);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) return response;
      url = new URL(location, url);
      if (url.href.startsWith(toolRedirectUri)) return url;
      body = undefined;
    }
    throw new Error(`${start.origin} redirects in circles.`);
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';', 1)[0] ?? '';
      const equals = pair.indexOf('=');
      const value = pair.slice(equals + 1);
      if (value === '') this.#cookies.delete(pair.slice(0, equals));
      else this.#cookies.set(pair.slice(0, equals), value);
    }
  }
}
