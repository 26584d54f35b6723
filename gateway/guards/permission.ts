import { Kind, type DocumentNode, type GraphQLError, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { forbidden } from '@dcmms/runtime/refusal.ts';
import type { Viewer } from '@dcmms/runtime/viewer.ts';
import type { Directives } from '../supergraph/directives.ts';
import { isLeftOut, withDefaults, type Variables } from './conditions.ts';

const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/**
 * Refuses an operation before any subgraph is asked when the viewer may not use one of its root fields at all. What is nested is
 * left to the subgraph that owns it: there a no is a null with an error at its path, and the rest is served.
 */
export function checkPermissions(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  directives: Directives,
  viewer: Viewer,
  variables: Variables,
): GraphQLError | undefined {
  for (const field of rootFieldsOf(operation, document, variables)) {
    const needed = directives.permissions.get(`${rootTypes[operation.operation]}.${field}`);
    if (needed && !needed.some((permission) => (viewer.grants.get(permission)?.length ?? 0) > 0)) return forbidden(needed.join(' or '));
  }
  return undefined;
}

function rootFieldsOf(operation: OperationDefinitionNode, document: DocumentNode, variables: Variables): Set<string> {
  const values = withDefaults(operation, variables);
  const fields = new Set<string>();
  const seen = new Set<string>();
  const collect = (selectionSet: SelectionSetNode) => {
    for (const selection of selectionSet.selections) {
      if (isLeftOut(selection, values)) continue;
      if (selection.kind === Kind.FIELD) fields.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        for (const each of document.definitions)
          if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value) collect(each.selectionSet);
      }
    }
  };
  collect(operation.selectionSet);
  return fields;
}
