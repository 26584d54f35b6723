import { valueFromASTUntyped, type OperationDefinitionNode, type SelectionNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** The variables of a request with the operation's own defaults below them. */
export function withDefaults(operation: OperationDefinitionNode, variables: Variables): Variables {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}

/** Whether `@skip` or `@include` leaves a selection out. */
export function isLeftOut(selection: SelectionNode, variables: Variables): boolean {
  return (selection.directives ?? []).some((directive) => {
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const value = condition && valueFromASTUntyped(condition, variables);
    return (directive.name.value === 'skip' && value === true) || (directive.name.value === 'include' && value === false);
  });
}
