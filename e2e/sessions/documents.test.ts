import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, GraphQLError, Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { operationLimits } from '@dcmms/gateway/guards/limits.ts';
import { costOf } from '@dcmms/gateway/guards/cost.ts';
import { pickOperation, readDocument } from '@dcmms/gateway/guards/guard.ts';
import { readDirectives } from '@dcmms/gateway/supergraph/directives.ts';
import { hashOf } from './door.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const documents = z.record(z.string(), z.string()).parse(JSON.parse(read('web', 'gql', 'persisted-documents.json')));
const supergraphSdl = read('schema', 'supergraph.graphql');
const graph = { apiSchema: buildSchema(read('schema', 'api.graphql')), directives: readDirectives(supergraphSdl), supergraphSdl };

test.each(Object.entries(documents).map(([hash, text]) => [/(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? hash, hash, text]))(
  'the console’s document %s is called by its own hash, fits the graph and stays within its limits',
  (_name, hash, text) => {
    expect(hash).toBe(`sha256:${hashOf(text)}`);
    const document = readDocument(text, graph, operationLimits);
    if (!('kind' in document)) throw new Error(document.map(({ message }) => message).join('\n'));
    const operation = pickOperation(document, undefined);
    if (operation instanceof GraphQLError) throw operation;
    expect(costOf(operation, document, graph.apiSchema, graph.directives, largestPages(operation))).toBeLessThan(operationLimits.costMax);
  },
);

/** Every whole number that may be given is the size of the largest page. */
function largestPages({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, number> {
  return Object.fromEntries(variableDefinitions.filter(({ type }) => isInt(type)).map(({ variable }) => [variable.name.value, 100]));
}

function isInt(type: TypeNode): boolean {
  return type.kind === Kind.NAMED_TYPE ? type.name.value === 'Int' : type.kind === Kind.NON_NULL_TYPE && isInt(type.type);
}
