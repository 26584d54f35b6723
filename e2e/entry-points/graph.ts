import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getDirectiveValues,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { expect } from 'vitest';
import { grants, type GrantScope, type RoleName } from '@dcmms/db/identity/matrix.ts';
import { demoPeople } from '@dcmms/db/seed/people.ts';
import { buildSubgraph } from '@dcmms/runtime/schema.ts';
import type { Trespass } from '@dcmms/runtime/testing/entry-points.ts';
import { subgraphNames, subgraphSdl } from '@dcmms/schema/read.ts';
import type { RunningCase } from './entry-point.ts';
import { speak, subscribing } from './socket.ts';
import type { Answer, EntityIds, RunningWorld } from './world.ts';

type Kind = 'query' | 'mutation' | 'subscription';

/** A root field of the composed graph. */
interface Root {
  readonly kind: Kind;
  readonly field: GraphQLField<unknown, unknown>;
  /** Any one of them is enough; none: whoever is signed in. */
  readonly permissions: readonly string[];
}

/**
 * The trespasses of every root field through the gateway, made from the schema alone: a field that is added is tried the same day.
 * What depends on the state and scope of single rows is proven by the subgraph that owns them.
 */
export function graphCases(): { readonly title: string; readonly trespass: Trespass | 'stale'; readonly run: RunningCase['run'] }[] {
  return roots().flatMap((root) =>
    [...missingPermission(root), ...wrongTenant(root), ...outOfScope(root), ...malformed(root), ...stale(root)].map(
      ({ trespass, what, run }) => ({
        title: `${root.kind} ${root.field.name}, ${trespass}: ${what}`,
        trespass,
        run,
      }),
    ),
  );
}

type Case = RunningCase & { readonly trespass: Trespass | 'stale' };

function roots(): Root[] {
  const api = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', 'schema', 'api.graphql'), 'utf8'));
  const needed = permissionsByField();
  const types = { query: api.getQueryType(), mutation: api.getMutationType(), subscription: api.getSubscriptionType() };
  return (['query', 'mutation', 'subscription'] as const).flatMap((kind) =>
    Object.values(types[kind]?.getFields() ?? {}).map((field) => ({ kind, field, permissions: needed.get(`${kind} ${field.name}`) ?? [] })),
  );
}

/** From the subgraphs: the API schema has no directives. */
function permissionsByField(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const name of subgraphNames) {
    const schema = buildSubgraph(subgraphSdl(name), {});
    const auth = schema.getDirective('auth');
    if (!auth) throw new Error(`${name} knows no @auth`);
    const types = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
    for (const [kind, type] of Object.entries(types)) {
      for (const field of Object.values(type?.getFields() ?? {})) {
        const values = field.astNode && getDirectiveValues(auth, field.astNode);
        const permissions = values?.['permissions'];
        if (Array.isArray(permissions)) found.set(`${kind} ${field.name}`, permissions.map(String));
      }
    }
  }
  return found;
}

function missingPermission(root: Root): Case[] {
  const { permissions } = root;
  const person = demoPeople.find(({ tenant, role }) => tenant === 'helios' && !permissions.some((permission) => scopeOf(role, permission)));
  // Where everybody of the demo may, there is nobody to try it with; the subgraph's own cases have somebody.
  if (permissions.length === 0 || !person) return [];
  return [
    {
      trespass: 'missingPermission',
      what: `who lacks ${permissions.join(' and ')} is FORBIDDEN`,
      run: async (world) => {
        const { token } = await world.signIn(person.email);
        expect(codes(await ask(world, root, token, argumentsOf(root, await world.ids('helios'))))).toEqual(['FORBIDDEN']);
      },
    },
  ];
}

/** How far a role's permission reaches; undefined when it has none. */
function scopeOf(role: RoleName, permission: string): GrantScope | undefined {
  return grants.find((grant) => grant.role === role && grant.permission === permission)?.scope;
}

function wrongTenant(root: Root): Case[] {
  const { kind, field } = root;
  if (kind === 'query' && field.args.some(({ name }) => name === 'first')) {
    return [
      {
        trespass: 'wrongTenant',
        what: 'the lists of two tenants have nothing in common',
        run: async (world) => {
          const [own, foreign] = await Promise.all(
            ['admin@helios.test', 'admin@borealis.test'].map(async (email) =>
              idsIn(await ask(world, root, (await world.signIn(email)).token, { first: 100 })),
            ),
          );
          expect(own?.filter((id) => foreign?.includes(id))).toEqual([]);
        },
      },
    ];
  }
  const takesIds = kind === 'mutation' || (kind === 'query' && field.args.some(({ name }) => name === 'id'));
  if (!takesIds) return [];
  return [
    {
      trespass: 'wrongTenant',
      what: "another tenant's rows are rows that do not exist",
      run: async (world) => {
        const admin = await world.signIn('admin@helios.test');
        expectNotThere(root, await ask(world, root, admin.token, argumentsOf(root, await world.ids('borealis'))));
      },
    },
  ];
}

function outOfScope(root: Root): Case[] {
  const { kind, field, permissions } = root;
  const isAboutOne = kind === 'mutation' || (kind === 'query' && field.args.some(({ name }) => name === 'id'));
  // The one person of the demo who works on one site alone is a SCADA operator.
  if (!isAboutOne || !permissions.some((permission) => scopeOf('scada_operator', permission) === 'sites')) return [];
  return [
    {
      trespass: 'outOfScope',
      what: "rows of a site that is not among the viewer's are rows that do not exist",
      run: async (world) => {
        const { neighbour } = world.people;
        expectNotThere(root, await ask(world, root, neighbour.token, argumentsOf(root, await world.ids('helios'))));
      },
    },
  ];
}

function malformed(root: Root): Case[] {
  const { field } = root;
  const faults: [what: string, args: (args: Record<string, unknown>) => Record<string, unknown>][] = [];
  for (const { name, type } of field.args) {
    if (name === 'id' || name === 'siteId') faults.push([`${name} is no id`, (args) => ({ ...args, [name]: 'INV-01' })]);
    if (name === 'tagIds') faults.push(['a tag is no id', (args) => ({ ...args, [name]: ['INV-01.ActivePower'] })]);
    if (name === 'after') faults.push(['the cursor is none', (args) => ({ ...args, after: 'rubbish' })]);
    if (name === 'first')
      faults.push(['more than a page', (args) => ({ ...args, first: 101 })], ['less than nothing', (args) => ({ ...args, first: -1 })]);
    const input = getNamedType(type);
    if (name !== 'input' || !isInputObjectType(input)) continue;
    for (const key of Object.keys(input.getFields())) {
      if (key !== 'id' && !key.endsWith('Id')) continue;
      faults.push([`${key} is no id`, (args) => ({ input: { ...Object(args['input']), [key]: 'INV-01' } })]);
    }
  }
  return faults.map(([what, spoil]) => ({
    trespass: 'malformed',
    what,
    run: async (world) => {
      const admin = await world.signIn('admin@helios.test');
      expect(codes(await ask(world, root, admin.token, spoil(argumentsOf(root, await world.ids('helios')))))).toEqual(['BAD_USER_INPUT']);
    },
  }));
}

/** Who has not seen the latest version may not change it. */
function stale(root: Root): Case[] {
  const input = getNamedType(root.field.args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(input) || !('version' in input.getFields())) return [];
  return [
    {
      trespass: 'stale',
      what: 'a version that is not the present one is STALE',
      run: async (world) => {
        const admin = await world.signIn('admin@helios.test');
        const args = argumentsOf(root, await world.ids('helios'));
        const { body } = await ask(world, root, admin.token, { input: { ...Object(args['input']), version: 1_000_000 } });
        expect(body).toEqual({
          data: { asked: { __typename: expect.any(String), problems: [expect.objectContaining({ code: 'STALE' })] } },
        });
      },
    },
  ];
}

/** A query or mutation over HTTP, a subscription over a socket: its first answer either way. */
async function ask(world: RunningWorld, { kind, field }: Root, token: string, args: Record<string, unknown>): Promise<Answer> {
  const given = field.args.filter(({ name }) => args[name] !== undefined);
  const definitions = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const alias = kind === 'subscription' ? '' : 'asked: ';
  const query = `${kind}${definitions && ` (${definitions})`} { ${alias}${field.name}${passed && `(${passed})`} { ${selection(field)} } }`;
  if (kind !== 'subscription') return world.post(world.ready.graphql, query, { token, variables: args });
  const { messages } = await speak(world.ready.graphqlWs, subscribing(token, query, args), {
    enough: ({ type }) => type === 'error' || type === 'next',
  });
  const errors = messages.at(-1)?.['payload'];
  return {
    status: 200,
    contentType: 'application/json',
    text: JSON.stringify(errors),
    body: { errors: errors as NonNullable<Answer['body']['errors']> },
  };
}

function selection(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) throw new Error(`${field.name} gives no object`);
  const fields = type.getFields();
  if ('problems' in fields) return '__typename problems { code message path }';
  if ('nodes' in fields) return 'totalCount nodes { id }';
  return 'id' in fields ? '__typename id' : '__typename';
}

/** The least that a field takes, about rows with these ids. */
function argumentsOf({ field }: Root, ids: EntityIds): Record<string, unknown> {
  const payload = getNamedType(field.type);
  const [first] = isObjectType(payload) ? Object.values(payload.getFields()) : [];
  // `id` names what the payload gives first, or what the query itself gives.
  const own = field.args.some(({ name }) => name === 'input') ? getNamedType(first?.type)?.name : payload.name;
  return Object.fromEntries(
    field.args.flatMap(({ name, type }) => {
      const wanted = isNonNullType(type) || name === 'id';
      return wanted ? [[name, sample(name, type, own ?? '', ids)]] : [];
    }),
  );
}

const hour = 3_600_000;

function sample(name: string, type: GraphQLInputType, own: string, ids: EntityIds): unknown {
  if (isNonNullType(type)) return sample(name, type.ofType, own, ids);
  if (isListType(type)) return [sample(name.replace(/s$/, ''), type.ofType, own, ids)];
  if (isInputObjectType(type)) {
    const texts = ['reason', 'notes', 'note', 'resolution'];
    return Object.fromEntries(
      Object.values(type.getFields()).flatMap((field) =>
        isNonNullType(field.type) || texts.includes(field.name) || field.name === 'userId'
          ? [[field.name, sample(field.name, field.type, own, ids)]]
          : [],
      ),
    );
  }
  if (isEnumType(type)) return type.getValues()[0]?.name;
  switch (type.name) {
    case 'ID':
      return idOf(name === 'id' ? own : name.replace(/Id$/, ''), ids);
    case 'DateTime':
      return new Date(Date.now() + (name === 'end' ? 2 : 1) * hour).toISOString();
    case 'Int':
      return 1;
    case 'Float':
    case 'Decimal':
      return '1';
    case 'Boolean':
      return true;
    default:
      return 'Because the test says so.';
  }
}

function idOf(noun: string, ids: EntityIds): string {
  const id = ids[`${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}`];
  if (id === undefined) throw new Error(`The test knows no ${noun} to ask about: add it to EntityIds.`);
  return id;
}

function expectNotThere({ kind }: Root, { body }: Answer): void {
  if (kind === 'query') return expect(body).toEqual({ data: { asked: null } });
  const { problems } = (body.data as { asked: { problems: { code: string }[] } } | null)?.asked ?? { problems: [] };
  expect({ errors: body.errors, codes: [...new Set(problems.map(({ code }) => code))] }).toEqual({
    errors: undefined,
    codes: ['NOT_FOUND'],
  });
}

function codes({ body }: Answer): string[] {
  return (body.errors ?? []).map(({ extensions }) => extensions.code);
}

function idsIn({ body }: Answer): string[] {
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return ((body.data as { asked: { nodes: { id: string }[] } }).asked.nodes ?? []).map(({ id }) => id);
}
