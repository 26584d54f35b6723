import { GraphQLError, Kind, parse, specifiedRules, validate, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { badInput } from '@dcmms/runtime/refusal.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import type { Graph } from '../supergraph/gateway.ts';
import type { Variables } from './conditions.ts';
import { checkCost, costOf } from './cost.ts';
import type { OperationLimits } from './limits.ts';
import { checkPermissions } from './permission.ts';
import { checkStructure, checkVariables } from './structure.ts';

/**
 * Reads an operation that does not pass through Apollo Server (one that came over a WebSocket) with the same bounds and rules.
 *
 * @returns The document, or why it is refused.
 */
export function readDocument(query: string, graph: Graph, limits: OperationLimits): DocumentNode | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: limits.tokensMax });
  } catch (error) {
    return [withCode(error, isTokenLimit(error) ? 'COST_LIMIT' : 'GRAPHQL_VALIDATION_FAILED')];
  }
  const tooLarge = checkStructure(document, limits);
  if (tooLarge) return [tooLarge];
  try {
    const errors = validate(graph.apiSchema, document, specifiedRules, { hideSuggestions: true });
    return errors.length > 0 ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
  } catch (error) {
    // graphql-js 16's rule for the one field of a subscription throws on `@include(if: $variable)` at its root.
    return [withCode(error, 'GRAPHQL_VALIDATION_FAILED')];
  }
}

/** Refuses a valid operation that the viewer may not run, or that costs too much, before any subgraph is asked. */
export function checkOperation(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  graph: Graph,
  viewer: Viewer,
  variables: Variables,
  limits: OperationLimits,
): GraphQLError | undefined {
  return (
    checkVariables(variables, limits.variableDepthMax) ??
    checkPermissions(operation, document, graph.directives, viewer, variables) ??
    checkCost(costOf(operation, document, graph.apiSchema, graph.directives, variables), limits.costMax)
  );
}

/** The operation that a request means. */
export function pickOperation(document: DocumentNode, operationName: string | null | undefined): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operationName === null || operationName === undefined || operationName === '') {
    const [first, second] = operations;
    if (!first) return badInput('The document holds no operation.');
    return second ? badInput('The document holds several operations: name one in operationName.') : first;
  }
  return (
    operations.find((operation) => operation.name?.value === operationName) ?? badInput(`The document holds no operation ${operationName}.`)
  );
}

/** The lexer's bound has no code of its own. */
export function isTokenLimit(error: unknown): boolean {
  return error instanceof Error && /contains more tha[nt] \d+ tokens/.test(error.message);
}

function withCode(error: unknown, code: string): GraphQLError {
  const { message } = error instanceof Error ? error : { message: String(error) };
  return new GraphQLError(message, { nodes: error instanceof GraphQLError ? (error.nodes ?? null) : null, extensions: { code } });
}
