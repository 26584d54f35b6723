import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/**
 * The hash by which the gateway knows a document: all that a session may send. Refuses one that was not written as graphql(`…`),
 * for no gateway would serve it.
 */
export function hashOf(document: object): string {
  const meta: unknown = '__meta__' in document ? document.__meta__ : undefined;
  if (typeof meta === 'object' && meta !== null && 'hash' in meta && typeof meta.hash === 'string') return meta.hash;
  throw new Error('This document is not in the list of trusted documents: write it as graphql(`…`) and generate.');
}

export function operationNameOf(document: DocumentNode): string | undefined {
  return operationOf(document)?.name?.value;
}

/** Names of the fields that a document asks of Query, Mutation or Subscription. */
export function rootFieldsOf(document: DocumentNode): readonly string[] {
  return (operationOf(document)?.selectionSet.selections ?? []).flatMap((field) =>
    'name' in field && field.name.value !== '__typename' ? [field.name.value] : [],
  );
}

function operationOf(document: DocumentNode): OperationDefinitionNode | undefined {
  // By its shape: the names of kinds would bring the whole of graphql-js into the page.
  return document.definitions.find((node) => 'operation' in node && 'selectionSet' in node);
}
