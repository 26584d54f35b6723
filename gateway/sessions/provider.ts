import * as oidc from 'openid-client';

/** What a provider has given for one sign-in, as much of it as is of use later. The access token is not: nobody here shows it to anybody. */
export interface Tokens {
  /** Works once (RFC 9700, 4.14.2). A provider that gives none cannot be asked again whether the person may still be here. */
  readonly refreshToken: string | undefined;
  /** Says at the sign-out which sign-in is meant. */
  readonly idToken: string | undefined;
  /** When the provider wants to be asked again, epoch milliseconds by our own clock. */
  readonly accessEndsAtMs: number;
}

/** Whom the provider has signed in. */
export interface SignedIn {
  readonly subject: string;
  /** Undefined when the provider has not checked it. */
  readonly email: string | undefined;
  readonly tokens: Tokens;
}

/** One authorization request, from the redirect to the provider until the person is back. */
export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** The provider does not answer, or with something that is no answer. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
}

/** The provider says no. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  /** Of OAuth, such as `invalid_grant`; `invalid_response` for an answer that does not hold. */
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(`the provider says ${code}`, { cause });
    this.code = code;
  }
}

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** What to ask for; by default what an OpenID sign-in needs. */
  readonly scopes: readonly string[] | undefined;
  readonly subjectClaim: string;
  readonly emailClaim: string;
  readonly fetch: oidc.CustomFetch | undefined;
}

/** Seconds by which the clocks of a provider and ours may differ, either way: NTP gone wrong, not a replay of yesterday. */
const clockToleranceS = 60;
/** A request has ten seconds, and its answer is not written yet. */
const answerS = 3;
/** Of an access token whose provider does not say. */
const lifeByDefaultS = 300;
/** A provider whose tokens live for seconds is asked every minute all the same, and not at every request. */
const lifeMinS = 120;

/** A tenant's OpenID provider, spoken to as the console's client: authorization code with PKCE, refresh, revocation, sign-out. */
export class Provider {
  readonly #config: oidc.Configuration;
  readonly #settings: ProviderSettings;

  private constructor(config: oidc.Configuration, settings: ProviderSettings) {
    this.#config = config;
    this.#settings = settings;
  }

  /** Asks the provider how it is to be spoken to (OpenID Connect Discovery 1.0, 4). @throws ProviderAway */
  static async discover(settings: ProviderSettings): Promise<Provider> {
    const { issuer, clientId, clientSecret, fetch } = settings;
    const isLoopback = isLoopbackUrl(issuer);
    const config = await answered(
      oidc.discovery(
        new URL(issuer),
        clientId,
        {
          [oidc.clockTolerance]: clockToleranceS,
          token_endpoint_auth_method: clientSecret === undefined ? 'none' : 'client_secret_post',
        },
        clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
        {
          timeout: answerS,
          ...(fetch === undefined ? {} : { [oidc.customFetch]: fetch }),
          execute: [
            oidc.enableNonRepudiationChecks,
            // In clear to this machine alone, where development has its provider.
            ...(isLoopback ? [oidc.allowInsecureRequests] : []),
          ],
        },
      ),
    );
    return new Provider(config, settings);
  }

  /** Where to send a person who wants to sign in. */
  async authorizationUrl(request: AuthorizationRequest, hint: { email?: string | undefined; again?: boolean }): Promise<URL> {
    return oidc.buildAuthorizationUrl(this.#config, {
      redirect_uri: request.redirectUri,
      scope: this.#scopes().join(' '),
      state: request.state,
      nonce: request.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(request.verifier),
      code_challenge_method: 'S256',
      ...(hint.email === undefined ? {} : { login_hint: hint.email }),
      ...(hint.again === true ? { prompt: 'login' } : {}),
    });
  }

  /**
   * Takes the answer that a browser has brought back.
   *
   * @param search The query of the callback, `?code=…&state=…`.
   * @throws ProviderRefused, ProviderAway
   */
  async redeem(search: string, request: AuthorizationRequest): Promise<SignedIn> {
    const url = new URL(request.redirectUri);
    url.search = search;
    const response = await answered(
      oidc.authorizationCodeGrant(this.#config, url, {
        pkceCodeVerifier: request.verifier,
        expectedState: request.state,
        expectedNonce: request.nonce,
        idTokenExpected: true,
      }),
    );
    const claims: Readonly<Record<string, unknown>> = response.claims() ?? {};
    const subject = claims[this.#settings.subjectClaim];
    const email = claims[this.#settings.emailClaim];
    if (typeof subject !== 'string' || subject === '') throw new ProviderRefused('invalid_response', 'an ID token about nobody');
    return {
      subject,
      email: typeof email === 'string' && claims['email_verified'] !== false ? email.toLowerCase() : undefined,
      tokens: tokensOf(response),
    };
  }

  /** @throws ProviderRefused when the sign-in is over there, ProviderAway */
  async refresh(refreshToken: string): Promise<Tokens> {
    const fresh = tokensOf(await answered(oidc.refreshTokenGrant(this.#config, refreshToken)));
    return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
  }

  /** Ends what was given to one sign-in, where the provider offers it (RFC 7009). */
  async revoke(refreshToken: string): Promise<void> {
    if (this.#config.serverMetadata().revocation_endpoint === undefined) return;
    await answered(oidc.tokenRevocation(this.#config, refreshToken, { token_type_hint: 'refresh_token' }));
  }

  /** Where the browser ends its sign-in at the provider itself, where that is offered (OpenID Connect RP-Initiated Logout 1.0). */
  endSessionUrl(idToken: string | undefined, backTo: string): URL | undefined {
    if (this.#config.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(this.#config, {
      post_logout_redirect_uri: backTo,
      ...(idToken === undefined ? {} : { id_token_hint: idToken }),
    });
  }

  #scopes(): readonly string[] {
    const { scopes } = this.#settings;
    if (scopes !== undefined && scopes.length > 0) return scopes.includes('openid') ? scopes : ['openid', ...scopes];
    const offline = this.#config.serverMetadata().scopes_supported?.includes('offline_access') === true;
    return ['openid', 'email', 'profile', ...(offline ? ['offline_access'] : [])];
  }
}

function tokensOf(response: oidc.TokenEndpointResponse): Tokens {
  return {
    refreshToken: response.refresh_token,
    idToken: response.id_token,
    accessEndsAtMs: Date.now() + Math.max(response.expires_in ?? lifeByDefaultS, lifeMinS) * 1_000,
  };
}

/** What the answer to a question to the provider means, whatever of the library's ways of saying no it came by. */
async function answered<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError) throw new ProviderRefused(error.error, error);
    if (error instanceof oidc.ResponseBodyError && error.status < 500) throw new ProviderRefused(error.error, error);
    if (error instanceof oidc.ClientError && invalid.has(error.code ?? '')) throw new ProviderRefused('invalid_response', error);
    throw new ProviderAway('the provider does not answer', { cause: error });
  }
}

/** An answer came, well-formed, and what it says does not hold. */
const invalid = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
]);

function isLoopbackUrl(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
