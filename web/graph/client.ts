import { persistedExchange } from '@urql/exchange-persisted';
import { Client, CombinedError, fetchExchange, makeOperation, mapExchange, subscriptionExchange, type OperationResult } from 'urql';
import { rows } from './cache.ts';
import { hashOf } from './document.ts';
import { codesOf, isOutdated, isUnreachable } from './errors.ts';
import { follow } from './feed.ts';
import { keptAnswer, keepAnswer } from '../outbox/reads.ts';
import { outdated } from './outdated.tsx';
import { isEmptied, isFromCache, keptAtOf, readings } from './reading.ts';
import { session, sessionEnded } from './session.ts';
import { shown } from './shown.ts';
import { socket } from './socket.ts';
import { connectionNow } from './use-connection.ts';

/** The gateway gives up after 10 s; whoever has not answered by then will not. */
const answerMsMax = 15_000;

/**
 * The way to the graph: rows in a normalised cache, documents by their hash alone, subscriptions that never end. The session's
 * cookie goes along by itself.
 */
export function openGraph(): Client {
  const asked = new Map<number, number>();
  const client: Client = new Client({
    url: '/graphql',
    // The gateway takes no GET from a session.
    preferGetMethod: false,
    fetch: (input, init) =>
      fetch(input, { ...init, signal: AbortSignal.any([...withSignal(init?.signal), AbortSignal.timeout(answerMsMax)]) }),
    exchanges: [
      mapExchange({ onResult: shownNow }),
      readings(),
      rows(),
      mapExchange({ onResult: (result) => (isPast(result, asked) ? askedAgain(client, result) : arrived(result)) }),
      persistedExchange({
        enforcePersistedQueries: true,
        enableForMutation: true,
        enableForSubscriptions: true,
        preferGetForPersistedQueries: false,
        generateHash: (_text, document) => Promise.resolve(hashOf(document)),
      }),
      subscriptionExchange({
        forwardSubscription: ({ operationName, variables }, { query }) => ({
          subscribe: (sink) => ({
            unsubscribe: follow(
              socket(),
              { operationName, variables: variables ?? {}, hash: hashOf(query) },
              {
                next: ({ data, errors }) => {
                  if (!data || entitiesOf(data).some((entity) => shown.isOlder(entity))) return;
                  // Without a list of its own an event would keep the errors of the one before it.
                  sink.next({ data, errors: [...(errors ?? [])] });
                },
                refused: (errors) => sink.error(errors),
              },
            ),
          }),
        }),
      }),
      fetchExchange,
    ],
  });
  return client;
}

const askedMax = 3;

/**
 * A read that was under way while something changed: it would take back for a moment what this person has just done.
 *
 * @param asked by an operation's key, how often in a row its answer was such a one
 */
function isPast({ operation, data, error }: OperationResult, asked: Map<number, number>): boolean {
  if (operation.kind !== 'query') return false;
  const times = asked.get(operation.key) ?? 0;
  const past = !error && times < askedMax && shown.holdsOlderOrder(data);
  if (past) asked.set(operation.key, times + 1);
  else asked.delete(operation.key);
  return past;
}

/** Its answer never arrives: the same question does, as if it had taken longer. */
function askedAgain(client: Client, { operation }: OperationResult): Promise<OperationResult> {
  // Asked by its hash as at first: what has been attempted once goes out as text, which the gateway takes from nobody.
  const context = { ...operation.context, persistAttempt: false, requestPolicy: 'network-only' as const };
  client.reexecuteOperation(makeOperation('query', operation, context));
  return new Promise(() => {});
}

/**
 * What is shown is kept as it is shown: what this person has just done, or an event told, is in the cache and in no answer to the
 * query itself, and a page that opens without a network must not offer it once more.
 */
function shownNow(result: OperationResult): void {
  const { operation, data, error, stale } = result;
  const keptAt = keptAtOf(result);
  const isOffline = operation.kind === 'query' && operation.context['offline'] === true;
  const isOwn = isFromCache(operation);
  // Out of the cache it tells how it was last read: what this person does is kept all the same.
  if (!isOffline || !data || (error && !isOwn) || stale || session.get().state === 'unreachable') return;
  if (keptAt !== undefined && !isOwn) return;
  // What this person does is written into an answer that is as old as before, unless all that happens is told.
  keepAnswer(operation, data, { isNew: keptAt === undefined && !error && (!isOwn || connectionNow().state === 'live') });
}

/** What every answer goes through before it is written into the cache. */
function arrived(result: OperationResult): OperationResult | Promise<OperationResult> {
  const { error, operation, data } = result;
  if (codesOf(error).has('UNAUTHENTICATED')) sessionEnded();
  if (isOutdated(error)) outdated.set(true);
  if (operation.kind === 'query' && isUnreachable(error) && operation.context['offline'] === true) return keptAnswer(result);
  shown.note(data);
  const told = withError(result, withoutNestedRefusals(error));
  return operation.kind === 'query' && isEmptied(data, error) ? { ...told, data: undefined } : told;
}

/**
 * A nested field that the viewer may not read is null, and that is all the page has to know. As errors they would make the cache
 * ask for it again with every change.
 */
function withoutNestedRefusals(error: CombinedError | undefined): CombinedError | undefined {
  if (!error || error.networkError) return error;
  const left = error.graphQLErrors.filter(({ path, extensions }) => extensions['code'] !== 'FORBIDDEN' || (path?.length ?? 0) < 2);
  if (left.length === 0) return undefined;
  return left.length === error.graphQLErrors.length ? error : new CombinedError({ graphQLErrors: left, response: error.response });
}

export function withError({ error: _before, ...result }: OperationResult, error: CombinedError | undefined): OperationResult {
  return error ? { ...result, error } : result;
}

/** The entities of an event: `{ alertChanged: { cursor, alert } }`. */
function entitiesOf(data: unknown): readonly unknown[] {
  return valuesOf(data).flatMap(valuesOf);
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function withSignal(signal: AbortSignal | null | undefined): readonly AbortSignal[] {
  return signal ? [signal] : [];
}
