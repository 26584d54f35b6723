import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getNamedType,
  isIntrospectionType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import type { RequestScope, Subgraph, SubgraphContext } from '@dcmms/runtime/subgraph.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';

/** One request to the one schema: a context per subgraph, made when it is first needed, as in the in-process gateway. */
export interface OneContext {
  readonly of: (subgraph: Subgraph) => SubgraphContext;
}

export function oneContext(viewer: Viewer, scope: RequestScope): OneContext {
  const contexts = new Map<Subgraph, SubgraphContext>();
  return {
    of: (subgraph) => {
      let context = contexts.get(subgraph);
      if (!context) {
        context = subgraph.context(viewer, scope);
        contexts.set(subgraph, context);
      }
      return context;
    },
  };
}

type Resolve = GraphQLFieldResolver<unknown, OneContext>;

/**
 * The API schema as one server without federation would have it: the same resolver functions (with their check of permissions,
 * loaders and statements), each called with its own subgraph's context; no plan, no representations, no second execution.
 *
 * Every type has a home, the subgraph that knows most of its fields, whose objects are passed around. A field of another subgraph
 * gets that object, of which such resolvers read nothing but the id. A bare reference that a resolver returns becomes the home's
 * object by the home's loader, as a hand-written server would do it.
 */
export function oneSchema(subgraphs: readonly Subgraph[]): GraphQLSchema {
  const sdl = readFileSync(join(import.meta.dirname, '..', '..', 'schema', 'api.graphql'), 'utf8');
  const shape = buildSubgraph(sdl, {}, asIs);
  const homes = new Map(objectTypes(shape).map((type) => [type.name, homeOf(type, subgraphs)]));
  const resolvers: Record<string, Record<string, Resolve>> = {};
  for (const type of objectTypes(shape)) {
    const fields: Record<string, Resolve> = {};
    for (const name of Object.keys(type.getFields())) {
      const owner = [homes.get(type.name), ...subgraphs].find((subgraph) => subgraph && fieldOf(subgraph, type.name, name));
      const resolve = owner && resolverOf(owner, type.name, name, homes);
      if (resolve) fields[name] = resolve;
    }
    resolvers[type.name] = fields;
  }
  return buildSubgraph(sdl, resolvers, asIs);
}

/** Enums whose stored values are the schema's own (`createTelemetry`). */
const asIs = ['Quality', 'Resolution'];

function resolverOf(owner: Subgraph, type: string, name: string, homes: ReadonlyMap<string, Subgraph | undefined>): Resolve | undefined {
  const field = fieldOf(owner, type, name);
  if (!field) return undefined;
  const { resolve } = field;
  const target = getNamedType(field.type).name;
  const home = homes.get(target);
  const refer = home && home !== owner ? referenceResolver(home, target) : undefined;
  // The default resolver needs no context: it reads the object's property.
  if (!resolve && !refer) return undefined;
  const own: Resolve = resolve
    ? (source, args, context, info) => resolve(source, args, context.of(owner), info)
    : (source) => (source as Record<string, unknown>)[name];
  if (!home || !refer) return own;
  const load = (reference: unknown, context: OneContext, info: GraphQLResolveInfo): unknown =>
    reference === null || reference === undefined ? reference : refer(reference, context.of(home), info);
  return async (source, args, context, info) => {
    const found: unknown = await own(source, args, context, info);
    return Array.isArray(found) ? Promise.all(found.map((each) => load(each, context, info))) : load(found, context, info);
  };
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !isIntrospectionType(type) && !type.name.startsWith('_'),
  ) as GraphQLObjectType[];
}

function fieldOf(subgraph: Subgraph, type: string, name: string) {
  const found = subgraph.schema.getType(type);
  return isObjectType(found) ? found.getFields()[name] : undefined;
}

function homeOf(type: GraphQLObjectType, subgraphs: readonly Subgraph[]): Subgraph | undefined {
  const known = (subgraph: Subgraph) => Object.keys(type.getFields()).filter((name) => fieldOf(subgraph, type.name, name)).length;
  return subgraphs.toSorted((a, b) => known(b) - known(a))[0];
}

type Refer = (reference: unknown, context: SubgraphContext, info: GraphQLResolveInfo) => unknown;

/** Where @apollo/subgraph keeps a type's `__resolveReference`. */
function referenceResolver(subgraph: Subgraph, type: string): Refer | undefined {
  const apollo: unknown = subgraph.schema.getType(type)?.extensions['apollo'];
  const kept = property(property(apollo, 'subgraph'), 'resolveReference');
  return typeof kept === 'function'
    ? (reference, context, info): unknown => Reflect.apply(kept, undefined, [reference, context, info])
    : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
