import { GraphQLError } from 'graphql';

/** The closed list of reasons with which a mutation says no to a person (contract §4). */
export type ProblemCode =
  'NOT_FOUND' | 'FORBIDDEN' | 'STALE' | 'INVALID' | 'NOT_ALLOWED_NOW' | 'CONFLICT' | 'INSUFFICIENT_STOCK' | 'LIMIT_EXCEEDED';

export interface Problem {
  readonly code: ProblemCode;
  /** A sentence a technician can act on. */
  readonly message: string;
  /** The input field the problem is about, from the input object on: `['lines', '0', 'quantity']`; empty when it is about the whole. */
  readonly path: readonly string[];
}

/**
 * A no that is meant for the person: the transaction is rolled back and the payload carries the problems.
 * Everything else that is thrown is a fault of ours.
 */
export class Refusal extends Error {
  readonly problems: readonly Problem[];
  /** What the payload shows beside the problems, for example the order that an alert already has. */
  readonly entity: unknown;

  constructor(problems: readonly Problem[], entity?: unknown) {
    super(problems.map((problem) => `${problem.code}: ${problem.message}`).join('; '));
    this.name = 'Refusal';
    this.problems = problems;
    this.entity = entity;
  }
}

/** Refuses with one problem. */
export function refuse(code: ProblemCode, message: string, path: readonly string[] = [], entity?: unknown): never {
  throw new Refusal([{ code, message, path }], entity);
}

/** Codes of top-level errors that a client may see as they are; anything else is masked as `INTERNAL` (contract §4). */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'COST_LIMIT'
  | 'RATE_LIMITED'
  | 'TIMEOUT'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export function graphqlError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** The viewer lacks a permission: top-level for a root field, at its path for a nested one. */
export function forbidden(permission: string): GraphQLError {
  return graphqlError('FORBIDDEN', `This needs the permission ${permission}.`);
}

export function badInput(message: string): GraphQLError {
  return graphqlError('BAD_USER_INPUT', message);
}
