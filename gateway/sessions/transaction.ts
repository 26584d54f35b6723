import { z } from 'zod';
import { clearCookie, setCookie } from './cookies.ts';
import { Seal } from './seal.ts';

const shape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  tenantId: z.string(),
  returnTo: z.string(),
  /** What the person said who they are. */
  email: z.string().optional(),
  /** The provider was told to ask for the password whoever is signed in there. */
  again: z.boolean().optional(),
  endsAtMs: z.number(),
});

/** A sign-in under way: what was asked of the provider, and where the person wanted to go. */
export type Transaction = z.infer<typeof shape>;

/** How long a person may take at the provider. */
const lifeS = 600;
/** Beyond so many, a browser has begun sign-ins and left them. */
const atOnceMax = 5;
const prefix = 'sign-in-';
const path = '/auth';

/**
 * Sign-ins under way, kept by the browser that began them, in a sealed cookie each: two tabs that sign in at once do not take each
 * other's, and a callback that somebody else's browser began finds none.
 */
export class Transactions {
  readonly #seal: Seal;

  constructor(secret: string) {
    this.#seal = new Seal(secret, 'sign-in');
  }

  /** @returns The cookies that keep it, and clear what was left behind. */
  begin(given: Omit<Transaction, 'endsAtMs'>, cookies: ReadonlyMap<string, string>, secure: boolean): string[] {
    const name = nameOf(given.state);
    const sealed = this.#seal.seal({ ...given, endsAtMs: Date.now() + lifeS * 1_000 }, name).toString('base64url');
    const left = [...cookies.keys()].filter((each) => each.startsWith(prefix));
    return [
      ...(left.length < atOnceMax ? [] : left.map((each) => clearCookie(each, { path, secure }))),
      setCookie(name, sealed, { path, maxAgeS: lifeS, secure }),
    ];
  }

  /** The one that a callback's `state` names; undefined when this browser has not begun it, or too long ago. */
  find(state: string | undefined, cookies: ReadonlyMap<string, string>): Transaction | undefined {
    if (state === undefined || !/^[\w-]{16,200}$/.test(state)) return undefined;
    const name = nameOf(state);
    const read = shape.safeParse(this.#seal.open(Buffer.from(cookies.get(name) ?? '', 'base64url'), name));
    return read.success && read.data.state === state && read.data.endsAtMs > Date.now() ? read.data : undefined;
  }

  /** The cookie that ends it in the browser. */
  end(state: string, secure: boolean): string {
    return clearCookie(nameOf(state), { path, secure });
  }
}

function nameOf(state: string): string {
  return `${prefix}${state.slice(0, 12)}`;
}
