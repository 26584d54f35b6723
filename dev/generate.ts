import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphNames } from '@dcmms/schema/read.ts';

const root = join(import.meta.dirname, '..');
const stamp = join(root, '.cache', 'generated.sha256');

// Each generator is loaded when there is something for it to do: loading them all takes seconds, and every start comes by here.
if (process.argv.includes('--compose')) {
  const { writeComposition } = await import('@dcmms/schema/compose.ts');
  writeComposition();
  await writeDocumentTables();
}
await generateTypes();
await generateDocuments();

/** Resolver types, made again only when the SDL, the rows or the generator's settings have changed. */
async function generateTypes(): Promise<void> {
  const key = hashOfSources();
  const outputs = subgraphNames.map((name) => join(root, 'subgraphs', name, 'generated', 'resolvers.ts'));
  if (outputs.every((file) => existsSync(file)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const [{ generate }, { default: config }] = await Promise.all([import('@graphql-codegen/cli'), import('../codegen.ts')]);
  await generate({ ...config, cwd: root }, true);
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, key);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = [
    join(root, 'codegen.ts'),
    join(root, 'package-lock.json'),
    join(root, 'schema', 'shared', 'prelude.graphql'),
    ...subgraphNames.flatMap((name) => [
      ...readdirSync(join(root, 'schema', name)).map((file) => join(root, 'schema', name, file)),
      join(root, 'subgraphs', name, 'rows.ts'),
    ]),
  ];
  for (const file of files) hash.update(file.slice(root.length)).update(existsSync(file) ? readFileSync(file) : 'absent');
  return hash.digest('hex');
}

/** The console's typed documents and the list of those that its sessions may send, made again when a document or the graph has changed. */
async function generateDocuments(): Promise<void> {
  const key = hashOfDocuments();
  const done = join(root, '.cache', 'documents.sha256');
  const outputs = ['graphql.ts', 'persisted-documents.json', 'texts.ts'].map((file) => join(root, 'web', 'gql', file));
  if (outputs.every((file) => existsSync(file)) && existsSync(done) && readFileSync(done, 'utf8') === key) return;
  const [{ generate }, { documents }] = await Promise.all([import('@graphql-codegen/cli'), import('../codegen.ts')]);
  await generate({ ...documents, cwd: root }, true);
  const { leanDocuments } = await import('./lean-documents.ts');
  leanDocuments(join(root, 'web', 'gql'));
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(done, key);
}

function hashOfDocuments(): string {
  const hash = createHash('sha256');
  const files = [
    join(root, 'codegen.ts'),
    join(root, 'dev', 'lean-documents.ts'),
    join(root, 'package-lock.json'),
    join(root, 'schema', 'api.graphql'),
    ...globSync('web/**/*.{ts,tsx}', { cwd: root, exclude: (path) => /(^|\/)(node_modules|\.next|gql)$/.test(path) })
      .toSorted()
      .map((file) => join(root, file)),
  ];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    // Only what stands in a document counts, or every change of a screen would cost seconds.
    const counts = file.includes(`${join(root, 'web')}`) ? (text.match(/graphql\(\s*`[^`]*`/g) ?? []).join('\n') : text;
    if (counts !== '') hash.update(file.slice(root.length)).update(counts);
  }
  return hash.digest('hex');
}

/** The tables of docs/architecture.md that the grants themselves are made from, between their markers. */
async function writeDocumentTables(): Promise<void> {
  const { functionsTable, ownershipTable, rolesTable } = await import('@dcmms/db/security/document.ts');
  const file = join(root, 'docs', 'architecture.md');
  const tables: Record<string, string> = { roles: rolesTable(), owners: ownershipTable(), functions: functionsTable() };
  const text = readFileSync(file, 'utf8');
  const filled = text.replaceAll(/<!-- generated: (\w+) -->\n[^]*?<!-- \/generated -->/g, (whole, name: string) =>
    tables[name] === undefined ? whole : `<!-- generated: ${name} -->\n\n${tables[name]}\n\n<!-- /generated -->`,
  );
  if (filled !== text) writeFileSync(file, filled);
}
