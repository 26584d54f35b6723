import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql';

/** How long a list is, from `@listSize` (IBM's cost vocabulary, as federation 2.9 takes it). */
export interface ListSize {
  readonly assumedSize: number | undefined;
  readonly slicingArguments: readonly string[];
  /** The lists below a connection that have the size, instead of the field itself. */
  readonly sizedFields: readonly string[];
}

/** What a supergraph's SDL says beyond its types: read once per schema, asked for every operation. */
export interface Directives {
  /** `Type.field` to the permissions of which the viewer needs one. */
  readonly permissions: ReadonlyMap<string, readonly string[]>;
  /** `Type`, `Type.field` or `Type.field(argument)` to what it costs. */
  readonly weights: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
  /** `Type.field` of what is answered by who asks, not by their rights alone: `@tag(name: "personal")`. */
  readonly personal: ReadonlySet<string>;
}

/** Indexes `@auth`, `@cost`, `@listSize` and the tag `personal` of a supergraph by coordinate. */
export function readDirectives(supergraphSdl: string): Directives {
  const permissions = new Map<string, readonly string[]>();
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const personal = new Set<string>();
  const weigh = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined) => {
    const weight = Number(argumentsOf(directives, 'cost')?.['weight']);
    if (Number.isFinite(weight)) weights.set(coordinate, weight);
  };
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION)
      weigh(definition.name.value, definition.directives);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    weigh(type, definition.directives);
    const ofType = permissionsOf(definition.directives);
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      weigh(coordinate, field.directives);
      for (const argument of field.arguments ?? []) weigh(`${coordinate}(${argument.name.value})`, argument.directives);
      const needed = permissionsOf(field.directives) ?? ofType;
      if (needed) permissions.set(coordinate, needed);
      if (field.directives?.some((directive) => argumentsOf([directive], 'tag')?.['name'] === 'personal')) personal.add(coordinate);
      const size = argumentsOf(field.directives, 'listSize');
      if (size) {
        const assumed = Number(size['assumedSize']);
        listSizes.set(coordinate, {
          assumedSize: Number.isFinite(assumed) ? assumed : undefined,
          slicingArguments: texts(size['slicingArguments']),
          sizedFields: texts(size['sizedFields']),
        });
      }
    }
  }
  return { permissions, weights, listSizes, personal };
}

function permissionsOf(directives: readonly ConstDirectiveNode[] | undefined): readonly string[] | undefined {
  const auth = argumentsOf(directives, 'auth');
  return auth && texts(auth['permissions']);
}

/** Composition names a directive after its spec where no subgraph imports it by its bare name: `cost__listSize`. */
function argumentsOf(directives: readonly ConstDirectiveNode[] | undefined, name: string): Record<string, unknown> | undefined {
  const found = directives?.find((directive) => directive.name.value === name || directive.name.value.endsWith(`__${name}`));
  return found && Object.fromEntries((found.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
