import { createRequest } from 'urql';

/**
 * A document as the gateway knows it: its text with its fragments, read into a tree when the module that asks it is loaded, and its
 * hash. A fragment by itself is never sent, and is nothing here. In the page this stands for graphql(`…`): `loaders/documents.mjs`.
 */
export function graphql(hash?: string, text?: string): object {
  if (hash === undefined || text === undefined) return {};
  return Object.assign(createRequest(text, {}).query, { __meta__: { hash } });
}
