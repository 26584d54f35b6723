/** What a browser is told by one answer. */
export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | URLSearchParams;
}

/** A cookie as a browser keeps it: by name and path, for all ports of one host. */
interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * As much of a browser as a sign-in needs: cookies of one host, and requests to the console's origin, which reach the gateway as
 * the console's own server passes them on.
 */
export class Browser {
  readonly cookies = new Map<string, Cookie>();
  readonly #console: string;
  readonly #proxied: Record<string, string>;
  #gateway: string;

  /**
   * @param console The console's origin.
   * @param gateway Where its server passes requests on to.
   * @param proxied Headers that it adds; those of Next's proxy unless told otherwise.
   */
  constructor(console: string, gateway: string, proxied: Record<string, string> = {}) {
    this.#console = console;
    this.#gateway = gateway;
    this.#proxied = { 'x-forwarded-host': new URL(console).host, 'x-forwarded-for': '127.0.0.1', ...proxied };
  }

  /** The console's server finds another gateway from now on. */
  moveTo(gateway: string): void {
    this.#gateway = gateway;
  }

  /** One request; redirects are not followed. */
  async ask(address: string | URL, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Page> {
    const url = new URL(address, this.#console);
    const isConsole = url.origin === this.#console;
    const response = await fetch(isConsole ? new URL(`${url.pathname}${url.search}`, this.#gateway) : url, {
      method,
      redirect: 'manual',
      headers: { ...(isConsole ? this.#proxied : {}), cookie: this.#cookiesFor(url), ...headers },
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return { status: response.status, url, headers: response.headers, text: await response.text() };
  }

  /** A page of the console sends JSON: with the console's `Origin`, as browsers do. */
  async send(method: string, address: string, body?: unknown, headers: Record<string, string> = {}): Promise<Page> {
    return this.ask(address, {
      method,
      headers: { origin: this.#console, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Follows redirects until a page of the console, or one that is none; its path and query stand for a page of the console. */
  async follow(address: string | URL, ask: Ask = {}): Promise<Page> {
    let page = await this.ask(address, ask);
    for (let redirects = 0; redirects < 12; redirects += 1) {
      const form = formThatSubmitsItself(page);
      if (form) {
        page = await this.ask(form.action, { method: 'POST', body: form.inputs });
        continue;
      }
      const location = page.headers.get('location');
      if (page.status < 300 || page.status >= 400 || location === null) return page;
      const next = new URL(location, page.url);
      if (next.origin === this.#console && !next.pathname.startsWith('/auth/')) return { ...page, url: next };
      page = await this.ask(next);
    }
    throw new Error('redirects in circles');
  }

  /** Signs in as a person does, from the console's page to wherever it ends. */
  async signIn(email: string, query: Record<string, string> = {}, typed = email): Promise<Page> {
    const page = await this.follow(`/auth/login?${new URLSearchParams({ email, ...query }).toString()}`);
    return isForm(page) ? this.type(page, typed) : page;
  }

  /** Fills in the provider's page. */
  async type(page: Page, email: string, password = 'demo'): Promise<Page> {
    return this.follow(page.url, { method: 'POST', body: new URLSearchParams({ email, password }) });
  }

  cookie(name: string): string | undefined {
    return [...this.cookies.values()].find((cookie) => cookie.name === name)?.value;
  }

  /** The header that a request to a path of the console would carry. */
  header(path: string): string {
    return this.#cookiesFor(new URL(path, this.#console));
  }

  #cookiesFor(url: URL): string {
    return [...this.cookies.values()]
      .filter(({ path }) => path === '/' || url.pathname === path || url.pathname.startsWith(`${path.replace(/\/$/, '')}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/; */);
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    const attribute = (wanted: string) => attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? '/';
    const expires = attribute('expires');
    // Cleared, not grown old: a provider's clock may be another one.
    const isOver = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < 86_400_000);
    if (isOver) this.cookies.delete(`${name} ${path}`);
    else this.cookies.set(`${name} ${path}`, { name, value: pair.slice(equals + 1), path });
  }
}

/** What a provider's page sends on by a script, as it does when it ends one person's sign-in for another's. */
function formThatSubmitsItself({ text }: Page): { action: string; inputs: URLSearchParams } | undefined {
  const action = /document\.forms\[0\]\.submit\(\)[^]*<form method="post" action="([^"]+)"/.exec(text)?.[1];
  if (action === undefined) return undefined;
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return { action, inputs: new URLSearchParams(inputs.map(([, name = '', value = '']): [string, string] => [name, value])) };
}

/** Whether a page is the provider's, with a form to fill in. */
export function isForm({ status, text }: Page): boolean {
  return status === 200 && text.includes('name="password"');
}

/** What a page says as JSON. */
export function json<Body = Record<string, unknown>>({ text }: Page): Body {
  return JSON.parse(text) as Body;
}

/** The code of a refusal, with its status: `401 UNAUTHENTICATED`. */
export function refusalOf(page: Page): string {
  const { errors } = json<{ errors?: { extensions: { code: string } }[] }>(page);
  return `${page.status} ${errors?.[0]?.extensions.code}`;
}
