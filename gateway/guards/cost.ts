import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Directives } from '../supergraph/directives.ts';
import { isLeftOut, withDefaults, type Variables } from './conditions.ts';

/** A list whose size nobody states. */
const listSizeDefault = 25;

/** What changing something costs, beside what is read of it afterwards. */
const mutationWeight = 10;

interface Sums {
  readonly schema: GraphQLSchema;
  readonly directives: Directives;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
}

/**
 * What an operation may cost at most: objects weigh 1, scalars nothing, `@cost` says otherwise, and a list multiplies by the size
 * it is asked for, variables and their defaults included (the static cost of IBM's specification; the router's demand control).
 *
 * Call it after `checkStructure`, which bounds how much there is to add up.
 *
 * @returns A number without a unit; Infinity is possible.
 */
export function costOf(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  schema: GraphQLSchema,
  directives: Directives,
  variables: Variables,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  );
  const sums: Sums = { schema, directives, fragments, variables: withDefaults(operation, variables) };
  const base = operation.operation === 'mutation' ? mutationWeight * operation.selectionSet.selections.length : 0;
  return base + costOfSelections(operation.selectionSet, root, new Map(), sums);
}

/** Refuses an operation above the ceiling. */
export function checkCost(cost: number, costMax: number): GraphQLError | undefined {
  if (cost <= costMax) return undefined;
  const shown = Number.isFinite(cost) && cost < 1e12 ? String(Math.ceil(cost)) : 'beyond all bounds';
  return new GraphQLError(
    `The operation may cost ${shown}, at most ${costMax} is allowed. Ask for smaller pages or less below each entry.`,
    { extensions: { code: 'COST_LIMIT' } },
  );
}

function costOfSelections(selectionSet: SelectionSetNode, type: GraphQLNamedType, sizes: ReadonlyMap<string, number>, sums: Sums): number {
  let cost = 0;
  for (const selection of selectionSet.selections) {
    if (isLeftOut(selection, sums.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      cost += costOfField(selection, type, sizes, sums);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      cost += costOfSelections(selection.selectionSet, typeOf(selection.typeCondition?.name.value, type, sums), sizes, sums);
    } else {
      const fragment = sums.fragments.get(selection.name.value);
      if (fragment) cost += costOfSelections(fragment.selectionSet, typeOf(fragment.typeCondition.name.value, type, sums), sizes, sums);
    }
  }
  return cost;
}

function costOfField(field: FieldNode, parent: GraphQLNamedType, sizes: ReadonlyMap<string, number>, sums: Sums): number {
  const name = field.name.value;
  const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  // Introspection costs the gateway alone, and its depth is limited elsewhere.
  if (!definition) return 0;
  const coordinate = `${parent.name}.${name}`;
  const { weights, listSizes } = sums.directives;
  const named = getNamedType(definition.type);
  let cost = weights.get(coordinate) ?? weights.get(named.name) ?? (isCompositeType(named) ? 1 : 0);

  const sized = listSizes.get(coordinate);
  const asked = sized ? askedSize(field, sized.slicingArguments, sums.variables) : undefined;
  const size = asked ?? sized?.assumedSize ?? listSizeDefault;
  const below = new Map(sized?.sizedFields.map((sizedField) => [sizedField, size]));
  if (field.selectionSet) cost += costOfSelections(field.selectionSet, named, below, sums);

  const isSized = isList(definition.type);
  const times = isSized ? (sizes.get(name) ?? (sized && sized.sizedFields.length > 0 ? 1 : size)) : 1;
  let once = 0;
  for (const argument of field.arguments ?? []) once += weights.get(`${coordinate}(${argument.name.value})`) ?? 0;
  return once + times * cost;
}

/** The largest of the slicing arguments that were given. */
function askedSize(field: FieldNode, names: readonly string[], variables: Variables): number | undefined {
  let asked: number | undefined;
  for (const argument of field.arguments ?? []) {
    if (!names.includes(argument.name.value)) continue;
    const value = Number(valueFromASTUntyped(argument.value, variables) ?? Number.NaN);
    if (Number.isFinite(value)) asked = Math.max(asked ?? 0, value);
  }
  return asked;
}

function typeOf(name: string | undefined, otherwise: GraphQLNamedType, sums: Sums): GraphQLNamedType {
  return (name === undefined ? undefined : sums.schema.getType(name)) ?? otherwise;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
