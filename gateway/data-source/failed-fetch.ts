import { Kind, parse, type FieldNode, type GraphQLError, type GraphQLFormattedError, type SelectionSetNode } from 'graphql';
import { errorCode } from '@dcmms/runtime/error-code.ts';

/** A page of a hundred assets with ten fields each would else be told a thousand times. */
const errorsMax = 100;

/**
 * What a fetch answers when its subgraph gave no answer: an error at the path of each field that it would have filled, so that a
 * client can tell a missing value from an empty one, and nothing else of the request is touched.
 *
 * @param query The planner's operation.
 * @param variables Its `representations`, if it asks for entities.
 */
export function failedFetch(
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
  error: GraphQLError,
): { errors: GraphQLFormattedError[] } {
  const extensions = { code: errorCode(error) };
  const errors = pathsOf(query, variables)
    .slice(0, errorsMax)
    .map((path) => ({ message: error.message, path, extensions }));
  return { errors: errors.length > 0 ? errors : [{ message: error.message, extensions }] };
}

function pathsOf(query: string, variables: Readonly<Record<string, unknown>> | undefined): (string | number)[][] {
  const operation = parse(query, { noLocation: true }).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return [];
  const representations: unknown = variables?.['representations'];
  return fieldsOf(operation.selectionSet).flatMap((field): (string | number)[][] => {
    if (field.name.value !== '_entities' || !field.selectionSet || !Array.isArray(representations)) return [[nameOf(field)]];
    const selections = field.selectionSet.selections;
    return representations.flatMap((representation: unknown, index) => {
      const typename = typenameOf(representation);
      const fields = selections.flatMap((selection) =>
        selection.kind === Kind.INLINE_FRAGMENT && (!selection.typeCondition || selection.typeCondition.name.value === typename)
          ? fieldsOf(selection.selectionSet)
          : [],
      );
      return [...new Set(fields.map(nameOf))].map((name) => ['_entities', index, name]);
    });
  });
}

function fieldsOf(selectionSet: SelectionSetNode): FieldNode[] {
  return selectionSet.selections.flatMap((selection): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' ? [] : [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

function nameOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function typenameOf(representation: unknown): unknown {
  return typeof representation === 'object' && representation !== null && '__typename' in representation
    ? representation.__typename
    : undefined;
}
