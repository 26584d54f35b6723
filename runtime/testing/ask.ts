import { randomUUID } from 'node:crypto';
import { validate, type GraphQLError } from 'graphql';
import { answer, parsed } from '../answer.ts';
import { errorCode, rootCause } from '../error-code.ts';
import type { ErrorCode } from '../refusal.ts';
import type { Subgraph } from '../subgraph.ts';
import { uuidv7 } from '../uuidv7.ts';
import type { Scope, Viewer } from '../viewer.ts';

export interface Answered {
  readonly data: unknown;
  readonly errors: readonly {
    readonly code: ErrorCode;
    readonly message: string;
    readonly path: readonly (string | number)[];
    readonly cause: unknown;
  }[];
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Asks a subgraph as the gateway would: one request, one context. A test's document is validated, which the planner's are not. */
export async function ask(subgraph: Subgraph, viewer: Viewer, query: string, options: AskOptions = {}): Promise<Answered> {
  const invalid = validate(subgraph.schema, parsed(query));
  if (invalid.length > 0) throw new Error(`The test's document is not valid: ${invalid.map((error) => error.message).join('; ')}`);
  const context = subgraph.context(viewer, {
    requestId: randomUUID(),
    traceId: randomUUID().replaceAll('-', ''),
    signal: new AbortController().signal,
    idempotencyKey: options.idempotencyKey,
  });
  const result = await answer(subgraph, { query, variables: options.variables }, context);
  return { data: plain(result.data), errors: (result.errors ?? []).map(told) };
}

/** One entity as the gateway would fetch it. */
export async function askEntity(subgraph: Subgraph, viewer: Viewer, type: string, id: string, selection = 'id'): Promise<Answered> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  return ask(subgraph, viewer, query, { variables: { representations: [{ __typename: type, id }] } });
}

export interface PersonSettings {
  readonly tenantId: string;
  readonly userId?: string;
  readonly siteIds?: readonly string[];
  readonly grants: Readonly<Record<string, Scope>>;
  readonly limits?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A viewer as the gateway would have verified it. */
export function person(settings: PersonSettings): Viewer {
  return {
    kind: 'person',
    userId: settings.userId ?? uuidv7(),
    tenantId: settings.tenantId,
    tenantCode: 'test',
    email: 'person@tenant.test',
    displayName: 'Person',
    roles: [],
    grants: new Map(Object.entries(settings.grants).map(([permission, scope]): [string, readonly Scope[]] => [permission, [scope]])),
    limits: new Map(Object.entries(settings.limits ?? {})),
    siteIds: settings.siteIds ?? [],
  };
}

function told(error: GraphQLError): Answered['errors'][number] {
  return { code: errorCode(error), message: error.message, path: error.path ?? [], cause: rootCause(error) };
}

/** graphql-js answers with objects without a prototype, which no test's literal equals. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
