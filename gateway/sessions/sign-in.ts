import { randomBytes } from 'node:crypto';
import type { Log } from '@dcmms/runtime/log.ts';
import { Lru } from '@dcmms/runtime/lru.ts';
import { localPath } from './return-to.ts';
import { ProviderAway, ProviderRefused, type SignedIn } from './provider.ts';
import type { Sessions } from './sessions.ts';
import type { Transaction } from './transaction.ts';

/** Why a sign-in did not come about, as the console's page reads it from its address. */
export type SignInError = 'unknown' | 'unavailable' | 'refused' | 'expired';

/** Where a browser goes next, and the cookies that it takes along. */
export interface Step {
  readonly location: string;
  readonly cookies: readonly string[];
  /** The value of a new session's cookie. */
  readonly session?: string;
}

/** What of a request a sign-in looks at. */
export interface SignInRequest {
  readonly cookies: ReadonlyMap<string, string>;
  /** Of the page through which it came: the provider sends the browser back there. */
  readonly origin: string;
  readonly secure: boolean;
  /** The value of the session's cookie. */
  readonly session: string | undefined;
  readonly userAgent: string | undefined;
  readonly ip: string;
}

export interface SignInSettings {
  readonly sessions: Sessions;
  readonly log: Log;
}

/** How long a second callback of one sign-in gets the answer of the first. */
const replayMs = 10_000;

/** The way in: to the tenant's provider, and back with a session. */
export class SignIn {
  readonly #settings: SignInSettings;
  /** Sign-ins that have come back, by state. A code that is shown twice looks like a theft to the provider, which then ends the sign-in. */
  readonly #done = new Lru<string, { readonly untilMs: number; readonly step: Promise<Step> }>(10_000);

  constructor(settings: SignInSettings) {
    this.#settings = settings;
  }

  /** Sends a person to the provider of their tenant, which their e-mail or the tenant's code tells. */
  async begin(query: Readonly<Record<string, unknown>>, request: SignInRequest): Promise<Step> {
    const { providers, metrics } = this.#settings.sessions;
    const returnTo = localPath(query['returnTo']);
    const email = word(query['email'])?.toLowerCase();
    const code = word(query['tenant'])?.toLowerCase();
    if (email === undefined && code === undefined) return { location: signInPage({ returnTo }), cookies: [] };
    const tenantId = await providers.tenantOf(email === undefined ? { code: code ?? '' } : { email });
    if (tenantId === undefined) {
      metrics.refused.inc({ reason: 'unknown' });
      return { location: signInPage({ error: 'unknown', email, returnTo }), cookies: [] };
    }
    return this.#toProvider({ tenantId, email, returnTo, again: false }, request);
  }

  /** Takes a browser that the provider has sent back. */
  async finish(search: string, request: SignInRequest): Promise<Step> {
    const answer = new URLSearchParams(search);
    const state = answer.get('state') ?? undefined;
    const transaction = this.#settings.sessions.transactions.find(state, request.cookies);
    if (!transaction) return this.#lost(request, '/');
    const done = this.#done.get(transaction.state);
    if (done) return done.untilMs > Date.now() ? done.step : this.#lost(request, transaction.returnTo);
    const step = this.#redeem(search, transaction, request);
    this.#done.set(transaction.state, { untilMs: Date.now() + replayMs, step });
    return step;
  }

  async #toProvider(given: Pick<Transaction, 'tenantId' | 'email' | 'returnTo' | 'again'>, request: SignInRequest): Promise<Step> {
    const { providers, transactions } = this.#settings.sessions;
    const { email, returnTo, again } = given;
    const transaction = { ...given, state: random(), nonce: random(), verifier: random(), redirectUri: `${request.origin}/auth/callback` };
    try {
      // Asked now and not remembered: to be sent to a provider that does not answer is a blank page.
      const provider = await providers.of(given.tenantId, 0);
      if (!provider) throw new ProviderAway('this tenant signs in by no OpenID provider');
      const url = await provider.authorizationUrl(transaction, { email, ...(again === undefined ? {} : { again }) });
      return { location: url.href, cookies: transactions.begin(transaction, request.cookies, request.secure) };
    } catch (error) {
      if (!(error instanceof ProviderAway || error instanceof ProviderRefused)) throw error;
      this.#settings.log.warn({ err: error, tenantId: given.tenantId }, 'nobody can be sent to a tenant’s provider');
      return { location: signInPage({ error: 'unavailable', email, returnTo }), cookies: [] };
    }
  }

  async #redeem(search: string, transaction: Transaction, request: SignInRequest): Promise<Step> {
    const { sessions, log } = this.#settings;
    const { tenantId, state, email, returnTo, again } = transaction;
    const cookies = [sessions.transactions.end(state, request.secure)];
    const failed = (error: SignInError): Step => ({ location: signInPage({ error, email, returnTo }), cookies });
    let signedIn: SignedIn;
    try {
      const provider = await sessions.providers.of(tenantId);
      if (!provider) return failed('unavailable');
      signedIn = await provider.redeem(search, transaction);
    } catch (error) {
      if (!(error instanceof ProviderAway || error instanceof ProviderRefused)) throw error;
      log.warn({ err: error, tenantId }, 'a sign-in did not come about');
      return failed(reasonOf(error));
    }
    const { subject, tokens } = signedIn;
    if (email !== undefined && signedIn.email !== undefined && signedIn.email !== email && again !== true) {
      // Somebody else is signed in at the provider in this browser, as on a shared screen of a control room: it has to ask.
      const step = await this.#toProvider({ tenantId, email, returnTo, again: true }, request);
      return { ...step, cookies: [...cookies, ...step.cookies] };
    }
    const found = await sessions.people.find(tenantId, { subject, email: signedIn.email });
    if ('refused' in found) {
      log.info({ tenantId, subject, refused: found.refused }, 'a person whom the provider has signed in was refused');
      sessions.metrics.refused.inc({ reason: 'person' });
      return failed('refused');
    }
    const { value } = await sessions.open(found.viewer, tokens, {
      userAgent: request.userAgent,
      ipAddress: request.ip,
      before: request.session,
    });
    return { location: returnTo, cookies, session: value };
  }

  /** A callback that nobody here waits for: it came twice, by the back button, or too late. */
  async #lost(request: SignInRequest, returnTo: string): Promise<Step> {
    const { sessions } = this.#settings;
    if (request.session !== undefined) {
      const isGood = await sessions.authenticate(request.session).then(
        () => true,
        () => false,
      );
      if (isGood) return { location: returnTo, cookies: [] };
    }
    sessions.metrics.refused.inc({ reason: 'transaction' });
    return { location: signInPage({ error: 'expired', returnTo }), cookies: [] };
  }
}

/** Where a sign-in ends that could not even begin; what was typed goes along. */
export function cannotBegin(query: Readonly<Record<string, unknown>>): string {
  return signInPage({ error: 'unavailable', email: word(query['email']), returnTo: localPath(query['returnTo']) });
}

/** The console's page for whoever is not signed in. */
export function signInPage(given: { error?: SignInError; email?: string | undefined; returnTo?: string; signedOut?: boolean }): string {
  const query = new URLSearchParams();
  if (given.error !== undefined) query.set('error', given.error);
  if (given.email !== undefined) query.set('email', given.email);
  if (given.returnTo !== undefined) query.set('returnTo', given.returnTo);
  if (given.signedOut === true) query.set('signedOut', '1');
  return query.size === 0 ? '/sign-in' : `/sign-in?${query.toString()}`;
}

function reasonOf(error: ProviderAway | ProviderRefused): SignInError {
  if (error instanceof ProviderAway) return 'unavailable';
  switch (error.code) {
    case 'access_denied':
    case 'invalid_response':
      return 'refused';
    case 'server_error':
    case 'temporarily_unavailable':
      return 'unavailable';
    default:
      return 'expired';
  }
}

/** A parameter that was given once and holds something that a person could have typed. */
function word(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  return text === '' || text.length > 255 || /\p{Cc}/u.test(text) ? undefined : text;
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
