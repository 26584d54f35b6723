import { createRequest, type AnyVariables, type Client, type CombinedError, type OperationResult, type TypedDocumentNode } from 'urql';
import { keptAtOf } from './reading.ts';

/** A page of a Relay connection, with whichever of `nodes` and `edges` the document asks for. */
export interface Page<Row> {
  readonly nodes?: readonly Row[];
  readonly edges?: readonly { readonly node: Row }[];
  readonly totalCount?: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
}

export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly total: number | undefined;
  readonly more: boolean;
  readonly fetching: boolean;
  readonly stale: boolean;
  readonly error: CombinedError | undefined;
  /** When the oldest of these pages was kept, where they were; epoch milliseconds. */
  readonly keptAt: number | undefined;
  /** False until the first page was read. */
  readonly loaded: boolean;
}

export interface PageQuestion<Data, Variables extends AnyVariables, Row> {
  readonly client: Client;
  readonly document: TypedDocumentNode<Data, Variables>;
  /** The variables of the page after a cursor; null asks for the first. */
  readonly variables: (after: string | null) => Variables;
  readonly pick: (data: Data) => Page<Row> | null | undefined;
  readonly idOf: (row: Row) => unknown;
  readonly offline: boolean;
}

interface Link<Data> {
  readonly after: string | null;
  result: Pick<OperationResult<Data>, 'data' | 'error' | 'stale' | 'extensions'> | undefined;
  stop: () => void;
}

/**
 * The pages of one list that were asked for, each a query of its own that follows the cache. Every page begins where the one before
 * it ends: when that end moves, because rows have come or gone, the pages after it are read anew from there, so that no row falls
 * between two pages.
 */
export class PageChain<Data, Variables extends AnyVariables, Row> {
  readonly #question: PageQuestion<Data, Variables, Row>;
  readonly #links: Link<Data>[] = [];
  readonly #listeners = new Set<() => void>();
  #wanted = 1;
  #pages: Pages<Row> = {
    rows: [],
    total: undefined,
    more: false,
    fetching: true,
    stale: false,
    error: undefined,
    keptAt: undefined,
    loaded: false,
  };

  constructor(question: PageQuestion<Data, Variables, Row>) {
    this.#question = question;
  }

  readonly get = (): Pages<Row> => this.#pages;

  /** Reads while somebody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#open(0, null);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close(0);
    };
  };

  readonly loadMore = (): void => {
    const last = this.#links.at(-1);
    // One that could not be read is read again by `refetch`: what follows it nobody knows yet.
    if (!last || !this.#pageOf(last) || !this.#pages.more || this.#pages.fetching) return;
    this.#wanted = this.#links.length + 1;
    this.#settle(this.#links.length - 1);
    this.#publish();
  };

  readonly refetch = (): void => {
    const { client, document, variables, offline } = this.#question;
    for (const { after } of this.#links)
      client.reexecuteOperation(
        client.createRequestOperation('query', createRequest(document, variables(after)), { offline, requestPolicy: 'network-only' }),
      );
  };

  #open(index: number, after: string | null): void {
    const { client, document, variables, offline } = this.#question;
    const link: Link<Data> = { after, result: undefined, stop: () => {} };
    this.#links[index] = link;
    const request = createRequest(document, variables(after));
    const source = client.executeQuery(request, { offline, requestPolicy: 'cache-and-network' });
    const subscription = source.subscribe((result) => {
      // A failed reading does not take away the rows that are shown.
      const { stale, error, extensions } = result;
      const data = result.data ?? link.result?.data;
      link.result = { stale, ...(data === undefined ? {} : { data }), ...(error ? { error } : {}), ...(extensions ? { extensions } : {}) };
      if (this.#links[index] !== link) return;
      this.#settle(index);
      this.#publish();
    });
    link.stop = () => subscription.unsubscribe();
  }

  /** Makes the page after this one begin where this one ends. */
  #settle(index: number): void {
    const page = this.#pageOf(this.#links[index]);
    if (!page) return;
    const end = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    const next = this.#links[index + 1];
    if (end === null) return this.#close(index + 1);
    if (next?.after === end || index + 1 >= this.#wanted) return;
    this.#close(index + 1);
    this.#open(index + 1, end);
  }

  #close(from: number): void {
    for (const { stop } of this.#links.splice(from)) stop();
  }

  #pageOf(link: Link<Data> | undefined): Page<Row> | undefined {
    const data = link?.result?.data;
    return data === undefined || data === null ? undefined : (this.#question.pick(data) ?? undefined);
  }

  #publish(): void {
    const pages = this.#links.flatMap((link) => this.#pageOf(link) ?? []);
    const results = this.#links.map(({ result }) => result);
    const first = pages[0];
    const rows = distinct(pages.flatMap(rowsOf), this.#question.idOf);
    const before = this.#pages.rows;
    this.#pages = {
      // The same rows stay the same list, and what hangs on it is not worked out again.
      rows: rows.length === before.length && rows.every((row, index) => row === before[index]) ? before : rows,
      total: first?.totalCount,
      more: pages.at(-1)?.pageInfo.hasNextPage ?? false,
      fetching: results.some((result) => result === undefined),
      stale: results.some((result) => result?.stale === true),
      error: results.find((result) => result?.error)?.error,
      keptAt: oldest(results.flatMap((result) => (result && keptAtOf(result)) ?? [])),
      loaded: first !== undefined,
    };
    for (const listener of this.#listeners) listener();
  }
}

function rowsOf<Row>({ nodes, edges }: Page<Row>): readonly Row[] {
  return nodes ?? edges?.map(({ node }) => node) ?? [];
}

function oldest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}

function distinct<Row>(rows: readonly Row[], idOf: (row: Row) => unknown): readonly Row[] {
  const seen = new Set<unknown>();
  return rows.filter((row) => {
    const id = idOf(row);
    if (id === undefined) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
