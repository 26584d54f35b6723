import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const table = fileURLToPath(new URL('../gql/persisted-documents.json', import.meta.url));

/**
 * Puts in the place of every graphql(`…`) the hash and the text that the gateway knows, so that a page brings the documents that it
 * asks and no others. Refuses one that was written after the documents were generated. Plain JavaScript, for the bundler runs it in
 * a Node of its own choice.
 *
 * @this {{ addDependency(file: string): void }}
 * @param {string} source of a module of the console
 * @returns {string}
 */
export default function documents(source) {
  this.addDependency(table);
  const known = documentsByName();
  return source.replace(/(?<=['"/])gql\/gql\.ts(?=['"])/g, 'graph/written.ts').replace(/\bgraphql\(`([^`]*)`\)/g, (_call, text) => {
    const name = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(text)?.[1];
    // A fragment by itself is never sent.
    if (name === undefined) return 'graphql()';
    const document = known.get(name);
    if (!document) throw new Error(`The document ${name} was written after the console's documents were generated.`);
    return `graphql(${document.map((part) => JSON.stringify(part)).join(', ')})`;
  });
}

/** @returns {ReadonlyMap<string | undefined, readonly string[]>} hash and text */
function documentsByName() {
  const texts = JSON.parse(readFileSync(table, 'utf8'));
  // Fragments may stand before the operation.
  const nameOf = (text) => /\b(?:query|mutation|subscription) (\w+)/.exec(text)?.[1];
  return new Map(Object.entries(texts).map(([hash, text]) => [nameOf(text), [hash, text]]));
}
