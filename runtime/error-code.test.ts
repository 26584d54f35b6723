import { buildSchema, execute, GraphQLError, parse, type ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { errorCode } from './error-code.ts';
import { forbidden } from './refusal.ts';
import { DateTime } from './schema.ts';

test('an argument or a variable of the wrong kind is the caller’s mistake', () => {
  expect(codes('{ at(time: "yesterday") }')).toEqual(['BAD_USER_INPUT']);
  expect(codes('query ($t: DateTime!) { at(time: $t) }', { t: 'yesterday' })).toEqual(['BAD_USER_INPUT']);
  expect(codes('query ($t: DateTime!) { at(time: $t) }')).toEqual(['BAD_USER_INPUT']);
  expect(codes('query ($n: Int) { count(n: $n) }', { n: 'three' })).toEqual(['BAD_USER_INPUT']);
});

test('a refusal keeps its code, also below errors that wrap it', () => {
  expect(codes('{ secret }')).toEqual(['FORBIDDEN']);
  expect(
    errorCode(new GraphQLError('wrapped', { extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' }, originalError: forbidden('read:costs') })),
  ).toBe('FORBIDDEN');
});

test('everything else is internal: an exception, a broken promise of the schema, a value that cannot be shown', () => {
  expect(codes('{ broken }')).toEqual(['INTERNAL']);
  expect(codes('{ always }')).toEqual(['INTERNAL']);
  expect(codes('{ whole }')).toEqual(['INTERNAL']);
  expect(codes('{ shape { __typename } }')).toEqual(['INTERNAL']);
  expect(errorCode(new GraphQLError('made up', { extensions: { code: 'SECRET_CODE' } }))).toBe('INTERNAL');
});

const schema = buildSchema(`
  scalar DateTime
  interface Shape { area: Float }
  type Square implements Shape { area: Float }
  type Query { at(time: DateTime!): String count(n: Int): Int secret: Int broken: Int always: Int! whole: Int shape: Shape }
`);
Object.assign(schema.getType('DateTime') ?? {}, { parseValue: DateTime.parseValue, parseLiteral: DateTime.parseLiteral });

function codes(query: string, variableValues: Record<string, unknown> = {}): string[] {
  const rootValue = {
    at: () => 'now',
    secret: () => {
      throw forbidden('read:secrets');
    },
    broken: () => {
      throw new TypeError('x is undefined');
    },
    always: () => null,
    whole: () => 1.5,
    shape: () => ({ area: 1 }),
  };
  const result = execute({ schema, document: parse(query), rootValue, variableValues }) as ExecutionResult;
  return (result.errors ?? []).map(errorCode);
}
