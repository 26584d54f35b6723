import { createHash } from 'node:crypto';
import { operationFromDocument, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { getNamedType, isCompositeType, isNonNullType, parse, type GraphQLSchema } from 'graphql';
import { readDirectives } from '../supergraph/directives.ts';

/** Everything that follows from one supergraph SDL and nothing else; a reload makes a new one, live hubs keep the old. */
export interface Generation {
  /** SHA-256 of the SDL. */
  readonly id: string;
  readonly supergraphSdl: string;
  /** What clients see and are validated against. */
  readonly apiSchema: GraphQLSchema;
  /** What the executor reads type conditions from. */
  readonly supergraphSchema: GraphQLSchema;
  /** The API schema as the planner and the executor model it. */
  readonly operationSchema: Schema;
  readonly planner: QueryPlanner;
  /** `Type.field` of what is answered by who asks, not by their rights alone; empty when the schema marks none. */
  readonly personalFields: ReadonlySet<string>;
}

/**
 * Reads a supergraph.
 *
 * @param supergraphSdl What composition wrote.
 * @throws when the SDL is no valid supergraph.
 */
export function readGeneration(supergraphSdl: string): Generation {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const operationSchema = supergraph.apiSchema();
  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex'),
    supergraphSdl,
    apiSchema: operationSchema.toGraphQLJSSchema(),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    operationSchema,
    // One operation must not hold the event loop while the planner weighs every way through the graph; its own selection limits stay on too.
    planner: new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans: 1_000, pathsLimit: 500 } }),
    personalFields: readDirectives(supergraphSdl).personal,
  };
}

/**
 * Plans each subscription once, so that a change in Apollo's planner is found at the start and not by a client.
 *
 * @throws when a field is not planned into one fetch that opens the stream.
 */
export function checkPlanner(generation: Generation): void {
  for (const field of Object.values(generation.apiSchema.getSubscriptionType()?.getFields() ?? {})) {
    const needed = field.args.filter((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined);
    const variables = needed.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
    const values = needed.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
    const selection = isCompositeType(getNamedType(field.type)) ? '{ __typename }' : '';
    const text = `subscription ${variables && `(${variables})`} { ${field.name} ${values && `(${values})`} ${selection} }`;
    const { node } = generation.planner.buildQueryPlan(operationFromDocument(generation.operationSchema, parse(text)));
    if (node?.kind !== 'Subscription' || node.primary.kind !== 'Fetch')
      throw new Error(`The planner made ${node?.kind ?? 'nothing'} of the subscription ${field.name}.`);
  }
}
