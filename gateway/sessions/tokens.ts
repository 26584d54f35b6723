import { z } from 'zod';
import type { Tokens } from './provider.ts';
import { Seal } from './seal.ts';

/** Tokens as a row keeps them: with the claim of whoever is renewing them, until it is over. */
export interface KeptTokens extends Tokens {
  readonly claimedUntilMs: number;
}

const shape = z.object({
  refreshToken: z.string().optional(),
  idToken: z.string().optional(),
  accessEndsAtMs: z.number(),
  claimedUntilMs: z.number(),
});

/** The provider's tokens under seal, each bound to its session. */
export class SealedTokens {
  readonly #seal: Seal;

  constructor(secret: string) {
    this.#seal = new Seal(secret, 'tokens of a session');
  }

  seal(sessionId: string, tokens: Tokens, claimedUntilMs = 0): Uint8Array {
    return this.#seal.seal({ ...tokens, claimedUntilMs }, sessionId);
  }

  /** @returns Undefined when there are none, or none that this installation has sealed for this session. */
  open(sessionId: string, sealed: Uint8Array | null): KeptTokens | undefined {
    if (sealed === null) return undefined;
    const read = shape.safeParse(this.#seal.open(sealed, sessionId));
    if (!read.success) return undefined;
    const { refreshToken, idToken, accessEndsAtMs, claimedUntilMs } = read.data;
    return { refreshToken, idToken, accessEndsAtMs, claimedUntilMs };
  }
}
