import { createRequest } from 'urql';
import { texts } from '../gql/texts.ts';

/**
 * The document that was written as graphql(`…`), as the gateway knows it: its text with its fragments, read into a tree when the
 * module that asks it is loaded, and its hash. A fragment by itself is never sent, and is nothing here.
 */
export function trusted(source: string): object {
  const name = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(source)?.[1];
  if (name === undefined) return {};
  const known = texts[name];
  if (!known) throw new Error(`The document ${name} was written after the console's documents were generated.`);
  const [hash, text] = known;
  return Object.assign(createRequest(text, {}).query, { __meta__: { hash } });
}
