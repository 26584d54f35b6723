import { operationFromDocument } from '@apollo/federation-internals';
import { buildOperationContext } from '@apollo/gateway';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  getArgumentValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parseType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { badInput, graphqlError } from '@dcmms/runtime/refusal.ts';
import type { Generation } from './generation.ts';

/** The pseudo service that answers the primary fetch with the event itself. */
export const eventService = 'the event';

/** The upstream operation of a subscription, for the one subgraph that owns its field. */
export interface Upstream {
  readonly service: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: readonly string[];
}

/** How a subscription is carried out; depends on the document alone, not on who asks or with which variables. */
export interface SubscriptionPlan {
  readonly generation: Generation;
  /** The document without `after` and without what it alone needed: equal texts may share a hub. */
  readonly text: string;
  readonly live: Upstream;
  /** The same from a cursor on (variable `resumeVariable`), if the field can resume. */
  readonly resume: Upstream | undefined;
  readonly resumeVariable: string;
  /** What completes one event. */
  readonly completion: QueryPlan;
  readonly operationContext: ReturnType<typeof buildOperationContext>;
  readonly document: DocumentNode;
  readonly responseName: string;
  /** Response names under which a plan asks, beside what the client asks, for what the hub needs; the client never sees them. */
  readonly cursorKey: string;
  readonly tagsKey: string;
  /** Whether several waiting events may become one of the newest value per tag; else each counts. */
  readonly frames: { readonly listKeys: readonly string[] } | undefined;
  /** Whether it asks for a field that is answered by who asks; undefined when the schema marks no such field. */
  readonly personal: boolean | undefined;
}

/** A subscription as one client asked it. */
export interface AskedSubscription {
  readonly plan: SubscriptionPlan;
  /** Coerced, without what belongs to `after`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The cursor to resume from. */
  readonly after: string | undefined;
}

/**
 * Plans a validated subscription into the upstream operation and what completes each event (reference: the planner's `primary`
 * and `rest`).
 *
 * Which fields can resume is read from the schema: an argument `after` and a field `cursor` on what they yield.
 *
 * @throws GRAPHQL_VALIDATION_FAILED for a root field that is conditional, BAD_USER_INPUT for variables that do not fit.
 */
export function askSubscription(
  generation: Generation,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>> | undefined,
  plans: { getOr(key: string, make: () => SubscriptionPlan): SubscriptionPlan },
): AskedSubscription {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw badInput('The request does not say which of its operations it means.');
  const coerced = getVariableValues(generation.apiSchema, operation.variableDefinitions ?? [], { ...variables }, { maxErrors: 20 });
  if (coerced.errors) throw badInput(coerced.errors.map((error) => error.message).join(' '));

  const root = rootField(operation, document);
  const definition = fieldDefinition(generation, root);
  const args = getArgumentValues(definition, root, coerced.coerced);
  const after = isResumable(definition) && typeof args['after'] === 'string' ? args['after'] : undefined;

  const bare = withoutAfter(operation, root, document, isResumable(definition));
  const text = print(bare);
  const plan = plans.getOr(text, () => planText(generation, bare, text, definition));
  const kept = new Set(firstOperation(bare).variableDefinitions?.map(({ variable }) => variable.name.value));
  return { plan, variables: Object.fromEntries(Object.entries(coerced.coerced).filter(([name]) => kept.has(name))), after };
}

/** The cursor of an upstream event. */
export function cursorOf(plan: SubscriptionPlan, data: Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  const cursor = fieldOf(data?.[plan.responseName], plan.cursorKey);
  return typeof cursor === 'string' ? cursor : undefined;
}

/** The tags of an upstream frame, in the order of its arrays. */
export function tagsOf(plan: SubscriptionPlan, data: Readonly<Record<string, unknown>> | null | undefined): readonly string[] | undefined {
  const tags = fieldOf(data?.[plan.responseName], plan.tagsKey);
  return Array.isArray(tags) ? tags.map(String) : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function planText(generation: Generation, bare: DocumentNode, text: string, definition: GraphQLField<unknown, unknown>): SubscriptionPlan {
  const operation = firstOperation(bare);
  const root = operation.selectionSet.selections[0];
  if (root?.kind !== Kind.FIELD) throw new Error('a subscription without its field');
  const payload = getNamedType(definition.type);
  const frames = isObjectType(payload) && isFrame(payload) ? { listKeys: listKeysOf(root, payload, bare) } : undefined;
  const cursorKey = freeName('hubCursor', (name) => text.includes(name));
  const tagsKey = freeName('hubTags', (name) => text.includes(name));
  const extras = [...(isResumable(definition) ? [selected(cursorKey, 'cursor')] : []), ...(frames ? [selected(tagsKey, 'tagIds')] : [])];
  const asking = replaceRoot(bare, {
    ...root,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...(root.selectionSet?.selections ?? []), ...extras] },
  });

  const { primary, rest } = planned(generation, asking);
  const resumeVariable = freeName(
    'after',
    (name) => operation.variableDefinitions?.some(({ variable }) => variable.name.value === name) ?? false,
  );
  const resume = isResumable(definition) ? planned(generation, withAfter(asking, resumeVariable, definition)).primary : undefined;
  return {
    generation,
    text,
    live: upstream(primary),
    resume: resume && upstream(resume),
    resumeVariable,
    completion: {
      kind: 'QueryPlan',
      node: { kind: 'Sequence', nodes: [{ ...primary, serviceName: eventService }, ...(rest ? [rest] : [])] },
    },
    operationContext: buildOperationContext({ schema: generation.apiSchema, operationDocument: bare }),
    document: bare,
    responseName: root.alias?.value ?? root.name.value,
    cursorKey,
    tagsKey,
    frames,
    personal: generation.personalFields.size === 0 ? undefined : asksForPersonal(bare, generation),
  };
}

function asksForPersonal(document: DocumentNode, generation: Generation): boolean {
  const types = new TypeInfo(generation.apiSchema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        found ||= generation.personalFields.has(`${types.getParentType()?.name}.${name.value}`);
      },
    }),
  );
  return found;
}

function planned(generation: Generation, document: DocumentNode) {
  const { node } = generation.planner.buildQueryPlan(operationFromDocument(generation.operationSchema, document));
  if (node?.kind !== 'Subscription') throw new Error(`the planner made ${node?.kind ?? 'nothing'} of a subscription`);
  return node;
}

function upstream(fetch: FetchNode): Upstream {
  return { service: fetch.serviceName, query: fetch.operation, operationName: fetch.operationName, variables: fetch.variableUsages ?? [] };
}

/** The one field of a subscription; the same field named in several fragments is one selection of all they ask. */
function rootField(operation: OperationDefinitionNode, document: DocumentNode): FieldNode {
  const fields: FieldNode[] = [];
  const collect = (selectionSet: SelectionSetNode) => {
    for (const selection of selectionSet.selections) {
      if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) {
        throw graphqlError('GRAPHQL_VALIDATION_FAILED', 'The field of a subscription cannot be skipped or included by a condition.');
      }
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else {
        const fragment = fragmentsOf(document).get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  collect(operation.selectionSet);
  const [first] = fields;
  if (!first) throw graphqlError('GRAPHQL_VALIDATION_FAILED', 'A subscription asks for one field.');
  const selections = fields.flatMap((field) => field.selectionSet?.selections ?? []);
  return { ...first, ...(selections.length > 0 ? { selectionSet: { kind: Kind.SELECTION_SET, selections } } : {}) };
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])));
}

function fieldDefinition(generation: Generation, field: FieldNode): GraphQLField<unknown, unknown> {
  const definition = generation.apiSchema.getSubscriptionType()?.getFields()[field.name.value];
  if (!definition) throw graphqlError('GRAPHQL_VALIDATION_FAILED', `There is no subscription ${field.name.value}.`);
  return definition;
}

function isResumable(definition: GraphQLField<unknown, unknown>): boolean {
  const payload = getNamedType(definition.type);
  return definition.args.some(({ name }) => name === 'after') && isObjectType(payload) && payload.getFields()['cursor'] !== undefined;
}

/** A payload of parallel arrays, one entry per tag of `tagIds`. */
function isFrame(payload: GraphQLObjectType): boolean {
  const tagIds = payload.getFields()['tagIds'];
  return tagIds !== undefined && isList(tagIds.type);
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** Response names of the selected arrays of a frame. */
function listKeysOf(root: FieldNode, payload: GraphQLObjectType, document: DocumentNode): string[] {
  const keys = new Set<string>();
  const collect = (selectionSet: SelectionSetNode | undefined) => {
    for (const selection of selectionSet?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const type = payload.getFields()[selection.name.value]?.type;
        if (type && isList(type)) keys.add(selection.alias?.value ?? selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else collect(fragmentsOf(document).get(selection.name.value)?.selectionSet);
    }
  };
  collect(root.selectionSet);
  return [...keys];
}

/** One operation with one root field, no `after`, and only the fragments and variables that are still used. */
function withoutAfter(operation: OperationDefinitionNode, root: FieldNode, document: DocumentNode, resumable: boolean): DocumentNode {
  const field = resumable ? { ...root, arguments: (root.arguments ?? []).filter(({ name }) => name.value !== 'after') } : root;
  const fragments = fragmentsOf(document);
  const spread = new Set<string>();
  const used = new Set<string>();
  const look = (node: FieldNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name }) {
        if (spread.has(name.value)) return;
        spread.add(name.value);
        const fragment = fragments.get(name.value);
        if (fragment) look(fragment);
      },
      Variable({ name }) {
        used.add(name.value);
      },
    });
  };
  look(field);
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      },
      ...[...fragments.values()].filter(({ name }) => spread.has(name.value)),
    ],
  };
}

function withAfter(document: DocumentNode, variable: string, definition: GraphQLField<unknown, unknown>): DocumentNode {
  const operation = firstOperation(document);
  const root = operation.selectionSet.selections[0];
  const type = definition.args.find(({ name }) => name === 'after')?.type;
  if (root?.kind !== Kind.FIELD || !type) throw new Error('not a resumable subscription');
  const variableNode = { kind: Kind.VARIABLE, name: nameNode(variable) } as const;
  const resumed = replaceRoot(document, {
    ...root,
    arguments: [...(root.arguments ?? []), { kind: Kind.ARGUMENT, name: nameNode('after'), value: variableNode }],
  });
  return {
    ...resumed,
    definitions: resumed.definitions.map((each) =>
      each.kind === Kind.OPERATION_DEFINITION
        ? {
            ...each,
            variableDefinitions: [
              ...(each.variableDefinitions ?? []),
              { kind: Kind.VARIABLE_DEFINITION, variable: variableNode, type: parseType(String(type)) },
            ],
          }
        : each,
    ),
  };
}

function replaceRoot(document: DocumentNode, root: FieldNode): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? { ...each, selectionSet: { kind: Kind.SELECTION_SET, selections: [root] } } : each,
    ),
  };
}

function firstOperation(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('a document without an operation');
  return operation;
}

function selected(alias: string, field: string): FieldNode {
  return { kind: Kind.FIELD, alias: nameNode(alias), name: nameNode(field) };
}

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function freeName(wanted: string, taken: (name: string) => boolean): string {
  let name = wanted;
  while (taken(name)) name = `${name}_`;
  return name;
}
