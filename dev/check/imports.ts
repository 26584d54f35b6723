import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Folders by their place in the house; the first that fits is a file's own. */
const folders = [
  'schema',
  'db/telemetry',
  'db/questdb',
  'db/identity',
  'db',
  'runtime',
  'subgraphs/core',
  'subgraphs/inventory',
  'subgraphs/telemetry/bridge',
  'subgraphs/telemetry',
  'subgraphs/predictions',
  'gateway',
  'web',
  'e2e',
  'dev',
] as const;

type Folder = (typeof folders)[number];

const subgraph = ['runtime', 'db', 'schema'] as const;

/**
 * Who may import whom (docs/architecture.md). A folder may always import itself, and a name covers what lies below it. `tests`
 * says what test files may import beyond that.
 */
const rules: Record<Folder, { readonly may: readonly string[]; readonly tests: readonly string[] }> = {
  schema: { may: [], tests: [] },
  'db/telemetry': { may: ['db'], tests: [] },
  'db/questdb': { may: ['db'], tests: [] },
  'db/identity': { may: ['db'], tests: [] },
  db: { may: ['db'], tests: [] },
  runtime: { may: [], tests: ['db'] },
  'subgraphs/core': { may: subgraph, tests: [] },
  'subgraphs/inventory': { may: subgraph, tests: [] },
  'subgraphs/predictions': { may: subgraph, tests: [] },
  'subgraphs/telemetry': { may: subgraph, tests: ['subgraphs/telemetry/bridge'] },
  'subgraphs/telemetry/bridge': { may: ['runtime', 'db'], tests: [] },
  gateway: { may: ['schema', 'runtime', 'db/identity', 'db/columns.ts'], tests: ['db'] },
  web: { may: ['schema'], tests: [] },
  e2e: { may: ['schema', 'db', 'runtime', 'subgraphs', 'gateway', 'web', 'dev'], tests: [] },
  dev: { may: ['schema', 'db', 'runtime', 'subgraphs', 'gateway', 'web', 'codegen.ts'], tests: [] },
};

/** The files that wire parts together, with what they may import beyond their folder's rule. */
const wiring: Readonly<Record<string, readonly string[]>> = {
  'gateway/in-process.ts': [
    'subgraphs/core/index.ts',
    'subgraphs/inventory/index.ts',
    'subgraphs/telemetry/index.ts',
    'subgraphs/predictions/index.ts',
  ],
  // What a rule means is a pure function; a second reading of it would show another limit than the one that raises.
  'subgraphs/telemetry/tags/rules.ts': ['subgraphs/telemetry/bridge/rules/rule.ts'],
};

/** Libraries that a folder must not use, with the reason. */
const barred: readonly { folder: string; library: RegExp; reason: string }[] = [
  {
    folder: 'subgraphs/telemetry/bridge',
    library: /^(graphql|graphql-ws|@apollo\/.*)$/,
    reason: 'the way in for readings must not wait behind the graph',
  },
  { folder: 'web', library: /^(pg|postgres|drizzle-orm)(\/|$)/, reason: 'the web process holds no database' },
];

export interface Breach {
  readonly file: string;
  readonly imports: string;
  readonly reason: string;
}

/** Every import in the workspaces that the rules forbid. */
export function importBreaches(
  files: readonly string[] = sourceFiles(),
  read = (file: string) => readFileSync(join(root, file), 'utf8'),
): Breach[] {
  return files.flatMap((file) => importsOf(read(file)).flatMap((specifier) => breach(file, specifier) ?? []));
}

function sourceFiles(): string[] {
  return globSync('{schema,db,runtime,subgraphs,gateway,web,e2e,dev}/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'generated' || name === '.next',
  });
}

/** Static and dynamic imports, re-exports and type imports. */
function importsOf(text: string): string[] {
  const pattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? []);
}

const packages: Readonly<Record<string, string>> = {
  '@dcmms/core': 'subgraphs/core',
  '@dcmms/inventory': 'subgraphs/inventory',
  '@dcmms/telemetry': 'subgraphs/telemetry',
  '@dcmms/predictions': 'subgraphs/predictions',
};

function target(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier));
  const own = /^(@dcmms\/[a-z]+)(\/.*)?$/.exec(specifier);
  if (!own) return undefined;
  const [, name = '', path = ''] = own;
  return `${packages[name] ?? name.slice('@dcmms/'.length)}${path}`;
}

function breach(file: string, specifier: string): Breach | undefined {
  const to = target(file, specifier);
  if (to === undefined) {
    const bar = barred.find(({ folder, library }) => within(file, folder) && library.test(specifier));
    return bar && { file, imports: specifier, reason: bar.reason };
  }
  const from = folderOf(file);
  if (!from) return undefined;
  const isTest = /\.(test|long|fixture)\.ts$/.test(file) || file.includes('/testing/');
  const may = [from, ...rules[from].may, ...(isTest ? [...rules[from].tests, 'db'] : []), ...(wiring[file] ?? [])];
  // The bridge lies inside the telemetry subgraph, and is not part of it.
  const wired = (wiring[file] ?? []).includes(to);
  if (from === 'subgraphs/telemetry' && !isTest && !wired && within(to, 'subgraphs/telemetry/bridge')) {
    return { file, imports: to, reason: 'the subgraph and the bridge are two processes: share through runtime or db' };
  }
  if (may.some((allowed) => within(to, allowed))) return undefined;
  return { file, imports: to, reason: `${from} may import ${may.slice(1).join(', ') || 'nothing'}` };
}

function folderOf(file: string): Folder | undefined {
  return [...folders].sort((a, b) => b.length - a.length).find((folder) => within(file, folder));
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

if (import.meta.main) {
  const breaches = importBreaches();
  for (const { file, imports, reason } of breaches) console.error(`${file} imports ${imports}: ${reason}.`);
  if (breaches.length > 0) process.exitCode = 1;
}
