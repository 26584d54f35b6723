import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { Kind, parse, print, printSchema, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { subgraphNames, subgraphSdl } from './read.ts';

/** The four committed results: what the gateway plans with, and what a client of each endpoint may ask. */
export interface Composition {
  readonly 'supergraph.graphql': string;
  readonly 'api.graphql': string;
  readonly 'partner.graphql': string;
  readonly 'partner-api.graphql': string;
}

/**
 * Composes all subgraphs, once whole and once as partners see them: what is tagged `internal` becomes inaccessible.
 *
 * @throws An error that lists every fault of composition, and of the rules that this graph keeps beyond those of federation.
 */
export function composeGraph(): Composition {
  const subgraphs = subgraphNames.map((name) => ({ name, typeDefs: parse(subgraphSdl(name)) }));
  for (const { name, typeDefs } of subgraphs) refuseRequiresWithArguments(name, typeDefs);
  const whole = compose(subgraphs);
  const partner = compose(subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs: hideInternal(typeDefs) })));
  return {
    'supergraph.graphql': `${whole}\n`,
    'api.graphql': apiSdl(whole),
    'partner.graphql': `${partner}\n`,
    'partner-api.graphql': apiSdl(partner),
  };
}

/** Names of the committed files that differ from what the sources compose to. */
export function compositionDrift(): string[] {
  return Object.entries(composeGraph()).flatMap(([file, text]) => (read(file) === text ? [] : [file]));
}

export function writeComposition(): void {
  for (const [file, text] of Object.entries(composeGraph())) {
    if (read(file) !== text) writeFileSync(join(import.meta.dirname, file), text);
  }
}

function compose(subgraphs: readonly { name: string; typeDefs: DocumentNode }[]): string {
  const result = composeServices(subgraphs.map((subgraph) => ({ ...subgraph, url: `http://${subgraph.name}.invalid/graphql` })));
  if (!result.supergraphSdl) {
    throw new Error(`The subgraphs do not compose:\n${(result.errors ?? []).map((error) => `  ${error.message}`).join('\n')}`);
  }
  // A warning of composition is a field that behaves otherwise than its author thinks.
  const warnings = result.hints.filter((hint) => hint.definition.level.name === 'WARN');
  if (warnings.length > 0) throw new Error(`Composition warns:\n${warnings.map((hint) => `  ${hint.toString()}`).join('\n')}`);
  return result.supergraphSdl;
}

function apiSdl(supergraph: string): string {
  return `${printSchema(Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema())}\n`;
}

/** The gateway answers `@requires` with arguments with wrong data and no error (federation-gateway-audit, requires-with-argument). */
export function refuseRequiresWithArguments(subgraph: string, typeDefs: DocumentNode): void {
  visit(typeDefs, {
    Directive(node) {
      if (node.name.value !== 'requires') return;
      const fields = node.arguments?.find((argument) => argument.name.value === 'fields')?.value;
      if (fields?.kind === Kind.STRING && fields.value.includes('(')) {
        throw new Error(
          `${subgraph}: @requires(fields: "${fields.value}") has arguments; the gateway would answer it with wrong data. Add a field without arguments.`,
        );
      }
    },
  });
}

const inaccessible: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } };

function hideInternal(typeDefs: DocumentNode): DocumentNode {
  const hide = <Node extends { directives?: readonly ConstDirectiveNode[] | undefined }>(node: Node): Node | undefined => {
    const internal = node.directives?.some((directive) => directive.name.value === 'tag' && print(directive).includes('"internal"'));
    return internal ? { ...node, directives: [...(node.directives ?? []), inaccessible] } : undefined;
  };
  return visit(typeDefs, {
    FieldDefinition: hide,
    ObjectTypeDefinition: hide,
    InputObjectTypeDefinition: hide,
    EnumTypeDefinition: hide,
    EnumValueDefinition: hide,
    InputValueDefinition: hide,
  });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(join(import.meta.dirname, file), 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const drift = compositionDrift();
    if (drift.length > 0) {
      console.error(`schema/${drift.join(', schema/')} no longer match the subgraphs. Run \`npm run generate\` and commit the result.`);
      process.exitCode = 1;
    }
  } else {
    writeComposition();
  }
}
