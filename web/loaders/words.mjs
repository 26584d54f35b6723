import compile from 'icu-minify/compile';

/**
 * A catalogue as the page needs it: every ICU message read into its parts while the console is built, so that no page brings a
 * reader of ICU (9 KB compressed). Plain JavaScript, for the bundler runs it in a Node of its own choice.
 *
 * @param {string} source of a `words.en.ts`: one exported object of messages and of objects of them
 * @returns {Promise<string>}
 */
export default async function words(source) {
  const literal = /export const words\b[^=]*=([^]*?)(?: as const)?;\s*$/.exec(source)?.[1];
  if (literal === undefined) throw new Error('A catalogue exports `words`, and nothing after it.');
  const { default: tree } = await import(`data:text/javascript,${encodeURIComponent(`export default (${literal});`)}`);
  return `export const words = ${JSON.stringify(compiled(tree))};\n`;
}

/**
 * @param {unknown} tree
 * @returns {unknown}
 */
function compiled(tree) {
  if (typeof tree === 'string') return compile(tree);
  if (typeof tree !== 'object' || tree === null) throw new Error(`A catalogue holds messages, not ${String(tree)}.`);
  return Object.fromEntries(Object.entries(tree).map(([key, inner]) => [key, compiled(inner)]));
}
