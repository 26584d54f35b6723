import type { DemoPerson } from '@dcmms/db/seed/people.ts';

/** What a page of the provider needs in its headers: nothing may be loaded, framed or kept. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export interface SignInPage {
  readonly tenantName: string;
  /** Address of this very page, which takes the form as well. */
  readonly action: string;
  readonly people: readonly DemoPerson[];
  readonly roleNames: ReadonlyMap<string, string>;
  /** What was typed or chosen before. */
  readonly email?: string | undefined;
  readonly fault?: string | undefined;
}

/** The sign-in of one tenant: who, the password, and everybody who exists. Works without scripts. */
export function signInPage({ tenantName, action, people, roleNames, email = '', fault }: SignInPage): string {
  // A link instead of a script: it opens this page again with the person filled in.
  const linked = (person: DemoPerson) => {
    const current = person.email === email.toLowerCase() ? ' aria-current="true"' : '';
    return `<a href="${text(action)}?email=${encodeURIComponent(person.email)}"${current}>${text(person.email)}</a>`;
  };
  return page(
    `Sign in to ${tenantName}`,
    `<h1>Sign in to ${text(tenantName)}</h1>
    ${fault === undefined ? '' : `<p class="fault" role="alert" id="fault">${text(fault)}</p>`}
    <form method="post" action="${text(action)}">
      <label for="email">E-mail</label>
      <input id="email" name="email" type="email" autocomplete="username" spellcheck="false" required
        value="${text(email)}"${email === '' ? ' autofocus' : ''}${fault === undefined ? '' : ' aria-describedby="fault"'}>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required
        ${email === '' ? '' : ' autofocus'}${fault === undefined ? '' : ' aria-invalid="true" aria-describedby="fault"'}>
      <button type="submit">Sign in</button>
    </form>
    <p>Everybody’s password is <code>demo</code>.</p>
    ${peopleTable('Choose who to sign in as', people, roleNames, linked)}`,
  );
}

/** What an issuer's own address shows to a person: who there is and where sign-in begins. */
export function issuerPage({
  tenantName,
  issuer,
  people,
  roleNames,
}: Pick<SignInPage, 'tenantName' | 'people' | 'roleNames'> & { issuer: string }): string {
  return page(
    `People of ${tenantName}`,
    `<h1>${text(tenantName)}</h1>
    <p>This address is the issuer <code>${text(issuer)}</code>. Signing in begins at the console; everybody’s password
      is <code>demo</code>. A token for the graph comes from the command line:</p>
    <pre>npm run -s token -- --as ${text(people[0]?.email ?? '')}</pre>
    ${peopleTable(`People of ${tenantName}`, people, roleNames, (person) => text(person.email))}`,
  );
}

/** Asks whether to sign out; `form` is the provider's own, with its secret. */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    `<h1>Sign out?</h1>${form}
    <p class="choices"><button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
    <button type="submit" class="quiet" form="op.logoutForm">Stay signed in</button></p>`,
  );
}

export function signedOutPage(): string {
  return page('Signed out', '<h1>You are signed out</h1><p>You may close this page.</p>');
}

/** Something does not fit: a stale sign-in, an unknown client, a wrong address. */
export function faultPage(title: string, lines: readonly string[]): string {
  return page(title, `<h1>${text(title)}</h1>${lines.map((line) => `<p>${text(line)}</p>`).join('')}`);
}

// Colours and their contrast are the console's (grey is normal; the one hue marks what is wrong).
const style = `
  :root { color-scheme: light dark; --canvas: light-dark(#f3f4f5, #17191b); --ink: light-dark(#1b1e21, #e8eaec);
    --quiet: light-dark(#535b63, #a7aeb5); --line: light-dark(#c9ced3, #3a4046); --field: light-dark(#fff, #1f2225);
    --focus: light-dark(#1f5fbf, #7fb0ff); --fault: light-dark(#c4161c, #ff5c5c); }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--canvas); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
  main { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.25rem }
  .product { margin: 0 0 .25rem; font-size: .8125rem }
  h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 1.25rem }
  form { display: grid; gap: .375rem; max-width: 22rem }
  label { font-weight: 600 }
  input, button { font: inherit; padding: .5rem .625rem; border-radius: 4px; border: 1px solid var(--quiet) }
  input { background: var(--field); color: inherit; margin-bottom: .5rem }
  input[aria-invalid] { border-color: var(--fault) }
  button { background: var(--ink); color: var(--canvas); border-color: var(--ink); cursor: pointer; margin-top: .25rem; font-weight: 600 }
  button.quiet { background: none; color: var(--ink) }
  .choices { display: flex; flex-wrap: wrap; gap: .75rem }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
  .fault { color: var(--fault); font-weight: 600; margin: 0 0 1rem }
  p { color: var(--quiet) }
  code, pre { color: var(--ink); font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
  p code { font-size: .9375em }
  pre { margin: 0; padding: .5rem .625rem; border: 1px solid var(--line); border-radius: 4px; background: var(--field); white-space: pre-wrap }
  table { border-collapse: collapse; width: 100%; margin-top: 1.5rem; font-size: .875rem }
  caption { text-align: left; font-weight: 600; padding-bottom: .375rem }
  th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-top: 1px solid var(--line) }
  th:last-child, td:last-child { padding-right: 0 }
  th { color: var(--quiet); font-weight: 600 }
  td:first-child { white-space: nowrap }
  td a { display: block; margin: -.375rem 0; padding: .375rem 0 }
  @media (max-width: 36rem) { main { padding-top: 1.5rem } form { max-width: none } .name { display: none } th, td { padding-right: .5rem } }
  a { color: inherit }
  a[aria-current] { font-weight: 600 }`;

function peopleTable(
  caption: string,
  people: readonly DemoPerson[],
  roleNames: ReadonlyMap<string, string>,
  emailOf: (person: DemoPerson) => string,
): string {
  const sitesMost = Math.max(...people.map((person) => person.sites.length));
  const roleOf = ({ role, sites }: DemoPerson) =>
    `${roleNames.get(role) ?? role}${sites.length < sitesMost ? `, ${sites.join(' and ')} only` : ''}`;
  const rows = people.map(
    (person) => `<tr><td>${emailOf(person)}</td><td>${text(roleOf(person))}</td>
      <td class="name">${text(`${person.firstName} ${person.lastName}`)}</td></tr>`,
  );
  return `<table><caption>${text(caption)}</caption>
    <thead><tr><th scope="col">E-mail</th><th scope="col">Role</th><th scope="col" class="name">Name</th></tr></thead>
    <tbody>${rows.join('')}</tbody></table>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head><body><main>
<p class="product">dCMMS, development</p>${body}</main></body></html>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
