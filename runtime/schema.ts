import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  GraphQLScalarType,
  Kind,
  defaultFieldResolver,
  getDirectiveValues,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  valueFromAST,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';
import { badInput, forbidden } from './refusal.ts';
import type { SubgraphContext } from './subgraph.ts';

/** Resolvers as the generated types describe them: type name to field name to function. */
// The generated types differ per subgraph; their common ground is an object of objects.
export type ResolverMap = object;

/** Codes are stored nowhere: a refusal carries them as the schema writes them. */
const neverStored: readonly string[] = ['ProblemCode'];

/**
 * Makes a subgraph executable: SDL and resolvers, the shared scalars, enum values as they are stored (`IN_PROGRESS` is
 * `in_progress` inside), and `@auth` enforced on every field that carries it.
 *
 * @param asIs Enums whose stored values are the ones of the schema (`Quality`, `Resolution`).
 */
export function buildSubgraph(sdl: string, resolvers: ResolverMap, asIs: readonly string[] = []): GraphQLSchema {
  const typeDefs = parse(sdl);
  const scalars = { DateTime, Decimal, JSON: JsonScalar };
  const enums: Record<string, Record<string, string>> = {};
  for (const definition of typeDefs.definitions) {
    if (
      definition.kind !== Kind.ENUM_TYPE_DEFINITION ||
      asIs.includes(definition.name.value) ||
      neverStored.includes(definition.name.value)
    )
      continue;
    enums[definition.name.value] = Object.fromEntries((definition.values ?? []).map(({ name }) => [name.value, name.value.toLowerCase()]));
  }
  type Resolvers = NonNullable<
    Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number] extends { resolvers?: infer R } ? R : never
  >;
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalars, ...enums, ...resolvers } as Resolvers }]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type) && enums[type.name]) assertStored(type);
    if (isObjectType(type)) enforce(schema, type);
  }
  storeDefaults(schema);
  return schema;
}

/** An instant in UTC with milliseconds: `2026-11-25T14:42:14.000Z`. Input takes any ISO 8601 date and time with a zone. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(typeof value === 'number' || typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(date.getTime())) throw new TypeError('DateTime cannot represent a value that is no instant.');
    return date.toISOString();
  },
  parseValue: (value) => parseInstant(value),
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

/** An exact number as text (`"12.50"`): money and quantities that no float may touch. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => String(value),
  parseValue: (value) => parseDecimal(value),
  parseLiteral: (node) => parseDecimal(literal(node)),
});

const JsonScalar = new GraphQLScalarType<unknown>({ name: 'JSON' });

function parseInstant(value: unknown): Date {
  const iso = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
  const day = typeof value === 'string' ? iso.exec(value)?.[1] : undefined;
  if (typeof value === 'string' && day !== undefined && isDay(day)) {
    const date = new Date(value);
    if (date >= firstInstant && date <= lastInstant) return date;
  }
  throw badInput('A DateTime is an ISO 8601 instant with a zone, such as 2026-11-25T14:00:00Z.');
}

// PostgreSQL knows no year 0, and an offset may lead out of the four digits.
const firstInstant = new Date('0001-01-01T00:00:00.000Z');
const lastInstant = new Date('9999-12-31T23:59:59.999Z');

/** Date makes 2 March of 30 February. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function parseDecimal(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && /^-?\d{1,16}(\.\d{1,10})?$/.test(text)) return text;
  throw badInput('A Decimal is a decimal number as text, such as "12.50".');
}

function literal(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : undefined;
}

function assertStored(type: GraphQLEnumType): void {
  const wrong = type.getValues().filter((value) => value.value !== value.name.toLowerCase());
  if (wrong.length > 0) throw new Error(`Enum ${type.name} was built without its stored values.`);
}

/** Defaults were read before the enums had their stored values: `direction: ASC` would arrive as the name. Input types first, for arguments are made of them. */
function storeDefaults(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap());
  const read = (input: GraphQLArgument | GraphQLInputField) => {
    if (input.astNode?.defaultValue) input.defaultValue = valueFromAST(input.astNode.defaultValue, input.type);
  };
  for (const type of types) if (isInputObjectType(type)) Object.values(type.getFields()).forEach(read);
  for (const type of types) if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.args.forEach(read);
}

function enforce(schema: GraphQLSchema, type: { name: string; getFields(): Record<string, GraphQLField<unknown, SubgraphContext>> }): void {
  const directive = schema.getDirective('auth');
  if (!directive) return;
  for (const field of Object.values(type.getFields())) {
    const auth = field.astNode && getDirectiveValues(directive, field.astNode);
    const permissions = auth?.['permissions'];
    if (!Array.isArray(permissions)) continue;
    const needed = permissions.map(String);
    if (field.subscribe) field.subscribe = guarded(needed, field.subscribe);
    field.resolve = guarded(needed, field.resolve ?? defaultFieldResolver);
  }
}

/** Any one of the permissions is enough. */
function guarded(
  permissions: readonly string[],
  resolve: GraphQLFieldResolver<unknown, SubgraphContext>,
): GraphQLFieldResolver<unknown, SubgraphContext> {
  return (source, args, context, info) => {
    if (!permissions.some((permission) => context.op.can(permission))) throw forbidden(permissions.join(' or '));
    return resolve(source, args, context, info);
  };
}
