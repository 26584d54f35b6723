import type { TrustedDocuments } from './trusted.ts';

/** A request by document or by hash, as far as admission looks at it. */
export interface AskedDocument {
  readonly query?: unknown;
  readonly extensions?: unknown;
}

/** The text that is asked for, or why it is not served, as a sentence. */
export type Admitted = { readonly query: string } | { readonly refused: string } | 'as it is';

/**
 * Decides which text a request stands for. A session's cookie is served by the hash of a trusted document alone, also where a text
 * beside it happens to be one; a bearer may send either.
 *
 * @param by What vouches for the person.
 */
export function admitDocument(documents: TrustedDocuments | undefined, asked: AskedDocument, by: 'session' | 'bearer'): Admitted {
  const hasText = asked.query !== undefined && asked.query !== null && asked.query !== '';
  const hash = hashOf(asked.extensions);
  if (by === 'bearer' && (hasText || hash === undefined)) return 'as it is';
  if (hasText) return { refused: 'Send the hash of a trusted document without its text: a session may not send documents of its own.' };
  if (hash === undefined) return { refused: 'Send the hash of a trusted document as extensions.persistedQuery.sha256Hash.' };
  const query = documents?.find(hash);
  if (query === undefined)
    return { refused: 'Unknown document: the console and the gateway are of different builds. Load the page again.' };
  return { query };
}

function hashOf(extensions: unknown): string | undefined {
  const persisted = memberOf(extensions, 'persistedQuery');
  const hash = memberOf(persisted, 'sha256Hash');
  return typeof hash === 'string' ? hash : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
