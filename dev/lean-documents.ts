import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes what the code generator wrote for the console small. It puts the syntax tree of every document of the app, beside its text,
 * into every page (33 KB of 250 compressed, half a megabyte to be read by the browser); the page needs the texts that the gateway
 * knows (9 KB), and makes a tree of those that it uses. The types stay as they were generated.
 *
 * @param folder where the client preset has written `gql.ts` and `persisted-documents.json`
 */
export function leanDocuments(folder: string): void {
  const texts: Record<string, string> = JSON.parse(readFileSync(join(folder, 'persisted-documents.json'), 'utf8'));
  const byName = Object.entries(texts).map(([hash, text]) => [operationNameOf(text), [hash, text]]);
  const table = JSON.stringify(Object.fromEntries(byName));
  writeFileSync(
    join(folder, 'texts.ts'),
    `export const texts: Readonly<Record<string, readonly [hash: string, text: string]>> = ${table};\n`,
  );
  const file = join(folder, 'gql.ts');
  writeFileSync(file, lean(readFileSync(file, 'utf8')));
}

/** The same signatures, over the texts. */
function lean(generated: string): string {
  const replacements: readonly (readonly [RegExp, string])[] = [
    [
      /^import \* as types from '\.\/graphql\.ts';$/m,
      "import { trusted } from '../graph/trusted.ts';\nimport type * as types from './graphql.ts';",
    ],
    [/^const documents(: Documents)? = \{[^]*?^\};$/m, 'declare const documents: Documents;'],
    [/^(export function graphql\(source: string\)) \{[^]*?^\}$/m, '$1 {\n  return trusted(source);\n}'],
  ];
  return replacements.reduce((text, [found, by]) => {
    if (!found.test(text)) throw new Error(`The code generator writes gql.ts in another way than it did: ${found.source} is not in it.`);
    return text.replace(found, by);
  }, generated);
}

function operationNameOf(text: string): string {
  const name = /\b(?:query|mutation|subscription) (\w+)/.exec(text)?.[1];
  if (name === undefined) throw new Error(`A document without a name cannot be found by it: ${text.slice(0, 80)}`);
  return name;
}
