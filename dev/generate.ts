import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
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
