import { isUnionType, print, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { ErrorCode, ProblemCode } from '../refusal.ts';

/** The ways in which a caller may have no business at an entry point (contract §4). Every entry point answers each of them. */
export const trespasses = ['wrongTenant', 'missingPermission', 'outOfScope', 'malformed'] as const;

export type Trespass = (typeof trespasses)[number];

/**
 * What must come of a trespass: an error's code, a mutation's refusal, or an answer that does not show what it may not.
 * `path` is where the error stands or the input field that the problem names.
 */
export type Outcome =
  | { readonly error: ErrorCode; readonly path?: readonly (string | number)[] }
  | { readonly problem: ProblemCode; readonly path?: readonly string[] }
  | { readonly data: Readonly<Record<string, unknown>> };

/** One trespass: who asks what, made from the test's world (its ids and people), and what must come of it. */
export type Attempt<World> = (world: World) => {
  /** A person of the world. */
  readonly as: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
};

/** A case, or the reason why it cannot happen at this entry point. */
export type Case<World> = Attempt<World> | readonly Attempt<World>[] | { readonly cannotHappen: string };

export interface EntryPoint<World> {
  readonly kind: 'query' | 'mutation' | 'subscription' | 'entity' | 'topic' | 'route';
  /** The root field, the entity's type, the topic or the route. */
  readonly name: string;
  readonly cases: Readonly<Record<Trespass, Case<World>>>;
}

/** The attempts of a list, one by one, for a table-driven test. */
export function attempts<World>(entryPoints: readonly EntryPoint<World>[]): { title: string; attempt: Attempt<World> }[] {
  return entryPoints.flatMap((entry) =>
    trespasses.flatMap((trespass) => {
      const given = entry.cases[trespass];
      if ('cannotHappen' in given) return [];
      const list = typeof given === 'function' ? [given] : given;
      return list.map((attempt, index) => ({
        title: `${entry.kind} ${entry.name}, ${trespass}${index > 0 ? ` (${index + 1})` : ''}`,
        attempt,
      }));
    }),
  );
}

/** The entry points of a subgraph's schema: `query inventoryItem`, `entity WorkOrder`. A type that is only referred to is none. */
export function entryPointsOf(schema: GraphQLSchema): string[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  const fields = roots.flatMap(([kind, type]) =>
    Object.keys(type?.getFields() ?? {}).flatMap((name) => (name.startsWith('_') ? [] : [`${kind} ${name}`])),
  );
  const entity = schema.getType('_Entity');
  const entities = isUnionType(entity) ? entity.getTypes().filter(isResolvable) : [];
  return [...fields, ...entities.map((type) => `entity ${type.name}`)].sort();
}

function isResolvable(type: GraphQLObjectType): boolean {
  const keys = type.astNode?.directives?.filter((directive) => directive.name.value === 'key') ?? [];
  return keys.some((key) => !key.arguments?.some(({ name, value }) => name.value === 'resolvable' && print(value) === 'false'));
}
