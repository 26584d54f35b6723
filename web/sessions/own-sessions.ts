/** One sign-in of the person, as the gateway lists it. Instants are ISO 8601. */
export interface OwnSession {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastActiveAt: string;
  /** When it ends if nobody uses it. */
  readonly idleExpiresAt: string;
  /** When it ends in any case. */
  readonly absoluteExpiresAt: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** Who asks, and until when. */
export interface CurrentSession {
  readonly sessionId: string;
  readonly person: { readonly displayName: string; readonly email: string };
  readonly tenant: { readonly name: string };
}

/** The gateway did not do it. `ended` when the session that asked is over. */
export class SessionFault extends Error {
  readonly ended: boolean;
  readonly traceId: string | null;
  constructor(status: number, traceId: string | null) {
    super(`the gateway answered ${status}`);
    this.ended = status === 401;
    this.traceId = traceId;
  }
}

/** All sign-ins of the person, newest activity first. */
export async function readSessions(signal: AbortSignal): Promise<OwnSession[]> {
  const answer = await ask('/auth/sessions', { signal });
  if (!Array.isArray(answer)) throw new Error('the gateway lists no sessions');
  return answer.map(sessionOf);
}

/** Ends one. One that is over already counts as ended. */
export async function endSession(id: string): Promise<void> {
  try {
    await ask(`/auth/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  } catch (error) {
    if (!(error instanceof SessionFault && error.message.endsWith('404'))) throw error;
  }
}

/** Who is signed in in this browser; null when nobody is, or when that cannot be told. */
export async function readCurrentSession(signal: AbortSignal): Promise<CurrentSession | null> {
  try {
    const answer = await ask('/auth/session', { signal });
    const { person, tenant, sessionId } = objectOf(answer);
    const { displayName, email } = objectOf(person);
    return {
      sessionId: textOf(sessionId),
      person: { displayName: textOf(displayName), email: textOf(email) },
      tenant: { name: textOf(objectOf(tenant).name) },
    };
  } catch {
    return null;
  }
}

async function ask(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(path, { ...init, headers: { accept: 'application/json' }, cache: 'no-store' });
  const body = await response.text();
  const answer: unknown = body === '' ? null : JSON.parse(body);
  if (!response.ok) throw new SessionFault(response.status, traceOf(answer));
  return answer;
}

function traceOf(answer: unknown): string | null {
  try {
    const { errors } = objectOf(answer);
    return Array.isArray(errors) ? textOf(objectOf(objectOf(errors[0]).extensions).traceId) : null;
  } catch {
    return null;
  }
}

function sessionOf(answer: unknown): OwnSession {
  const { id, current, createdAt, lastActiveAt, idleExpiresAt, absoluteExpiresAt, userAgent, ipAddress } = objectOf(answer);
  return {
    id: textOf(id),
    current: current === true,
    createdAt: textOf(createdAt),
    lastActiveAt: textOf(lastActiveAt),
    idleExpiresAt: textOf(idleExpiresAt),
    absoluteExpiresAt: textOf(absoluteExpiresAt),
    userAgent: typeof userAgent === 'string' ? userAgent : null,
    ipAddress: typeof ipAddress === 'string' ? ipAddress : null,
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('the gateway answered something else');
  return { ...value };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('the gateway answered something else');
  return value;
}
