import { existsSync, readFileSync } from 'node:fs';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { Kind, parse, print, visit, type DocumentNode, type NameNode } from 'graphql';
import { subgraphNames, subgraphSdl, type SubgraphName } from './schema/read.ts';

/** Enums whose stored values are those of the schema; all others are stored in lower case (`runtime/schema.ts`). */
const asIs = new Set(['Quality', 'Resolution', 'ProblemCode']);

/** Resolver types of each subgraph from its SDL: types only, made before `check`, `test` and `start`, never committed. */
const config: CodegenConfig = {
  silent: true,
  errorsOnly: true,
  generates: Object.fromEntries(
    subgraphNames.map((name) => [
      `subgraphs/${name}/generated/resolvers.ts`,
      {
        schema: plain(subgraphSdl(name)),
        plugins: ['typescript', 'typescript-resolvers'],
        config: {
          federation: true,
          useTypeImports: true,
          enumsAsTypes: true,
          immutableTypes: true,
          maybeValue: 'T | null | undefined',
          inputMaybeValue: 'T | null | undefined',
          namingConvention: { enumValues: 'keep' },
          contextType: '../context.ts#Context',
          mappers: mappers(name),
          scalars: {
            ID: { input: 'string', output: 'string' },
            DateTime: { input: 'Date', output: 'Date' },
            Decimal: { input: 'string', output: 'string' },
            JSON: { input: 'unknown', output: 'unknown' },
          },
        },
      },
    ]),
  ),
};

export default config;

/**
 * The console's documents: their types, and their texts by hash, which are all that a session's cookie may send. The gateway runs
 * the stored text, so `__typename` has to stand in it.
 */
export const documents: CodegenConfig = {
  silent: true,
  errorsOnly: true,
  ignoreNoDocuments: true,
  schema: 'schema/api.graphql',
  documents: ['web/**/*.{ts,tsx}', '!web/**/*.test.{ts,tsx}', '!web/gql/**', '!web/.next/**', '!web/node_modules/**'],
  generates: {
    'web/gql/': {
      preset: 'client',
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        importExtension: '.ts',
        scalars: { ID: 'string', DateTime: 'string', Decimal: 'string', JSON: 'unknown' },
      },
    },
  },
};

/**
 * The SDL as the code generator can take it: it brings the federation directives itself and knows no `@link`. Enum values are
 * written as they are stored, because its own setting for that types the resolver of an enum field as null.
 */
function plain(sdl: string): string {
  const links = visit(parse(sdl), { SchemaExtension: () => null });
  const own = new Set(['auth', 'key', 'shareable', 'external']);
  const used = visit(links, {
    Directive: (node) => (own.has(node.name.value) ? undefined : null),
  });
  return print(stored(used));
}

function stored(sdl: DocumentNode): DocumentNode {
  const kept = new Set<string>();
  visit(sdl, {
    EnumTypeDefinition: (node) => {
      if (asIs.has(node.name.value)) for (const value of node.values ?? []) kept.add(value.name.value);
    },
  });
  const lower = (name: NameNode): NameNode => ({ ...name, value: name.value.toLowerCase() });
  return visit(sdl, {
    EnumTypeDefinition: (node) => (asIs.has(node.name.value) ? false : undefined),
    EnumValueDefinition: (node) => ({ ...node, name: lower(node.name) }),
    // Defaults of arguments and input fields.
    EnumValue: (node) => (kept.has(node.value) ? undefined : { ...node, value: node.value.toLowerCase() }),
  });
}

/** `subgraphs/<name>/rows.ts` says what a resolver of a type gets as its parent: an exported `<Type>Row` each. */
function mappers(name: SubgraphName): Record<string, string> {
  const file = `subgraphs/${name}/rows.ts`;
  if (!existsSync(file)) return {};
  const rows = readFileSync(file, 'utf8');
  const types = parse(subgraphSdl(name)).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node.name.value] : [],
  );
  const mapped = types.filter((type) => new RegExp(`export (type|interface) ${type}Row\\b`).test(rows));
  return Object.fromEntries(mapped.map((type) => [type, `../rows.ts#${type}Row`]));
}
