import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { demoPassword, findPerson } from '@dcmms/db/seed/people.ts';
import type { DemoTenant } from '@dcmms/db/seed/tenants.ts';
import { faultPage, pageHeaders, signInPage } from './pages.ts';
import { peopleOf, roleNames } from './people.ts';

const bodyBytesMax = 8 * 1024;

/**
 * The sign-in of a tenant: shows the page, checks e-mail and password, hands the person back to the authorization request that
 * waits. `request.originalUrl` is the page's own address.
 */
export async function serveSignIn(
  tenant: DemoTenant,
  provider: Provider,
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
): Promise<void> {
  const interaction = await findInteraction(provider, request, response);
  if (interaction === undefined) {
    send(
      response,
      400,
      faultPage('This sign-in has ended', ['It was finished or is too old. Go back to where you wanted to sign in and begin again.']),
    );
    return;
  }
  const address = new URL(request.originalUrl ?? '/', 'http://localhost');
  const page = { tenantName: tenant.name, action: address.pathname, people: peopleOf(tenant), roleNames };

  if (request.method === 'GET' || request.method === 'HEAD') {
    const hint = interaction.params['login_hint'];
    const email = address.searchParams.get('email') ?? (typeof hint === 'string' ? hint : '');
    send(response, 200, signInPage({ ...page, email }));
    return;
  }
  if (request.method !== 'POST') {
    response.writeHead(405, { allow: 'GET, HEAD, POST' }).end();
    return;
  }
  const form = await readForm(request);
  const email = form?.get('email') ?? '';
  const person = findPerson(email);
  if (form === undefined || person?.tenant !== tenant.code || !samePassword(form.get('password') ?? '')) {
    send(response, 401, signInPage({ ...page, email, fault: 'Wrong e-mail or password.' }));
    return;
  }
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.subject, amr: ['pwd'] } },
    { mergeWithLastSubmission: false },
  );
}

async function findInteraction(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  try {
    return await provider.interactionDetails(request, response);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** The posted form; nothing when it is larger than a sign-in can be. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > bodyBytesMax) return undefined;
    chunks.push(buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function samePassword(given: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(demoPassword)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, pageHeaders).end(html);
}
