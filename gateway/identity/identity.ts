import type { Check } from '@dcmms/runtime/subgraph.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';

/** A caller whose token was verified. */
export interface Authenticated {
  readonly viewer: Viewer;
  /** When the token ends, epoch milliseconds. */
  readonly expiresAtMs: number;
}

/** Somebody's authority may have changed: one person's, or that of everybody of the tenant. */
export interface AuthorityChange {
  readonly tenantId: string;
  readonly userId: string | undefined;
}

/** Who is asking: the gateway's only question to whatever keeps people and tokens. */
export interface Identity {
  /**
   * @param authorization `Bearer <token>`, the scheme in any case.
   * @throws Unauthenticated with a sentence for the caller; anything else means that it cannot be told just now.
   */
  authenticate(authorization: string | undefined): Promise<Authenticated>;
  /** The same person with the authority they have now; undefined when they may not be here any more. */
  refresh(viewer: Viewer): Promise<Viewer | undefined>;
  onChange(listener: (change: AuthorityChange) => void): () => void;
  ready(): Promise<readonly Check[]>;
  close(): Promise<void>;
}

/** The token, or the person behind it, is not to be let in. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
}
