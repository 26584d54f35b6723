'use client';

import { useSyncExternalStore } from 'react';
import { links } from '../links.ts';
import { refetchAll } from './active.ts';
import { Observed } from './observed.ts';
import { readPerson, rememberedPerson, rememberPerson, samePerson, type Person } from './person.ts';

/**
 * `unknown` until the gateway was asked. `unreachable`: it could not be asked; who was here last is taken to be here still, for what
 * is kept in this browser and nothing else. `ended`: whoever it was has to sign in again.
 */
export interface Session {
  readonly state: 'unknown' | 'live' | 'unreachable' | 'ended';
  readonly person: Person | undefined;
  readonly id: string | undefined;
}

const unknown: Session = { state: 'unknown', person: undefined, id: undefined };

export const session = new Observed<Session>(unknown);

export function useSession(): Session {
  return useSyncExternalStore(session.subscribe, session.get, () => unknown);
}

/** What this browser keeps of a person has to go: they signed out, or another one came. Told to whoever keeps something. */
const leaving = new Set<(person: Person) => Promise<void>>();

export function onLeave(clear: (person: Person) => Promise<void>): void {
  leaving.add(clear);
}

/**
 * Asks the gateway whose session the cookie is, and remembers it. The page belongs to one person: when the cookie has become
 * somebody else's, the page starts anew. Returns what was found now: `unreachable` also where it was known before.
 */
export async function askSession(): Promise<Session> {
  const answer = await ask();
  const before = session.get();
  const last = before.person ?? rememberedPerson();
  if (answer === 'unreachable') become({ ...before, state: before.state === 'unknown' ? 'unreachable' : before.state, person: last });
  else if (answer === 'ended') become({ state: 'ended', person: last, id: undefined });
  else {
    if (last && !samePerson(last, answer.person)) await leave(last);
    rememberPerson(answer.person);
    if (before.person && !samePerson(before.person, answer.person)) location.reload();
    become({ state: 'live', ...answer });
    if (before.state === 'unknown') others?.postMessage('signed-in');
  }
  return answer === 'unreachable' ? { ...session.get(), state: 'unreachable' } : session.get();
}

/** Told by whatever met a refusal for want of a session. */
export function sessionEnded(): void {
  const now = session.get();
  become({ state: 'ended', id: undefined, person: now.person ?? rememberedPerson() });
}

/** Who is here, as soon as it is known; undefined when nobody is. */
export async function whoIsHere(): Promise<Person | undefined> {
  if (session.get().state === 'unknown') {
    await new Promise<void>((resolve) => {
      const stop = session.subscribe(() => {
        if (session.get().state === 'unknown') return;
        stop();
        resolve();
      });
    });
  }
  return session.get().person;
}

/** Calls back as soon as somebody is signed in; at once when somebody is. Returns what ends the waiting. */
export function whenLive(callback: () => void): () => void {
  if (session.get().state === 'live') {
    callback();
    return () => {};
  }
  const stop = session.subscribe(() => {
    if (session.get().state !== 'live') return;
    stop();
    callback();
  });
  return stop;
}

/** Ends the session here or on every device, takes away what this browser keeps of the person, and leaves the page. */
export async function signOut({ everywhere = false }: { readonly everywhere?: boolean } = {}): Promise<void> {
  const { person } = session.get();
  const next = await logout(everywhere);
  const gone = person ?? rememberedPerson();
  if (gone) await leave(gone);
  rememberPerson(undefined);
  others?.postMessage('signed-out');
  location.assign(next ?? links.signIn({ signedOut: '1' }));
}

/** The provider's page for this person, and back to where they are. */
export function signInAgain(): string {
  const here = `${location.pathname}${location.search}`;
  const { person } = session.get();
  return person ? links.login({ email: person.email, returnTo: here }) : links.signIn({ returnTo: here });
}

/** True when a person has ended it in another tab of this browser: nobody wants to be signed in again by itself then. */
export function wasSignedOut(): boolean {
  return signedOut;
}

let signedOut = false;

/** Follows sign-out and sign-in in other tabs. Returns what ends it. */
export function watchSession(): () => void {
  const heard = ({ data }: MessageEvent<unknown>) => {
    if (data === 'signed-out' || data === 'signed-in') signedOut = data === 'signed-out';
    if (data === 'signed-out') sessionEnded();
    // Perhaps the one who is missed here, perhaps another: then this page is theirs now.
    if (data === 'signed-in') void askSession();
  };
  const looked = () => {
    // Somebody may have signed in again in another tab.
    if (document.visibilityState === 'visible' && session.get().state === 'ended') void askSession();
  };
  let before = session.get().state;
  const stop = session.subscribe(() => {
    const { state } = session.get();
    // What was refused while nobody was signed in.
    if (state === 'live' && before === 'ended') refetchAll();
    before = state;
  });
  others?.addEventListener('message', heard);
  document.addEventListener('visibilitychange', looked);
  globalThis.addEventListener('focus', looked);
  return () => {
    stop();
    others?.removeEventListener('message', heard);
    document.removeEventListener('visibilitychange', looked);
    globalThis.removeEventListener('focus', looked);
  };
}

const others = typeof BroadcastChannel === 'undefined' || typeof window === 'undefined' ? undefined : new BroadcastChannel('dcmms.session');

/** Whoever follows the session is told only when it is another one. */
function become(next: Session): void {
  const now = session.get();
  const isSame = now.state === next.state && now.id === next.id && (now.person === next.person || samePerson(now.person, next.person));
  if (!isSame) session.set(next);
}

const askMsMax = 8_000;

async function ask(): Promise<{ readonly person: Person; readonly id: string } | 'ended' | 'unreachable'> {
  try {
    const response = await fetch('/auth/session', { cache: 'no-store', signal: AbortSignal.timeout(askMsMax) });
    if (response.status === 401) return 'ended';
    if (!response.ok) return 'unreachable';
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null || !('person' in body) || !('tenant' in body)) return 'unreachable';
    const person = readPerson({ ...Object(body.person), tenant: body.tenant });
    const id = 'sessionId' in body && typeof body.sessionId === 'string' ? body.sessionId : undefined;
    return person && id !== undefined ? { person, id } : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

/** Where the provider wants the browser to go to end its own session, if anywhere. */
async function logout(everywhere: boolean): Promise<string | undefined> {
  const response = await fetch('/auth/logout', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ everywhere }),
    signal: AbortSignal.timeout(askMsMax),
  });
  if (!response.ok && response.status !== 401) throw new Error(`Signing out failed: ${response.status}`);
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === 'object' && body !== null && 'endSessionUrl' in body && typeof body.endSessionUrl === 'string'
    ? body.endSessionUrl
    : undefined;
}

async function leave(person: Person): Promise<void> {
  // Drafts of forms, of this tab.
  sessionStorage.clear();
  await Promise.allSettled([...leaving].map((clear) => clear(person)));
}
